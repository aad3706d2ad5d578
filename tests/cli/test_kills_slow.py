"""`ingest` killed at twenty random moments and started again leaves the store of an undisturbed run."""
import random
import signal
import subprocess
import time
import unittest

from outlet import IngestTest

NOW = "2026-01-28T12:00:00Z"


class Kills(IngestTest):
    def contents(self, folder):
        """Everything that must not depend on how often the run was killed."""
        return (self.query("SELECT name, title, published, first_seen, stub, version, text FROM documents ORDER BY name",
                           folder),
                self.query("SELECT feed, document, first_seen, state FROM feed_entries ORDER BY feed, document", folder),
                self.query("SELECT count(*) FROM inbox", folder))

    def test_a_run_killed_anywhere_and_started_again_leaves_the_same_store(self):
        feeds = [self.outlet.publish(8, "/%s.xml" % name, name) for name in ("a", "b", "c")]
        calm = self.folder / "calm"
        self.configure(calm)
        for feed in feeds:
            self.run_in(calm, "feeds", "add", feed)
        start = time.monotonic()
        self.run_in(calm, "ingest", "--now", NOW)
        whole = time.monotonic() - start
        expected = self.contents(calm)
        self.assertEqual(len(expected[0]), 24)
        chance = random.Random(7)
        for attempt in range(20):
            folder = self.folder / ("killed-%d" % attempt)
            self.configure(folder)
            for feed in feeds:
                self.run_in(folder, "feeds", "add", feed)
            victim = subprocess.Popen(self.command(folder, "ingest", "--now", NOW),
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(whole * chance.random())
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            self.run_in(folder, "ingest", "--now", NOW)
            self.assertEqual(self.contents(folder), expected, "attempt %d" % attempt)


if __name__ == "__main__":
    unittest.main()
