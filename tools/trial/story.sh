#!/usr/bin/env bash
# the story of tests/story: events (B-cubed), transitions and mails against the gold; --show lists what is wrong
exec /usr/bin/python3 "$(dirname "$0")/../../tests/story/score.py" "$@"
