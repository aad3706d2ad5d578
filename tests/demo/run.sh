#!/usr/bin/env bash
# `tools/dev demo`: the demo outlets from feeds to mails, twice. CHOKEPOINT names the binary; all is in a folder of its own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/chokepoint-demo.XXXXXX")
started=()
cleanup() { [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || true; }
trap cleanup EXIT

say() { printf '\n== %s\n' "$*"; }
# show COMMAND...: prints the command as a user would type it, then runs it.
show() {
  local word line=
  for word; do [[ $word == *' '* ]] && word="'$word'"; line+=" $word"; done
  printf '\n$ chokepoint%s\n' "$line"
  "$CHOKEPOINT" "$@"
}
first_line() { local i; for ((i = 0; i < 100; i++)); do [ -s "$1" ] && { head -1 "$1"; return; }; sleep 0.1; done; return 1; }
count() { find "$work/mails" -name '*.eml' | wc -l; }

say "six outlets on a loopback port, and a mail server that keeps what it gets; all files in $work"
/usr/bin/python3 "$here/serve.py" "$work" >"$work/site.address" & started+=($!)
/usr/bin/python3 "$here/smtp_sink.py" "$work/mails" >"$work/mail.address" & started+=($!)
site=$(first_line "$work/site.address") || { echo "the web server did not start" >&2; exit 1; }
mail=$(first_line "$work/mail.address") || { echo "the mail server did not start (python3-aiosmtpd?)" >&2; exit 1; }
echo "outlets at http://$site, mail at $mail"

cd "$work"
show init
cat >chokepoint.toml <<TOML
[fetch]
spacing_ms = 0                      # the demo server does not mind
allow_private_hosts = ["$site"]

[mail]
server = "${mail%:*}"
port = ${mail#*:}
security = "none"                   # allowed to this machine only
from = "Chokepoint <chokepoint@demo.example>"

[[subscription]]
name = "desk"
to = ["Trade desk <desk@demo.example>"]
cap_per_hour = 100
settle_minutes = 0
TOML
say "chokepoint.toml, instead of the one that init wrote"; cat chokepoint.toml
while IFS=$'\t' read -r id url name lang country tier; do
  show feeds add "$url" --id "$id" --outlet "$name" --lang "$lang" --country "$country" --tier "$tier"
done <outlets.tsv
# The week is over in the demo's world: a fixed clock makes every run of it the same.
show ingest --now 2025-09-21T14:00:00Z
show events
show alerts send
say "$(count) mails"
/usr/bin/python3 "$here/smtp_sink.py" --show "$work/mails"

say "the same again: nothing is new, so nothing is stored, and nobody is told"
before=$(count); : >requests.log
show ingest --all --now 2025-09-21T16:00:00Z
show alerts send
printf '\nanswers of the web server: '; cut -d' ' -f1 requests.log | sort | uniq -c | awk '{printf "%s x %s  ", $1, $2}'
printf '\nmails: %d before, %d after\n' "$before" "$(count)"
[ "$before" -eq "$(count)" ] || { echo "the second round mailed again" >&2; exit 1; }
say "to look around: cd $work && $CHOKEPOINT events"
