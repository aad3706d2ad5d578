"""Completion in the three shells, each asked as a person at its prompt would; and that the man pages are made and read well."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

CHOKEPOINT = os.environ["CHOKEPOINT"]
PACKAGING = pathlib.Path(os.environ["SOURCE_DIR"], "packaging")

BASH = """source {packaging}/chokepoint.bash
COMP_WORDS=({words}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
[ -n "{open}" ] && COMP_WORDS+=("") COMP_CWORD=$((COMP_CWORD + 1))
_chokepoint; printf '%s\\n' "${{COMPREPLY[@]}}"
"""
# zsh completes only at a prompt: here what its completion system would be handed is printed.
ZSH = """_describe() {{ print -l -- ${{(P)2}} }}
compadd() {{ print -l -- ${{(P)2}} }}
_files() {{ print files }}
words=({words}) CURRENT=$#words
[ -n "{open}" ] && words+=("") CURRENT=$((CURRENT + 1))
PREFIX=$words[CURRENT]
source {packaging}/chokepoint.zsh
"""


class Completion(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="chokepoint-completion-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        os.symlink(CHOKEPOINT, cls.folder + "/chokepoint")
        shutil.copy(PACKAGING / "chokepoint.zsh", cls.folder + "/_chokepoint")
        cls.env = dict(os.environ, PATH=cls.folder + ":" + os.environ["PATH"], HOME=cls.folder, XDG_CONFIG_HOME=cls.folder,
                       XDG_DATA_HOME=cls.folder, TERM="dumb")

    def ask(self, *args, **more):
        done = subprocess.run(args, capture_output=True, text=True, env=self.env, cwd=self.folder, timeout=120, **more)
        return done.stdout

    def bash(self, line):
        return self.ask("bash", "-c", BASH.format(packaging=PACKAGING, words=line, open=line.endswith(" ") and "1" or ""))

    def fish(self, line):
        return self.ask("fish", "-N", "-c", f"source {PACKAGING}/chokepoint.fish; complete -C '{line}'")

    def zsh(self, line):
        offered = self.ask("zsh", "-f", "-c", ZSH.format(packaging=PACKAGING, words=line, open=line.endswith(" ") and "1" or ""))
        typed = line.split(" ")[-1]  # zsh itself drops what does not begin so
        return "\n".join(word for word in offered.splitlines() if word.startswith(typed))

    def check(self, complete):
        commands = complete("chokepoint al")
        self.assertIn("alerts", commands)
        self.assertNotIn("doctor", commands)
        subcommands = complete("chokepoint -c desk.toml alerts ")
        for word in ("list", "send", "explain"):
            self.assertIn(word, subcommands)
        self.assertIn("--retry-failed", complete("chokepoint alerts send --re"))
        self.assertIn("withdrawn", complete("chokepoint alerts list --state w"))

    def test_bash(self):
        self.check(self.bash)

    def test_fish(self):
        self.check(self.fish)
        self.assertIn("Send what is due", self.fish("chokepoint alerts s"))

    def test_zsh(self):
        self.check(self.zsh)
        self.assertIn("send:Send what is due", self.zsh("chokepoint alerts s"))
        self.assertIn("files", self.zsh("chokepoint classify ").splitlines())
        known = self.ask("zsh", "-f", "-c", f"fpath=({self.folder} $fpath); autoload -U compinit; compinit -u -d {self.folder}/dump; "
                                            "print $_comps[chokepoint]")
        self.assertEqual(known, "_chokepoint\n")


class Manual(unittest.TestCase):
    def test_each_page_is_made_and_well_formed(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["/usr/bin/python3", PACKAGING / "manual.py", CHOKEPOINT, PACKAGING.parent / "docs/cli.md", folder], check=True)
            pages = sorted(pathlib.Path(folder).iterdir()) + [PACKAGING / "chokepoint.1"]
            self.assertIn("chokepoint.toml.5", [p.name for p in pages])
            for page in pages:
                text = page.read_text(encoding="utf-8")
                self.assertRegex(text, r'^\.TH ')
                requests = {line.split()[0] for line in text.splitlines() if line.startswith((".", "'"))}
                self.assertLessEqual(requests, {".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".BR", ".I", ".nf", ".fi"}, page.name)
            alerts = pathlib.Path(folder, "chokepoint-alerts.1").read_text(encoding="utf-8")
            self.assertIn("ALERTS SEND", alerts)
            self.assertIn("\\-\\-retry\\-failed", alerts)
            named = set(re.findall(r"chokepoint\\-([a-z]+) \(1\)", (PACKAGING / "chokepoint.1").read_text(encoding="utf-8")))
            self.assertLessEqual(named, {p.stem.removeprefix("chokepoint-") for p in pages})


if __name__ == "__main__":
    unittest.main()
