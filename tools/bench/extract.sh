#!/usr/bin/env bash
# extract.sh CHOKEPOINT PAGES.jsonl: pages a CPU second, ours against @mozilla/readability on jsdom, over the same pages
# in one run. PAGES.jsonl holds lines of {"id","file","url"}. Needs node and npm; installs into a folder that is removed.
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: extract.sh CHOKEPOINT PAGES.jsonl" >&2; exit 2; }
chokepoint=$(realpath "$1") pages=$(realpath "$2")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
(cd "$work" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund @mozilla/readability jsdom >/dev/null)
cat > "$work/peer.js" <<'JS'
const fs = require('fs'), { JSDOM, VirtualConsole } = require('jsdom'), { Readability } = require('@mozilla/readability');
for (const line of fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const page = JSON.parse(line);
  try {
    const dom = new JSDOM(fs.readFileSync(page.file), { url: page.url || 'http://localhost/', virtualConsole: new VirtualConsole() });
    const article = new Readability(dom.window.document).parse();
    console.log(JSON.stringify({ id: page.id, text: article && article.textContent }));
    dom.window.close();
  } catch (e) { console.log(JSON.stringify({ id: page.id, error: String(e) })); }
}
JS
count=$(grep -c . "$pages")
run() {  # run NAME COMMAND...: pages a CPU second
  local name=$1; shift
  local times; times=$( { TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>"$work/err"; } 2>&1 )
  awk -v n="$count" -v name="$name" '{ s = $1 + $2; printf "%-12s %8.1f CPU s %8.1f pages/CPU s\n", name, s, n / s }' <<<"$times"
}
run chokepoint "$chokepoint" extract --jsonl "$pages"
run readability node "$work/peer.js" "$pages"
