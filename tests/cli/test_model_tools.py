#!/usr/bin/env python3
"""The analyst's commands: a type and a language of one's own, laid over the model as shipped."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest


def chokepoint(*arguments, stdin=""):
    return subprocess.run([os.environ["CHOKEPOINT"], *arguments], input=stdin, capture_output=True, text=True)


class ModelTools(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.overlay = pathlib.Path(folder.name)

    def mine(self, *arguments, stdin=""):
        return chokepoint("--models", str(self.overlay), *arguments, stdin=stdin)

    def test_a_new_type_is_sound_and_a_document_tells_it(self):
        self.assertEqual(self.mine("model", "new", "type", "export_tax_holiday").returncode, 0)
        check = self.mine("model", "check")
        self.assertEqual(check.returncode, 0, check.stderr)
        self.assertIn("export_tax_holiday\t", self.mine("model", "list", "types").stdout)
        document = {"id": "a", "published": "2026-01-06", "title": "China announces export tax holiday",
                    "text": "China announced an export tax holiday on Monday."}
        coded = json.loads(self.mine("classify", stdin=json.dumps(document)).stdout)
        self.assertIn("export_tax_holiday", [e["type"] for e in coded["events"]])

    def test_a_new_language_is_sound(self):
        self.assertEqual(self.mine("model", "new", "language", "it").returncode, 0)
        listed = self.mine("model", "list", "languages")
        self.assertIn("\nit\t", listed.stdout, listed.stderr)

    def test_what_exists_or_is_no_name_is_refused_and_nothing_written(self):
        for name in ("export_ban", "Export Ban", "../x"):
            refused = self.mine("model", "new", "type", name)
            self.assertEqual(refused.returncode, 2)
            self.assertIn(name, refused.stderr)
        self.assertEqual(list(self.overlay.iterdir()), [])

    def test_a_wrong_case_fails_with_its_place(self):
        self.assertEqual(self.mine("model", "new", "type", "export_tax_holiday").returncode, 0)
        rules = self.overlay / "rules" / "export_tax_holiday.toml"
        rules.write_text(rules.read_text().replace("announced a export tax holiday", "went home"))
        tested = self.mine("model", "test")
        self.assertEqual(tested.returncode, 1)
        self.assertIn(f"{rules}:7:1: 'The ministry went home on Monday.'", tested.stdout)


if __name__ == "__main__":
    unittest.main()
