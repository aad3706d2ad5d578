#!/usr/bin/env python3
"""A mail server on a loopback port that keeps every mail as OUT/001.eml, 002.eml ... and delivers none.

usage: smtp_sink.py OUT [--port N]     prints its host and port; smtp_sink.py --show OUT prints the mails kept there
"""
import argparse, email, email.policy, pathlib, socket, threading

from aiosmtpd.controller import Controller


class Sink:
    def __init__(self, folder, port=0):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.count = folder, 0
        if port == 0:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
        self.port = port
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()

    async def handle_DATA(self, _server, _session, envelope):
        self.count += 1
        (self.folder / ("%03d.eml" % self.count)).write_bytes(envelope.original_content or envelope.content)
        return "250 kept"

    def mails(self):
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                for path in sorted(self.folder.glob("*.eml"))]

    def close(self):
        self.controller.stop()


def show(folder):
    for path in sorted(folder.glob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = mail.get_body(("plain", "html"))
        print("-" * 100)
        for name in ("Date", "From", "To", "Subject"):
            print("%-8s %s" % (name + ":", mail[name]))
        print("\n" + (body.get_content().rstrip() if body else "") + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    if options.show:
        show(options.out)
    else:
        sink = Sink(options.out, options.port)
        print("127.0.0.1:%d" % sink.port, flush=True)
        threading.Event().wait()
