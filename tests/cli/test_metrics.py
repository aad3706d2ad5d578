"""Metrics over HTTP: a real client, bad requests, a store that is not there, and a quiet end."""
import concurrent.futures
import http.client
import pathlib
import re
import signal
import socket
import subprocess
import unittest

from smtp_box import BAN, CHOKEPOINT, StoreCase

FILE = '[[subscription]]\nname = "desk"\nchannel = "file"\npath = "out.jsonl"\n'


class Metrics(StoreCase):
    def setUp(self):
        super().setUp()
        self.configure(FILE)
        self.ingest(BAN)
        self.server = self.start()

    def start(self, *args):
        server = subprocess.Popen([CHOKEPOINT, "-c", f"{self.folder}/chokepoint.toml", "metrics", "--listen", "127.0.0.1:0", "--now",
                                   "2026-01-06T12:00:00Z", *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(server.stderr.close)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        self.port = int(re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)/metrics\n", server.stdout.readline())[1])
        return server

    def ask(self, method="GET", path="/metrics", **more):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request(method, path, **more)
            answer = link.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            link.close()

    def raw(self, data):
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as link:
            try:
                link.sendall(data)
                return link.recv(200)
            except ConnectionError:
                return b""

    def still_answers(self):
        self.assertEqual(self.ask()[0], 200)

    def test_what_prometheus_reads(self):
        status, headers, text = self.ask()
        self.assertEqual((status, headers["Content-Type"]), (200, "text/plain; version=0.0.4; charset=utf-8"))
        steady = [line for line in text.splitlines() if not line.startswith("chokepoint_disk_free_bytes ")]
        said = self.run_("status", "--metrics", "-", "--now", "2026-01-06T12:00:00Z")[0].splitlines()
        self.assertEqual(steady, [line for line in said if not line.startswith("chokepoint_disk_free_bytes ")])
        names = set()
        for line in text.splitlines():
            if line.startswith("# "):
                self.assertRegex(line, r"^# (HELP|TYPE) chokepoint_[a-z_]+ ")
                names.add(line.split()[2])
                continue
            sample = re.fullmatch(r'([a-z_]+)(?:\{[a-z]+="[^"\\]*"\})? -?\d+', line)
            self.assertTrue(sample, line)
            self.assertIn(sample[1], names)
        self.assertIn("\nchokepoint_documents 1\n", text)

    def test_head_and_what_there_is_not(self):
        status, headers, text = self.ask("HEAD")
        self.assertEqual((status, text), (200, ""))
        self.assertGreater(int(headers["Content-Length"]), 0)
        self.assertEqual(self.ask(path="/")[0], 404)
        self.assertEqual(self.ask(path="/metrics/../../etc/passwd")[0], 404)
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            status, headers, _ = self.ask(method, body=b"x" * 100_000 if method in ("POST", "PUT") else None)
            self.assertEqual((status, headers["Allow"]), (405, "GET, HEAD"))

    def test_bad_requests_are_survived(self):
        for data in (b"\0\1\2\3\r\n\r\n", b"GET\r\n\r\n", b"GET /metrics HTTP/9.9\r\n\r\n", b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
                     b"GET /metrics HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 20_000 + b"\r\n", b"GET /metrics HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                     b"POST /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00"):
            with self.subTest(data=data[:40]):
                self.assertFalse(self.raw(data).startswith(b"HTTP/1.1 200"))
                self.still_answers()
        half = [socket.create_connection(("127.0.0.1", self.port)) for _ in range(10)]  # that never finish their request
        for link in half:
            link.sendall(b"GET /metr")
        self.still_answers()
        for link in half:
            link.close()

    def test_many_at_once_and_a_store_that_changes(self):
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            self.assertEqual({a[0] for a in pool.map(lambda _: self.ask(), range(64))}, {200})
        self.ingest(dict(BAN, id="second", url="https://times.example/2", text=BAN["text"] + " More is to come."))
        self.assertIn("\nchokepoint_documents 2\n", self.ask()[2])
        store = pathlib.Path(self.folder, "store.db")
        store.rename(f"{store}.away")
        status, _, text = self.ask()
        self.assertEqual(status, 503)
        self.assertIn("store.db", text)
        self.assertFalse(store.exists())
        pathlib.Path(f"{store}.away").rename(store)
        self.still_answers()

    def test_it_ends_when_asked(self):
        self.server.send_signal(signal.SIGTERM)
        self.assertEqual(self.server.wait(30), 0)
        self.assertEqual(self.server.stderr.read(), "")

    def test_where_it_cannot_listen(self):
        _, err = self.run_("metrics", "--listen", f"127.0.0.1:{self.port}", status=2)
        self.assertIn("cannot listen here", err)
        for wrong in ("localhost", "127.0.0.1", "127.0.0.1:x", "999.1.1.1:80", ":9469", "127.0.0.1:99999"):
            _, err = self.run_("metrics", "--listen", wrong, status=2)
            self.assertIn("write the address to listen on as", err)


if __name__ == "__main__":
    unittest.main()
