"""Everything this installation holds in one file, and back again: `manage.py backup`, `manage.py restore`.

An archive is a gzipped tar, encrypted where a key is set: `about.json`, the files, each table as lines of JSON in the
order of its ids, `manifest.json` with the number and hash of everything, and a seal. What it holds is the same
whichever database it came from (docs/BACKUP.md).
"""


class Refused(Exception):
    """It was not done, and nothing was changed. The text says why and what to do."""
