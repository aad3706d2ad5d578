"""A small news outlet on a loopback port for the tests of `ingest`: a feed, pages, robots.txt, and a log of requests."""
import http.server
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import unittest

CHOKEPOINT = os.environ["CHOKEPOINT"]
PAGE = """<!doctype html><html lang="en"><head><title>{title} | Example Times</title>
<meta property="article:published_time" content="{day}T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>{title}</h1>{text}</article>
<footer>All rights reserved.</footer></body></html>"""
PARAGRAPH = ("<p>{0} The ministry of commerce said on Tuesday that the new rule takes effect at once, and that "
             "exporters of the goods named in the annex must apply for a licence before they ship. Traders said "
             "they had expected the step for some weeks, and that stocks would last until the spring.</p>")


class Outlet:
    """Paths to answers: bytes or text, or a function of the request handler."""

    def __init__(self):
        self.answers, self.log, self.lock = {}, [], threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                with outer.lock:
                    outer.log.append((self.path, dict(self.headers)))
                answer = outer.answers.get(self.path)
                if callable(answer):
                    return answer(self)
                outer.send(self, 404 if answer is None else 200, answer or "")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a client that was killed is no news
        self.host = "127.0.0.1:%d" % self.server.server_port
        self.base = "http://" + self.host
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def send(handler, status, body="", headers=()):
        body = body.encode() if isinstance(body, str) else body
        handler.send_response(status)
        for key, value in headers:
            handler.send_header(key, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def paths(self):
        with self.lock:
            return [path for path, _ in self.log]

    def clear_log(self):
        with self.lock:
            self.log.clear()

    def publish(self, count, feed="/feed.xml", prefix="story"):
        """A feed of `count` articles and their pages; the feed answers conditional requests."""
        items = []
        for i in range(count):
            title, day = "Ministry tightens rule number %d" % i, "2026-01-%02d" % (5 + i % 20)
            path = "/%s-%d.html" % (prefix, i)
            self.answers[path] = PAGE.format(title=title, day=day, text="".join(
                PARAGRAPH.format("Paragraph %d of story %d in %s." % (p, i, prefix)) for p in range(4)))
            items.append("<item><title>%s</title><link>%s%s</link><guid>%s-%d</guid><description>In short: %s."
                         "</description><pubDate>%s Jan 2026 08:00:00 GMT</pubDate></item>"
                         % (title, self.base, path, prefix, i, title, day[-2:]))
        body = "<rss version='2.0'><channel><title>Example Times</title><link>%s/</link>%s</channel></rss>" % (
            self.base, "".join(items))
        tag = '"v%d"' % count

        def answer(handler):
            if handler.headers.get("If-None-Match") == tag:
                return self.send(handler, 304)
            self.send(handler, 200, body, [("ETag", tag), ("Content-Type", "application/rss+xml")])

        self.answers[feed] = answer
        return self.base + feed

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class IngestTest(unittest.TestCase):
    """One outlet and one folder with a configuration, both fresh for each test."""

    extra_config = ""

    def setUp(self):
        self.outlet = Outlet()
        self.addCleanup(self.outlet.close)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chokepoint-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.configure(self.folder)

    def configure(self, folder, fetch="", rest=""):
        folder.mkdir(exist_ok=True)
        (folder / "chokepoint.toml").write_text(
            '[store]\npath = "c.db"\n[fetch]\nspacing_ms = 0\nallow_private_hosts = ["%s"]\n%s\n%s\n'
            % (self.outlet.host, fetch, rest or self.extra_config))
        self.run_in(folder, "init")

    def command(self, folder, *args):
        return [CHOKEPOINT, "-c", str(folder / "chokepoint.toml"), *args]

    def run_in(self, folder, *args, status=0):
        done = subprocess.run(self.command(folder, *args), capture_output=True, text=True, timeout=120)
        if status is not None:
            self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def run_it(self, *args, status=0):
        return self.run_in(self.folder, *args, status=status)

    def query(self, sql, folder=None):
        db = sqlite3.connect((folder or self.folder) / "c.db")
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()
