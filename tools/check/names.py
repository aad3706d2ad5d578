#!/usr/bin/env python3
"""Names that two sources of one folder both have for themselves, as a build in batches (CHOKEPOINT_BATCHES) compiles them
together; and types of one name in two headers, which the linker would silently take for one.

usage: names.py SOURCE_DIR      exits 1 and prints file:line for each name that is taken
"""
import pathlib
import re
import sys

FOLDERS = ["models/core", "models/engine", "feeds", "storage", "pipeline", "tools/chokepoint", "tests/core", "tests/models",
           "tests/feeds", "tests/storage", "tests/pipeline"]
TYPE = re.compile(r"^(?:struct|class|enum(?: class)?) (\w+)[^;]*$|^using (\w+) =(.*)")
HEADER_TYPE = re.compile(r"^(?:struct|class|enum class) (\w+)[^;]*$")
VALUE = re.compile(r"^(?:constexpr|const|static|inline|thread_local)\b[^()]*?\b(\w+)(?:\[\w*\])?\s*(?:=|\{|$)")
FUNCTION = re.compile(r"^(?!namespace|using|struct|class|enum|TEST_CASE|template)[\w:][\w:<>,&*\s]*?[\s&*](\w+)\((.*)$")


def own(text):
    """(line number, text to the end of the declaration's head) of each line at the margin of a nameless namespace."""
    lines, inside = text.split("\n"), False
    for n, line in enumerate(lines):
        if line.startswith("namespace {"):
            inside = True
        elif line.startswith("}  // namespace") and not line[15:].strip():
            inside = False
        elif inside and re.match(r"[A-Za-z]", line):
            head = line
            for more in lines[n + 1:n + 8]:
                if head.count("(") <= head.count(")"):
                    break
                head += " " + more.strip()
            yield n + 1, head


def parameters(text):
    """The types of a function's parameters, names and defaults taken off."""
    depth, end = 1, 0
    while end < len(text) and depth:
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    kept, depth = [""], 0
    for c in text[:end - 1]:
        depth += {"<": 1, ">": -1, "(": 1, ")": -1}.get(c, 0)
        if c == "," and depth == 0:
            kept.append("")
        else:
            kept[-1] += c
    bare = (re.sub(r"=.*", "", p).strip() for p in kept)
    return tuple(re.sub(r"\s+", "", re.sub(r"(?<=[\w>&*\s])\b\w+$", "", p) if " " in p or "&" in p else p) for p in bare)


def names(path):
    for line, head in own(path.read_text()):
        if found := TYPE.match(head):
            yield line, found[1] or found[2], found[3] or ""
        elif found := FUNCTION.match(head):
            yield line, found[1], parameters(found[2])
        elif found := VALUE.match(head):
            yield line, found[1], ""


def shared_types(root):
    first = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.h")):
            for n, line in enumerate(path.read_text().split("\n"), 1):
                found = HEADER_TYPE.match(line)
                if found and first.setdefault(found[1], path) != path:
                    yield "%s:%d: the type '%s' has a namesake in %s; give one of them a name of its own" % (
                        path.relative_to(root), n, found[1], first[found[1]].relative_to(root))


def main(root):
    wrong = list(shared_types(root))
    for folder in FOLDERS:
        first = {}
        for path in sorted((root / folder).glob("*.cpp")):
            for line, name, types in names(path):
                # Overloads differ in their parameters; aliases of one thing may be repeated, all others not.
                other, said = first.setdefault((name, types if isinstance(types, tuple) else ""), (path, types))
                if other != path and (said != types or not isinstance(types, str) or not types):
                    wrong.append("%s:%d: '%s' has a namesake in %s; give one of them a name of its own"
                                 % (path.relative_to(root), line, name, other.name))
    print("\n".join(wrong) or "no two sources of a folder have the same name for themselves")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
