"""`python -m tests.messages`: every compiled catalogue says what its source says (no gettext needed)."""

import io
import sys
from pathlib import Path

from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def said(catalog):
    return {(str(message.id), message.context): message.string for message in catalog if message.id}


def out_of_date(source):
    compiled = source.with_suffix(".mo")
    if not compiled.exists():
        return True
    wanted = io.BytesIO()
    with source.open("rb") as file:
        write_mo(wanted, read_po(file))
    wanted.seek(0)
    with compiled.open("rb") as file:
        return said(read_mo(file)) != said(read_mo(wanted))


def main():
    sources = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    stale = [str(source.relative_to(ROOT)) for source in sources if out_of_date(source)]
    if stale:
        sys.stdout.write(f"Not compiled since it changed: {', '.join(stale)}. Run: make messages\n")
        return 1
    sys.stdout.write(f"{len(sources)} message catalogues compiled and up to date.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
