#!/usr/bin/env python3
"""Hold the arrows of docs/design.md: which folder may include which, and which third-party header lives where.

usage: includes.py SOURCE_DIR      exits 1 and prints file:line for each include that breaks the rule
"""
import pathlib, re, sys

MAY = {
    "models/core": {"models/core"},
    "models/engine": {"models/core", "models/engine"},
    "feeds": {"models/core", "feeds"},
    "storage": {"models/core", "storage"},
    "pipeline": {"models/core", "models/engine", "feeds", "storage", "pipeline"},
    "tools/chokepoint": {"models/core", "models/engine", "feeds", "storage", "pipeline", "tools/chokepoint"},
}
# third-party header prefix -> folders that may see it
HOMES = {
    "curl/": {"feeds", "pipeline"},
    "pugixml": {"feeds", "models/core"},
    "unicode/": {"models/core"},
    "re2/": {"models/core", "models/engine"},
    "SQLiteCpp": {"storage"}, "sqlite3": {"storage"},
    "toml++": {"models/core"}, "cld2": {"models/core"},
    "myhtml/": {"feeds"}, "modest/": {"feeds"}, "libpsl": {"models/core", "feeds"}, "zstd": {"storage", "feeds"}, "brotli/": {"feeds"},
    "uchardet/": {"models/core"},
    "microhttpd": {"pipeline"}, "CLI/": {"tools/chokepoint"}, "openssl/": {"models/core"}, "libdeflate": {"feeds"}, "lbfgs": {"models/engine"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def folder_of(path):
    for f in sorted(MAY, key=len, reverse=True):
        if path == f or path.startswith(f + "/"):
            return f
    return None


def main(root):
    root, wrong = pathlib.Path(root), []
    for folder, allowed in MAY.items():
        for path in sorted([*(root / folder).glob("*.h"), *(root / folder).glob("*.cpp")]):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                m = INCLUDE.match(line)
                if not m:
                    continue
                header = m[2]
                if m[1] == '"':
                    target = folder_of(header)
                    if target is None:
                        wrong.append(f"{path}:{number}: write \"{header}\" with its path from the top, as \"{folder}/{header}\"")
                    elif target not in allowed:
                        wrong.append(f"{path}:{number}: {folder} must not include {target}")
                else:
                    for prefix, homes in HOMES.items():
                        if header.startswith(prefix) and folder not in homes:
                            wrong.append(f"{path}:{number}: <{header}> belongs in {' or '.join(sorted(homes))}, not in {folder}")
    print("\n".join(wrong) if wrong else "include rule: holds")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
