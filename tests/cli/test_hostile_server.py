"""Each misbehaviour of a server, seen by a user: one clear line, and the run goes on. (Byte by byte: tests/feeds/http_test.cpp.)"""
import gzip
import socket
import ssl
import subprocess
import threading
import time
import unittest

from outlet import IngestTest, Outlet

LIMITS = "first_byte_timeout = 0.5\ntimeout = 1.5\nmax_download_kib = 200\nmax_inflated_kib = 400\nmax_redirects = 3"


class Hostile(IngestTest):
    def setUp(self):
        super().setUp()
        self.configure(self.folder, fetch=LIMITS)

    def add(self, name, answer):
        self.outlet.answers["/" + name] = answer
        self.run_it("feeds", "add", self.outlet.base + "/" + name, "--unseen", "--id", name)

    def test_each_ends_in_one_clear_line(self):
        def endless(handler):
            handler.send_response(200)
            handler.end_headers()
            handler.close_connection = True
            try:
                while True:
                    handler.wfile.write(b"x" * 65536)
            except OSError:
                pass

        def drip(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", "100000")
            handler.end_headers()
            try:
                for _ in range(100):
                    handler.wfile.write(b"x")
                    time.sleep(0.05)
            except OSError:
                pass

        def silent(handler):
            time.sleep(3)
            handler.close_connection = True

        def short(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", "5000")
            handler.end_headers()
            handler.wfile.write(b"<rss>")
            handler.close_connection = True

        bomb = gzip.compress(b"\0" * (8 << 20))
        self.add("bomb", lambda h: Outlet.send(h, 200, bomb, [("Content-Encoding", "gzip")]))
        self.add("endless", endless)
        self.add("drip", drip)
        self.add("silent", silent)
        self.add("short", short)
        self.add("circle", lambda h: Outlet.send(h, 302, "", [("Location", "/circle")]))
        self.add("file", lambda h: Outlet.send(h, 302, "", [("Location", "file:///etc/passwd")]))
        self.add("inside", lambda h: Outlet.send(h, 302, "", [("Location", "http://169.254.169.254/")]))
        self.run_it("feeds", "add", self.outlet.publish(1), "--id", "good")
        done = self.run_it("ingest", status=1)
        lines = done.stderr.splitlines()
        for name, words in {
            "bomb": "inflates to more than 400 KiB", "endless": "larger than the limit", "drip": "not complete after",
            "silent": "no answer within", "short": "before the announced length", "circle": "more than 3 redirects",
            "file": "not http or https", "inside": "private address",
        }.items():
            mine = [line for line in lines if line.startswith("chokepoint: feed %s " % name)]
            self.assertEqual(len(mine), 1, done.stderr)
            self.assertIn(words, mine[0])
        self.assertEqual(self.query("SELECT count(*) FROM documents"), [(1,)])

    def test_a_certificate_nobody_vouches_for_is_refused(self):
        pem = str(self.folder / "self.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", pem, "-out", pem + ".crt"],
                       check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem + ".crt", pem)
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)

        def serve():
            while True:
                try:
                    client, _ = listener.accept()
                    with context.wrap_socket(client, server_side=True) as tls:
                        tls.recv(4096)
                        body = b"<rss version='2.0'><channel><title>T</title></channel></rss>"
                        tls.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                except ssl.SSLError:
                    continue
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        url = "https://localhost:%d/feed" % listener.getsockname()[1]
        config = self.folder / "chokepoint.toml"
        config.write_text(config.read_text().replace("allow_private_hosts = [", 'allow_private_hosts = ["localhost", '))
        refused = self.run_it("feeds", "add", url, status=1)
        self.assertIn("TLS certificate not trusted", refused.stderr)
        config.write_text(config.read_text().replace("[fetch]", '[fetch]\nca_file = "self.pem.crt"'))
        self.run_it("feeds", "add", url)

    def test_validators_that_lie_are_seen_through_within_a_day(self):
        url = self.outlet.publish(1)
        self.run_it("feeds", "add", url)
        self.run_it("ingest", "--now", "2026-01-28T12:00:00Z")
        self.outlet.publish(2)
        fresh = self.outlet.answers["/feed.xml"]
        # The server says "not modified" to anything that looks conditional.
        self.outlet.answers["/feed.xml"] = lambda h: (
            Outlet.send(h, 304) if h.headers.get("If-None-Match") else fresh(h))
        self.assertIn("entries 0 new", self.run_it("ingest", "--all", "--now", "2026-01-28T18:00:00Z").stdout)
        self.assertIn("entries 1 new", self.run_it("ingest", "--all", "--now", "2026-01-29T12:00:00Z").stdout)

    def test_a_permanent_redirect_is_believed_after_it_has_held(self):
        self.outlet.publish(1, "/new.xml")
        self.add("old", lambda h: Outlet.send(h, 301, "", [("Location", "/new.xml")]))
        for day in ("28", "29", "30"):
            self.run_it("ingest", "--all", "--now", "2026-01-%sT12:00:00Z" % day)
        self.assertEqual(self.query("SELECT url FROM feed_states"), [(None,)])
        moved = self.run_it("ingest", "--all", "--now", "2026-01-31T13:00:00Z")
        self.assertIn("moved for good to " + self.outlet.base + "/new.xml", moved.stderr)
        self.outlet.clear_log()
        self.run_it("ingest", "--all", "--now", "2026-02-01T14:00:00Z")
        self.assertEqual(self.outlet.paths(), ["/new.xml"])


if __name__ == "__main__":
    unittest.main()
