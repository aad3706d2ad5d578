#!/usr/bin/env python3
"""Write the man pages of the commands an operator meets, and of the configuration, from what the program and its manual say.

usage: manual.py BINARY docs/cli.md FOLDER
"""
import pathlib, re, subprocess, sys, tempfile

COMMANDS = ["init", "feeds", "ingest", "events", "event", "alerts", "run", "status", "doctor", "metrics", "export", "replay", "db"]


def ask(binary, *args):
    return subprocess.run([binary, *args, "--help"], capture_output=True, text=True, check=True).stdout


def roff(text):
    """Plain text as troff takes it: no line is a request, no backslash or hyphen is lost."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.M)


def prose(markdown):
    """A section of the manual: paragraphs, lists and code, in troff."""
    out = []
    for block in re.split(r"\n\s*\n", markdown.strip()):
        if block.startswith("```"):
            out.append(".PP\n.nf\n%s\n.fi" % roff(re.sub(r"^```.*\n?", "", block, flags=re.M)))
            continue
        if block.startswith("|"):
            rows = [[c.strip(" `") for c in line.strip("|").split("|")] for line in block.splitlines() if not re.match(r"^\|[-| ]+$", line)]
            out += [".TP\n.B %s\n%s" % (roff(r[0]), roff("; ".join(r[1:]))) for r in rows[1:]]
            continue
        text = re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", " ".join(block.split()))
        out.append(".PP\n" + re.sub(r"`([^`]+)`", r"\\fB\1\\fR", roff(text)))
    return "\n".join(out)


def options(help_text):
    """The options and subcommands of a --help page, each with what it does."""
    out = []
    for line in help_text.split("\n\n", 1)[-1].splitlines():
        entry = re.match(r"^  (\S.*?)(?:  +(\S.*))?$", line)
        if line.endswith(":") and not line.startswith(" "):
            out.append(".SS %s" % roff(line[:-1]))
        elif entry:
            out.append(".TP\n.B %s" % roff(entry[1]) + ("\n" + roff(entry[2]) if entry[2] else ""))
        elif line.strip():
            out.append(roff(line.strip()))
    return "\n".join(out)


def page(name, section, summary, parts):
    out = ['.TH %s %s "" "Chokepoint" "%s"' % (name.upper(), section, "User Commands" if section == "1" else "File Formats"),
           ".SH NAME\n%s \\- %s" % (name, roff(summary))]
    return "\n".join(out + [".SH %s\n%s" % (title, body) for title, body in parts]) + "\n"


def of_command(binary, command, manual):
    help_text = ask(binary, command)
    parts = [("SYNOPSIS", ".B chokepoint\n[\\fB\\-c\\fR \\fIFILE\\fR] \\fB%s\\fR [\\fIOPTIONS\\fR]" % command),
             ("DESCRIPTION", prose(manual[command])), ("OPTIONS", options(help_text))]
    for sub in re.findall(r"^  ([a-z][a-z-]+)(?: |$)", help_text.partition("Subcommands:")[2], flags=re.M):
        parts.append(("%s %s" % (command.upper(), sub.upper()), options(ask(binary, command, sub))))
    parts.append(("SEE ALSO", ".BR chokepoint (1),\n.BR chokepoint.toml (5)"))
    summary = help_text.splitlines()[0]
    return page("chokepoint-" + command, "1", summary[0].lower() + summary[1:], parts)


def of_configuration(binary):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "chokepoint.toml")
        subprocess.run([binary, "-c", str(file), "init"], check=True, capture_output=True)
        sample = file.read_text(encoding="utf-8")
    return page("chokepoint.toml", "5", "the configuration of chokepoint", [
        ("DESCRIPTION", "A TOML file. Every key, with its default, as\n.B chokepoint init\nwrites it. Relative paths are relative to the "
         "folder of the file. An unknown key or a wrong value is named with its line and column, and nothing is done.\n.PP\n.nf\n%s\n.fi"
         % roff(sample)), ("SEE ALSO", ".BR chokepoint (1),\n.BR chokepoint\\-alerts (1)")])


def main(binary, cli, folder):
    sections = re.split(r"^### ", pathlib.Path(cli).read_text(encoding="utf-8"), flags=re.M)[1:]
    manual = {s.split("\n", 1)[0].strip(): s.split("\n", 1)[1].split("\n## ")[0] for s in sections}
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for command in COMMANDS:
        (folder / ("chokepoint-%s.1" % command)).write_text(of_command(binary, command, manual), encoding="utf-8")
    (folder / "chokepoint.toml.5").write_text(of_configuration(binary), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
