#!/bin/sh
# And back again: scripts/restore.sh FILE [--check] [--replace]. See docs/BACKUP.md.
set -eu
here=$(dirname "$0")/..
python=$here/.venv/bin/python
[ -x "$python" ] || python=python3
exec "$python" "$here/manage.py" restore "$@"
