"""Whose export a file is: how it is written, where its table begins, and what its columns are."""

import re
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from marketing.ads.importing.words import HEADERS, KNOWN, bare, names_of
from webox.lib import delimited, spreadsheets
from webox.lib.tablefaults import Unreadable
from webox.lib.tables import MOST_COLUMNS, Layout, read

# So many rows are looked at for the header, which is the first with so many names that platforms write
PREAMBLE, NAMES = 60, 3
# Beside what was guessed
ENCODINGS = ("utf-16", "cp1252")
# More than one column may be these.
REPEATABLE = {"breakdown", "ignored"}
# What a header says of the money below it
CURRENCY = re.compile(r"\(\s*([A-Z]{3}|[€£])\s*\)\s*$")
SIGNS = {"€": "EUR", "£": "GBP"}
# Since LinkedIn renamed its levels “Campaign” means what “Campaign Group” did.
OLD_NAMES = {
    **{f"campaign{part}": f"ad_set{part}" for part in ("", "_id", "_status")},
    **{f"group{part}": f"campaign{part}" for part in ("", "_id", "_status")},
}


@dataclass
class Table:
    layout: Layout
    headers: list
    # Cells of the rows above the header
    preamble: list
    # The platform that writes such headers; several when no header tells them apart
    platforms: list
    locale: str
    # What each column is, "" where nobody knows
    targets: list
    # Of the header
    currency: str = ""
    is_old: bool = False

    def column(self, target):
        return self.targets.index(target) if target in self.targets else None

    def named(self, target):
        """The header of what is imported as this, or ""."""
        return self.headers[self.targets.index(target)] if target in self.targets else ""


def recognise(path):
    """The Table in a file. Raises Unreadable."""
    with Path(path).open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise Unreadable(_("The file is empty."))
    found = max(candidates(path, start), key=lambda each: each[0], default=(0,))
    if found[0] < NAMES:
        raise Unreadable(
            _(
                "No row of the file has three names of columns that Meta, Google or LinkedIn write. If the report is "
                "empty, export a period with figures; otherwise export it again with its column names."
            )
        )
    return table_of(*found[1:])


def candidates(path, start):
    """(names known, layout, headers, cells of the rows above) of each way to read the file, until one is certain."""
    if start.startswith(b"PK"):
        for sheet in spreadsheets.sheets_of(path):
            yield look_for_header(path, Layout("xlsx", sheet=sheet, header_line=0))
        return
    delimited.refuse_binary(start)
    # No platform writes the Mac's own characters, which a lone dash of Windows looks like.
    guessed = delimited.encoding_of(path).replace("mac_roman", "cp1252")
    best = 0
    for encoding in (guessed, *(name for name in ENCODINGS if name != guessed)):
        for delimiter in delimited.DELIMITERS:
            found = look_for_header(path, Layout("csv", encoding, delimiter, header_line=0))
            best = max(best, found[0])
            yield found
        if best >= NAMES:
            return


def look_for_header(path, layout):
    above = []
    try:
        for number, cells, _problem in islice(read(path, layout), PREAMBLE):
            names = {bare(cell) for cell in cells if cell and len(cell) < 120}
            known = max(len(names & known) for known in KNOWN.values())
            if known >= NAMES:
                while cells and not cells[-1]:
                    cells.pop()
                return known, replace(layout, header_line=number), cells, above
            above.append([cell for cell in cells if cell])
    except UnicodeError:
        # Not in this encoding, then.
        return 0, layout, [], []
    return 0, layout, [], []


def table_of(layout, headers, above):
    if len(headers) > MOST_COLUMNS:
        text = _("The file has more than %(most)d columns. Remove those you do not need.")
        raise Unreadable(text % {"most": MOST_COLUMNS})
    names = [bare(header) for header in headers]
    scores = {platform: len(set(names) & known) for platform, known in KNOWN.items()}
    best = max(scores.values())
    platforms = [platform for platform, score in scores.items() if score == best]
    locales = HEADERS[platforms[0]]
    locale = max(locales, key=lambda each: len(set(names) & set(locales[each])))
    targets = targets_of(names, names_of(platforms[0], locale))
    targets, is_old = with_levels_of_today(targets)
    currency = next((currency_in(headers[i]) for i, target in enumerate(targets) if target == "spend"), "")
    return Table(layout, headers, above, platforms, locale, targets, currency, is_old)


def targets_of(names, known):
    taken, targets = set(), []
    for name in names:
        target = known.get(name, "")
        targets.append("" if target in taken else target)
        taken |= {target} - REPEATABLE
    return targets


def with_levels_of_today(targets):
    """(targets, whether the file has LinkedIn's old names) with campaign, ad set and ad as they are called now."""
    has_group = any(target.startswith("group") for target in targets)
    if not has_group:
        return targets, False
    if any(target.startswith("ad_set") for target in targets):
        return ["" if target.startswith("group") else target for target in targets], False
    return [OLD_NAMES.get(target, target) for target in targets], True


def currency_in(header):
    found = CURRENCY.search(header)
    return SIGNS.get(found[1], found[1]) if found else ""
