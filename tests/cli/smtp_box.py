"""A real SMTP server on a loopback port, with TLS, AUTH and the moods of real servers; and a store to send from."""
import asyncio
import contextlib
import email
import email.policy
import json
import logging
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import unittest
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

warnings.simplefilter("ignore")  # of requiring AUTH on a port that is encrypted from the start
logging.getLogger("mail.log").setLevel(logging.CRITICAL)
CHOKEPOINT = os.environ["CHOKEPOINT"]
BAN = {"id": "ban", "published": "2026-01-06", "lang": "en", "url": "https://times.example/ban?a=1&b=2",
       "outlet": "Times <of> Trade", "tier": "press", "first_seen": "2026-01-06T09:00:00Z",
       "title": "China to ban exports of dual-use items to Japan",
       "text": "China's Ministry of Commerce announced on January 6, 2026 that it will ban exports of dual-use items to "
               "Japan from January 8, 2026.\nThe ban, announced on Tuesday, takes effect on January 8, 2026."}
# The same move from another outlet: no change, so no notice.
ECHO = dict(BAN, id="echo", outlet="Herald", url="https://herald.example/1", first_seen="2026-01-06T10:00:00Z",
            text="China's commerce ministry said in a notice on its web site that it will ban exports of dual-use "
                 "items to Japan from January 8, 2026. The ban was announced on January 6, 2026, the official news agency reported.")


def certificate(folder, host="localhost"):
    """A self-signed certificate for `host` and 127.0.0.1."""
    names = f"subjectAltName=DNS:{host}" + (",IP:127.0.0.1" if host == "localhost" else "")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-keyout", f"{folder}/{host}.key", "-out", f"{folder}/{host}.pem", "-days", "2",
                    "-subj", f"/CN={host}", "-addext", names], check=True, capture_output=True)
    return f"{folder}/{host}.pem", f"{folder}/{host}.key"


class Mailbox:
    """Keeps what arrives. `rcpt` and `data` map an address (or "*") to the answer given instead of 250."""

    def __init__(self):
        self.mails, self.logins, self.rcpt, self.data = [], [], {}, {}
        self.drop_after_data = False  # takes the mail, then hangs up without a word
        self.slow = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.rcpt.get(address, self.rcpt.get("*"))
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self.data.get("*")
        if answer:
            return answer
        if self.slow:
            await asyncio.sleep(self.slow)
        mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        self.mails.append((envelope.rcpt_tos[0], mail, envelope.original_content))
        if self.drop_after_data:
            server.transport.abort()
        return "250 OK"

    def login(self, server, session, envelope, mechanism, auth_data):
        self.logins.append((mechanism, auth_data.login, auth_data.password))
        return AuthResult(success=auth_data.login == b"chokepoint" and auth_data.password == b"s3cret pass")

    @contextlib.contextmanager
    def serve(self, security, cert=None):
        """Yields the port."""
        context = None
        if cert:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*cert)
        options = {"hostname": "127.0.0.1", "port": free_port()}
        if security != "none":
            options.update(authenticator=self.login, auth_required=True)
        if security == "starttls":
            options.update(tls_context=context, require_starttls=True)
        if security == "tls":
            options.update(ssl_context=context, auth_require_tls=False)
        controller = Controller(self, **options)
        controller.start()
        try:
            yield controller.port
        finally:
            controller.stop()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class StoreCase(unittest.TestCase):
    """A folder with a configuration and a store."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="chokepoint-alerts-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def configure(self, text):
        path = pathlib.Path(self.folder, "chokepoint.toml")
        path.write_text('[store]\npath = "store.db"\n' + text, encoding="utf-8")

    def run_(self, *args, status=0, **more):
        """Runs chokepoint; answers (standard output, standard error)."""
        done = subprocess.run([CHOKEPOINT, "-c", f"{self.folder}/chokepoint.toml", *args], capture_output=True,
                              text=True, timeout=120, **more)
        if status is not None:
            self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout, done.stderr

    def ingest(self, *documents, now="2026-01-06T12:00:00Z"):
        lines = "".join(json.dumps(d) + "\n" for d in documents)
        if not pathlib.Path(self.folder, "store.db").exists():
            self.run_("init")
        return self.run_("ingest", "--jsonl", "-", "--now", now, input=lines)

    def alerts(self, *args):
        return [json.loads(line) for line in self.run_("alerts", "list", "--format", "jsonl", *args)[0].splitlines()]

    def send(self, *args, now="2026-01-06T12:00:00Z", status=0):
        return self.run_("alerts", "send", "--now", now, *args, status=status)


def mail_section(port, folder=None, security="starttls", more=""):
    login = ""
    if security != "none":
        pathlib.Path(folder, "password").write_text("s3cret pass\n", encoding="utf-8")
        login = 'user = "chokepoint"\npassword_file = "password"\n'
    return (f'[mail]\nserver = "localhost"\nport = {port}\nsecurity = "{security}"\n{login}'
            f'from = "Chokepoint Überwachung <alerts@example.org>"\npage = "https://watch.example"\n{more}')
