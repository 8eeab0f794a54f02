#!/bin/sh
# Everything into one file: scripts/backup.sh [FILE] [--verify]. See docs/BACKUP.md.
set -eu
here=$(dirname "$0")/..
python=$here/.venv/bin/python
[ -x "$python" ] || python=python3
exec "$python" "$here/manage.py" backup "$@"
