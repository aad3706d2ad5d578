"""HTTP/2 over TLS, from a real server: several feeds on one connection, headers and compressed bodies as over HTTP/1.1."""
import socket
import ssl
import subprocess
import threading
import unittest
import zlib

import h2.config
import h2.connection
import h2.events

from outlet import IngestTest

FEED = ("<rss version='2.0'><channel><title>T%s</title><item><title>Entry %s</title><link>https://n.example/%s</link>"
        "<description>%s</description></item></channel></rss>")


class Http2Server:
    """Answers every path with a feed; counts connections and requests."""

    def __init__(self, certificate):
        self.connections, self.requests, self.lock = 0, [], threading.Lock()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate + ".crt", certificate)
        self.context.set_alpn_protocols(["h2"])
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            with self.context.wrap_socket(client, server_side=True) as tls:
                with self.lock:
                    self.connections += 1
                self.talk(tls, h2.connection.H2Connection(h2.config.H2Configuration(client_side=False)))
        except OSError:
            pass

    def talk(self, tls, connection):
        connection.initiate_connection()
        tls.sendall(connection.data_to_send())
        while data := tls.recv(65536):
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    self.answer(connection, event)
            tls.sendall(connection.data_to_send())

    def answer(self, connection, event):
        headers = {k.decode(): v.decode() for k, v in event.headers}
        with self.lock:
            self.requests.append(headers)
        if headers.get("if-none-match") == '"v1"':
            return connection.send_headers(event.stream_id, [(":status", "304"), ("etag", '"v1"')], end_stream=True)
        name = headers[":path"].strip("/")
        packer = zlib.compressobj(wbits=31)
        body = packer.compress((FEED % (name, name, name, "word " * 2000)).encode()) + packer.flush()
        connection.send_headers(event.stream_id, [(":status", "200"), ("content-type", "application/rss+xml"), ("etag", '"v1"'),
                                                  ("content-encoding", "gzip"), ("content-length", str(len(body)))])
        connection.send_data(event.stream_id, body, end_stream=True)


class Http2(IngestTest):
    def test_feeds_of_one_host_share_a_connection(self):
        pem = str(self.folder / "self.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost", "-keyout", pem, "-out", pem + ".crt"], check=True, capture_output=True)
        server = Http2Server(pem)
        self.addCleanup(server.listener.close)
        config = self.folder / "chokepoint.toml"
        config.write_text(config.read_text().replace("allow_private_hosts = [", 'allow_private_hosts = ["localhost", ').replace(
            "[fetch]", '[fetch]\nca_file = "self.pem.crt"\nper_domain = 6'))
        for i in range(6):
            self.run_it("feeds", "add", "https://localhost:%d/f%d" % (server.port, i), "--unseen", "--no-articles", "--id", "f%d" % i)
        self.run_it("ingest")
        self.assertEqual((server.connections, len(server.requests)), (1, 6))
        self.assertEqual({r[":authority"] for r in server.requests}, {"localhost:%d" % server.port})
        self.assertEqual(self.query("SELECT count(*) FROM documents"), [(6,)])
        self.run_it("ingest", "--all")
        self.assertEqual([r.get("if-none-match") for r in server.requests[6:]], ['"v1"'] * 6)
        self.assertEqual(self.query("SELECT health, count(*) FROM feed_states GROUP BY 1"), [("good", 6)])


if __name__ == "__main__":
    unittest.main()
