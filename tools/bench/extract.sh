#!/usr/bin/env bash
# pages a CPU second, ours against @mozilla/readability on jsdom, over the same pages in one run
# usage: extract.sh [PAGES.jsonl]     lines of {"id","file","url"?}; without, the pages of our own tests, twenty times over
# Needs node and npm; installs both packages into a folder that is removed.
# packages: tools/packages-extra.txt
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
chokepoint=${CHOKEPOINT:-$top/build/release/chokepoint}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
pages=$work/pages.jsonl
if [ $# -gt 0 ]; then pages=$(realpath "$1"); else
  for i in $(seq 20); do
    for file in "$top"/tests/feeds/pages/*.html "$top"/tests/feeds/pages/web/*.html; do
      echo "{\"id\":\"$i-$(basename "$file")\",\"file\":\"$file\",\"url\":\"https://n.example/a\"}"
    done
  done >"$pages"
fi
(cd "$work" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund @mozilla/readability jsdom@22 >/dev/null 2>&1)
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
  local times; times=$( { TIMEFORMAT='%U %S'; time "$@" >"$work/$name.out" 2>"$work/$name.err"; } 2>&1 ) || true
  awk -v n="$count" -v name="$name" '{ s = $1 + $2; printf "%-12s %8.2f CPU s %8.1f pages/CPU s\n", name, s, n / s }' <<<"$times" | tee -a "$work/table"
}
run chokepoint "$chokepoint" extract --jsonl "$pages"
run readability node "$work/peer.js" "$pages"
awk 'NR == 1 { ours = $5 } NR == 2 { printf "ratio        %8.1f\n", ours / $5 }' "$work/table"
