#!/usr/bin/env python3
"""Serve the demo outlets on a loopback port, with ETag, Last-Modified and 304, and note each request.

usage: serve.py OUT [--port N]     writes OUT/site, OUT/outlets.tsv (id, feed, outlet, lang, country, tier), OUT/requests.log
"""
import argparse, hashlib, http.server, json, pathlib, threading
import email.utils

import build_site


class Site:
    """The site, served by a thread for each connection until close()."""

    def __init__(self, folder, port=0):
        self.folder, self.root, self.lock = folder, folder / "site", threading.Lock()
        self.root.mkdir(parents=True, exist_ok=True)
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.answer(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a client that went away is no news
        self.host = "127.0.0.1:%d" % self.server.server_port
        self.outlets = build_site.build(self.root, "http://" + self.host)
        self.types = json.loads((self.root / "types.json").read_text())
        (folder / "outlets.tsv").write_text("".join(
            "\t".join((o["id"], o["feed_url"], o["name"], o["lang"], o["country"], o["tier"])) + "\n"
            for o in self.outlets), encoding="utf-8")
        (folder / "requests.log").write_text("")

    def answer(self, request):
        path = request.path.split("?")[0].lstrip("/")
        path += "index.html" if path.endswith("/") else ""
        if path not in self.types:
            return self.send(request, 404, b"", {})
        body = (self.root / path).read_bytes()
        tag = '"%s"' % hashlib.sha1(body).hexdigest()[:16]
        changed = email.utils.formatdate((self.root / path).stat().st_mtime, usegmt=True)
        headers = {"ETag": tag, "Last-Modified": changed, "Content-Type": self.types[path]}
        asked = request.headers.get("If-None-Match")
        fresh = tag in asked if asked else request.headers.get("If-Modified-Since") == changed
        return self.send(request, 304, b"", headers) if fresh else self.send(request, 200, body, headers)

    def send(self, request, status, body, headers):
        with self.lock, open(self.folder / "requests.log", "a", encoding="utf-8") as log:
            log.write("%d %s\n" % (status, request.path))
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        if status != 304:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def start(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def close(self):
        self.server.shutdown()
        self.server.server_close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    served = Site(options.out, options.port)
    print(served.host, flush=True)
    served.server.serve_forever()
