#!/usr/bin/env bash
# bytes a second of each part of reading (feed, XML, HTML, article, encoding, date, address), with Google Benchmark
# usage: reading.sh [--benchmark_filter=REGEX ...]
# packages: tools/packages-extra.txt
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
cmake --preset bench -S "$top" >/dev/null
log=$(mktemp); trap 'rm -f "$log"' EXIT
cmake --build "$top/build/bench" --target reading_bench >"$log" || { tail -20 "$log" >&2; exit 1; }
"$top/build/bench/tools/reading_bench" --benchmark_min_time=0.3 "$@"
