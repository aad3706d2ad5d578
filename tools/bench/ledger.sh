#!/usr/bin/env bash
# The ledger filled with made-up articles, five mentions each: articles a second from the first to the last, bytes an
# article, and how long the usual questions take.
# usage: ledger.sh [ARTICLES (200000)] [STORE (a temporary file)]
# packages: tools/packages-extra.txt
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
cmake --preset release -S "$top" >/dev/null
cmake --build "$top/build/release" --target ledger_bench >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$top/build/release/tools/ledger_bench" "${1:-200000}" "${2:-$folder/bench.db}"
