"""Notices by mail: through a real server with TLS and AUTH, read back by Python's own mail library."""
import email.utils
import pathlib
import shutil
import tempfile
import unittest

from smtp_box import BAN, ECHO, Mailbox, StoreCase, certificate, free_port, mail_section

DESK = '[[subscription]]\nname = "desk"\nto = ["Jürgen Groß <desk@example.org>"]\ntypes = ["dual_use_ban"]\n'


class MailCase(StoreCase):
    @classmethod
    def setUpClass(cls):
        cls.keys = tempfile.mkdtemp(prefix="chokepoint-keys-")
        cls.addClassCleanup(shutil.rmtree, cls.keys, ignore_errors=True)
        cls.good, cls.elsewhere = certificate(cls.keys), certificate(cls.keys, "elsewhere.example")

    def setUp(self):
        super().setUp()
        self.box = Mailbox()
        self.cert = self.good

    def trusting(self):
        return f'ca_file = "{self.cert[0]}"\n'

    def told_once(self):
        self.assertEqual(len(self.box.mails), 1)
        self.assertEqual([a["state"] for a in self.alerts()], ["sent"])


class AsReceived(MailCase):
    def receive(self, security):
        with self.box.serve(security, self.cert) as port:
            self.configure(mail_section(port, self.folder, security, self.trusting()) + DESK)
            self.ingest(BAN)
            out, err = self.send()
            self.assertIn("sent 1,", out)
            self.assertNotIn("s3cret", out + err)
            # Told is told: neither a second round nor an echo of the news says it again.
            self.send()
            self.ingest(ECHO)
            self.send()
        self.told_once()
        return self.box.mails[0]

    def test_starttls(self):
        self.receive("starttls")
        self.assertEqual(self.box.logins[0][1:], (b"chokepoint", b"s3cret pass"))

    def test_implicit_tls(self):
        self.receive("tls")

    def test_the_mail(self):
        to, mail, raw = self.receive("starttls")
        self.assertEqual(to, "desk@example.org")
        self.assertEqual(mail.defects, [])
        self.assertEqual(mail["Subject"], "China → Japan: dual-use ban, announced (dual-use items)")
        self.assertEqual(mail["To"].addresses[0].display_name, "Jürgen Groß")
        self.assertEqual(mail["From"].addresses[0].addr_spec, "alerts@example.org")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertIn("<desk.chokepoint.example.org>", mail["List-Id"])
        self.assertRegex(mail["Message-ID"], r"^<cp\.[0-9a-f]{32}@example\.org>$")
        self.assertEqual(email.utils.parsedate_to_datetime(mail["Date"]).isoformat(), "2026-01-06T12:00:00+00:00")
        self.assertEqual([p.get_content_type() for p in mail.iter_parts()], ["text/plain", "text/html"])
        text = mail.get_body(("plain",)).get_content()
        self.assertIn("[ANNOUNCED]", text)
        self.assertIn("https://times.example/ban?a=1&b=2", text)
        self.assertIn("https://watch.example/event/E", text)
        self.assertIn("Times <of> Trade (press, en, 2026-01-06)", text)
        page = mail.get_body(("html",)).get_content()
        self.assertIn("<mark", page)
        self.assertIn("Times &lt;of&gt; Trade", page)
        self.assertIn('href="https://times.example/ban?a=1&amp;b=2"', page)
        self.assertLessEqual(max(len(line) for line in raw.split(b"\r\n")), 78)

    def test_in_words_of_the_subscription(self):
        pathlib.Path(self.folder, "desk.txt").write_text(
            "{{#events}}\n{{pair}} | {{type}} | {{what}}\n{{#sources}}\n- {{outlet}}: {{title}} <{{url}}>\n{{/sources}}\n{{/events}}\n",
            encoding="utf-8")
        pathlib.Path(self.folder, "desk.html").write_text(
            "<style>p{color:red}</style><p>{{#sources}}<a href='{{url}}'>{{outlet}}</a>{{/sources}}</p>", encoding="utf-8")
        hostile = dict(BAN, outlet="Times\r\nBcc: thief@example.org")
        with self.box.serve("starttls", self.cert) as port:
            self.configure(mail_section(port, self.folder, "starttls", self.trusting()) + DESK +
                           'subject = "{{#sources}}{{outlet}}{{/sources}}: {{actor_code}}>{{target_code}} {{type}}"\n'
                           'text_template = "desk.txt"\nhtml_template = "desk.html"\n')
            self.ingest(hostile)
            self.send()
        _, mail, _ = self.box.mails[0]
        self.assertEqual(mail.defects, [])
        self.assertIsNone(mail["Bcc"])
        self.assertRegex(mail["Subject"], r"^Times +Bcc: thief@example.org: CN>JP dual-use ban$")
        text = mail.get_body(("plain",)).get_content()
        self.assertIn("China → Japan | dual-use ban | new: announced, 2026-01-06", text)
        self.assertIn("<https://times.example/ban?a=1&b=2>", text)
        self.assertIn("<a href='https://times.example/ban?a=1&amp;b=2'>", mail.get_body(("html",)).get_content())

    def test_one_event_is_one_thread(self):
        with self.box.serve("starttls", self.cert) as port:
            self.configure(mail_section(port, self.folder, "starttls", self.trusting()) + DESK)
            self.ingest(BAN)
            self.send()
            later = dict(BAN, id="force", published="2026-01-08", first_seen="2026-01-08T09:00:00Z",
                         title="China's ban on dual-use exports to Japan takes effect",
                         text="China's ban on exports of dual-use items to Japan, announced on January 6, 2026, took "
                              "effect on Thursday. The prohibition of exports of dual-use items to Japan is now in "
                              "force, the Ministry of Commerce said.")
            self.ingest(later, now="2026-01-08T12:00:00Z")
            self.send(now="2026-01-08T12:00:00Z")
        first, second = (mail for _, mail, _ in self.box.mails)
        self.assertEqual(second["In-Reply-To"], first["Message-ID"])
        self.assertEqual(second["References"], first["Message-ID"])
        self.assertNotEqual(second["Message-ID"], first["Message-ID"])

    def test_several_recipients_fail_alone(self):
        self.box.rcpt["gone@example.org"] = "550 5.1.1 no such user"
        with self.box.serve("starttls", self.cert) as port:
            self.configure(mail_section(port, self.folder, "starttls", self.trusting()) +
                           DESK.replace('["', '["gone@example.org", "'))
            self.ingest(BAN)
            _, err = self.send(status=1)
            self.assertIn("refused by gone@example.org", err)
            self.assertIn("no such user", err)
            self.send()
        self.told_once()


class FailureClasses(MailCase):
    """Each mood of a server: what is said of it, and that the mail arrives once the server has come round."""

    store = None  # with the ban in it, made once

    def ingest(self, *documents, **more):
        if self.store is None:
            super().ingest(*documents, **more)
            type(self).store = pathlib.Path(self.folder, "store.db").read_bytes()
        pathlib.Path(self.folder, "store.db").write_bytes(self.store)

    def fails(self, said, security="starttls", more=None, port=None):
        with self.box.serve(security, self.cert) as open_port:
            more = self.trusting() if more is None else more
            self.configure(mail_section(port or open_port, self.folder, security, more) + DESK)
            self.ingest(BAN)
            out, err = self.send(status=1)
        self.assertIn(said, err)
        self.assertNotIn("s3cret", out + err)
        return err

    def recovers(self, *args, now="2026-01-06T13:00:00Z"):
        self.box.rcpt, self.box.data, self.box.slow, self.box.drop_after_data = {}, {}, 0, False
        with self.box.serve("starttls", self.cert) as port:
            self.configure(mail_section(port, self.folder, "starttls", self.trusting()) + DESK)
            self.send(*args, now=now)

    def test_refused_address_is_kept_and_not_tried_again(self):
        self.box.rcpt["*"] = "550 5.1.1 no such user"
        self.fails("refused by desk@example.org")
        self.assertEqual([a["state"] for a in self.alerts()], ["failed"])
        self.recovers()
        self.assertEqual(self.box.mails, [])
        self.recovers("--retry-failed")
        self.told_once()

    def test_an_address_that_refuses_is_trouble_until_it_takes_something(self):
        now = ("--now", "2026-01-06T12:05:00Z")
        self.box.rcpt["*"] = "550 5.1.1 no such user"
        self.fails("refused by desk@example.org")
        out, _ = self.run_("status", *now, status=1)
        self.assertRegex(out, r"TROUBLE: desk@example.org refuses what subscription desk is told \(1 message so far\): .*no such user")
        config = pathlib.Path(self.folder, "chokepoint.toml")
        text = config.read_text(encoding="utf-8")
        config.write_text(text.replace("desk@example.org", "new@example.org"), encoding="utf-8")
        self.assertIn("all is well", self.run_("status", *now)[0])
        self.recovers("--retry-failed")
        self.assertIn("all is well", self.run_("status", *now)[0])

    def test_refused_message(self):
        self.box.data["*"] = "554 5.7.1 we do not like it"
        self.fails("refused by desk@example.org")
        self.assertEqual([a["state"] for a in self.alerts()], ["failed"])

    def test_come_back_later(self):
        self.box.rcpt["*"] = "450 4.2.0 greylisted"
        self.fails("greylisted")
        self.assertEqual([a["state"] for a in self.alerts()], ["queued"])
        self.recovers(now="2026-01-06T12:00:30Z")  # the wait is not over
        self.assertEqual(self.box.mails, [])
        self.recovers()
        self.told_once()

    def test_a_dry_run_shows_what_waits_and_what_would_be_tried_again(self):
        self.box.rcpt["*"] = "450 4.2.0 greylisted"
        self.fails("greylisted")
        before = self.run_("sql", "SELECT * FROM delivery_targets, alerts")
        subject = "desk: China → Japan: dual-use ban, announced (dual-use items)\n"
        early, due = "2026-01-06T12:00:30Z", "2026-01-06T13:00:00Z"
        out, _ = self.send("--dry-run", now=early)
        self.assertIn("later, 2026-01-06T12:01:00Z: " + subject[:-1], out)
        self.assertIn("nothing would go out now", out)
        for more, now in (((), due), (("--now-too",), early)):
            out, _ = self.send("--dry-run", *more, now=now)
            self.assertTrue(out.startswith(subject), out)
            self.assertRegex(out, "to desk@example.org, again after: .*greylisted")
            self.assertNotIn("nothing would go out", out)
        self.assertEqual(self.run_("sql", "SELECT * FROM delivery_targets, alerts"), before)

    def test_a_dry_run_shows_what_retry_failed_would_send(self):
        self.box.rcpt["*"] = "550 5.1.1 no such user"
        self.fails("refused by desk@example.org")
        out, _ = self.send("--dry-run")
        self.assertIn("nothing would go out now", out)
        out, _ = self.send("--dry-run", "--retry-failed")
        self.assertRegex(out, "to desk@example.org, again after: .*no such user")
        self.assertEqual([a["state"] for a in self.alerts()], ["failed"])

    def test_full_disk_at_theirs(self):
        self.box.data["*"] = "452 4.3.1 insufficient storage"
        self.fails("not sent yet to desk@example.org")
        self.recovers()
        self.told_once()

    def test_dropped_after_data_comes_again_under_the_same_id(self):
        self.box.drop_after_data = True
        self.fails("not sent yet to desk@example.org")
        self.recovers()
        ids = [mail["Message-ID"] for _, mail, _ in self.box.mails]
        self.assertEqual(len(ids), 2)
        self.assertEqual(len(set(ids)), 1)
        self.assertEqual([a["state"] for a in self.alerts()], ["sent"])

    def test_slow_server(self):
        self.box.slow = 3
        self.fails("not sent yet to desk@example.org", more=self.trusting() + "timeout = 1\n")
        self.recovers()
        self.assertEqual([a["state"] for a in self.alerts()], ["sent"])

    def test_certificate_nobody_vouches_for(self):
        self.fails("certificate", more="")
        self.assertEqual(self.box.logins, [])
        self.recovers()
        self.told_once()

    def test_certificate_of_another_host(self):
        self.cert = self.elsewhere
        self.fails("not sent yet")
        self.assertEqual(self.box.logins, [])

    def test_server_without_tls_gets_no_password(self):
        with self.box.serve("none") as port:
            self.configure(mail_section(port, self.folder, "starttls", self.trusting()) + DESK)
            self.ingest(BAN)
            self.send(status=1)
        self.assertEqual((self.box.logins, self.box.mails), ([], []))

    def test_wrong_password_is_no_reason_to_give_up(self):
        with self.box.serve("starttls", self.cert) as port:
            self.configure(mail_section(port, self.folder, "starttls", self.trusting()) + DESK)
            pathlib.Path(self.folder, "password").write_text("wrong\n", encoding="utf-8")
            self.ingest(BAN)
            _, err = self.send(status=1)
        self.assertNotIn("wrong", err)
        self.assertEqual([a["state"] for a in self.alerts()], ["queued"])
        self.recovers()
        self.told_once()

    def test_nobody_listens(self):
        self.fails("not sent yet to desk@example.org", port=free_port())
        self.recovers()
        self.told_once()

    def test_missing_secret(self):
        with self.box.serve("starttls", self.cert) as port:
            self.configure(mail_section(port, self.folder, "starttls", self.trusting()) + DESK)
            pathlib.Path(self.folder, "password").unlink()
            self.ingest(BAN)
            _, err = self.send(status=1)
        self.assertIn("cannot read the secret", err)
        self.recovers()
        self.told_once()


class Order(MailCase):
    def test_a_later_notice_waits_for_the_earlier_one(self):
        self.box.rcpt["*"] = "451 4.0.0 not now"
        probe = dict(BAN, id="probe", first_seen="2026-01-07T09:00:00Z", published="2026-01-07",
                     title="Japan opens an anti-dumping investigation into Chinese steel",
                     text="Japan's Ministry of Economy, Trade and Industry announced on January 7, 2026 that it opened "
                          "an anti-dumping investigation into imports of steel from China.")
        with self.box.serve("starttls", self.cert) as port:
            desk = DESK.replace('"dual_use_ban"', '"dual_use_ban", "anti_dumping_probe"')
            self.configure(mail_section(port, self.folder, "starttls", self.trusting()) + desk)
            self.ingest(BAN)
            self.send(status=1)
            self.ingest(probe, now="2026-01-07T12:00:00Z")
            self.box.rcpt = {}
            self.send(now="2026-01-06T12:00:10Z", status=0)
            self.assertEqual(self.box.mails, [])
            self.send(now="2026-01-07T12:30:00Z")
        subjects = [mail["Subject"] for _, mail, _ in self.box.mails]
        self.assertEqual(len(subjects), 2)
        self.assertIn("dual-use ban", subjects[0])
        self.assertIn("anti-dumping probe", subjects[1])


if __name__ == "__main__":
    unittest.main()
