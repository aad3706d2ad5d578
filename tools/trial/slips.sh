#!/usr/bin/env bash
# the linker alone: the story's own mentions, and those of invented stories, degraded as a coder would and linked; --worlds N
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
cmake --preset release -S "$top" >/dev/null
cmake --build "$top/build/release" --target link_mentions >/dev/null
export LINK_MENTIONS="$top/build/release/tools/link_mentions"
exec /usr/bin/python3 "$top/tests/story/slips.py" "$@"
