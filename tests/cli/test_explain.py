#!/usr/bin/env python3
"""explain: what the terminal, the JSON and the page tell of one document, and that they agree with classify."""
import json
import os
import subprocess
import unittest

DOCUMENT = {"id": "a", "published": "2026-01-08", "lang": "en", "title": "China bans dual-use exports to Japan's military",
            "text": "China's commerce ministry said on Tuesday it would ban exports of dual-use goods & gallium to "
                    "Japanese military users.\nIn 2010 China halted rare earth exports to Japan."}


def chokepoint(*arguments, stdin):
    return subprocess.run([os.environ["CHOKEPOINT"], *arguments], input=stdin, capture_output=True, text=True)


class Explain(unittest.TestCase):
    def explained(self, *arguments):
        run = chokepoint("explain", *arguments, stdin=json.dumps(DOCUMENT))
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout

    def test_json_tells_the_moves_that_classify_tells_with_their_reasons(self):
        explained = json.loads(self.explained("--format", "json"))
        coded = json.loads(chokepoint("classify", stdin=json.dumps(DOCUMENT)).stdout)
        told = sorted((m["type"], m["actor"], m["target"]) for m in explained["moves"] if m["told"])
        self.assertEqual(told, sorted((e["type"], e["actor"] or "", e["target"] or "") for e in coded["events"]))
        self.assertTrue(told)
        for move in explained["moves"]:
            limits = explained["limits"]
            self.assertEqual(move["told"], explained["news"] >= limits["news"]
                             and move["presence"]["p"] >= limits["presence"]
                             and (move["first"] or move["score"]["p"] >= limits["further"])
                             and not move["excluded"])
        accept = explained["candidates"][0]["decisions"][0]
        self.assertEqual(accept["head"], "accept")
        self.assertTrue(accept["weights"])

    def test_terminal_marks_the_words_and_names_the_nearest_miss(self):
        text = self.explained()
        self.assertIn("{agency CN.MOFCOM", text)
        self.assertIn("gallium{item gallium", text)
        self.assertIn("NEAREST MISS", text)

    def test_page_stands_alone_and_escapes_the_text(self):
        page = self.explained("--format", "html")
        self.assertIn("dual-use ", page)
        self.assertIn("&amp;", page)
        self.assertNotIn("<script", page)
        self.assertNotIn("http", page)

    def test_plain_text_with_its_day(self):
        run = chokepoint("explain", "--published", "2026-01-08", "--lang", "en", "--format", "json",
                         stdin="China bans gallium exports\nIt said so on Tuesday.")
        self.assertIn("2026-01-06", [m["id"] for m in json.loads(run.stdout)["marks"]])
        self.assertEqual(chokepoint("explain", "--published", "tomorrow", stdin="x").returncode, 2)


if __name__ == "__main__":
    unittest.main()
