"""What the documents name exists: commands and options of docs/cli.md, files of CONTRIBUTING.md, links of every page."""
import os
import pathlib
import re
import subprocess
import unittest

CHOKEPOINT = os.environ["CHOKEPOINT"]
ROOT = pathlib.Path(os.environ["SOURCE_DIR"])
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def run(*args):
    return subprocess.run([CHOKEPOINT, *args], capture_output=True, text=True, timeout=60)


class Docs(unittest.TestCase):
    def test_each_command_of_the_manual_exists_with_its_options(self):
        manual = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
        sections = re.split(r"^### ", manual, flags=re.M)[1:]
        self.assertGreater(len(sections), 10)
        for section in sections:
            heading, text = section.split("\n", 1)
            helped = run(heading, "--help")
            self.assertEqual(helped.returncode, 0, heading)
            known = helped.stdout
            for sub in re.findall(r"^  ([a-z][a-z-]+) ", known.split("Subcommands:")[-1], flags=re.M):
                known += run(heading, sub, "--help").stdout
            for option in set(re.findall(r"(--[a-z][a-z-]+)", text.split("\n## ")[0])):
                with self.subTest(command=heading, option=option):
                    self.assertTrue(option in known or option in run("--help").stdout)

    def test_links_lead_somewhere(self):
        for page in PAGES:
            for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
                if not link.startswith("http"):
                    with self.subTest(page=page.name, link=link):
                        self.assertTrue((page.parent / link).exists())

    def test_files_to_edit_exist(self):
        table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Working on")[0]
        for path in re.findall(r"`([a-z_]+/[A-Za-z_/.*]+)`", table):
            if re.search(r"NAME|LANG|XX|TYPE|FOLDER", path):
                path = re.split(r"[^/]*(?:NAME|LANG|XX|TYPE|FOLDER)", path)[0]
            with self.subTest(path=path):
                self.assertTrue(list(ROOT.glob(path.rstrip("/"))), path)


if __name__ == "__main__":
    unittest.main()
