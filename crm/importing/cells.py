"""The cells of one row of a file as values of a lead, quickly: a million rows come through here."""

import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.importing.recognise import bare
from crm.importing.words import NOT_SUBSCRIBED, STATUSES, SUBSCRIBED
from webox.lib import written
from webox.lib.ids import is_id
from webox.lib.tables import plain

# The plain addresses, which most are; the others are looked at by the validator.
QUICK_EMAIL = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
# How Google writes several values in one cell
SEVERAL = " ::: "
# What a cell may hold at most, of whatever field
LONGEST = 100_000
# Values of these kinds come again and again in a column.
REPEATED = {"choice", "choices", "boolean", "date", "moment", "number", "member", "tags", "url"}


class RowReader:
    """Reads rows of one file by its plan.

    read(cells) answers (values, tags, problem): {field: value}, with `id` and `unsubscribed_at` among them where a
    column gives them, names of tags, and why the row is refused ("" when it is not).
    """

    def __init__(self, plan, headers, known, members, now=None):
        self.plan, self.width, self.known = plan, len(headers), known
        self.members, self.now = members, now or timezone.now()
        self.columns = [
            (index, target, header, self.parser_of(target))
            for index, (header, target) in enumerate(zip(headers, plan.targets, strict=True))
            if target
        ]
        self.needs_consent = "consent_at" in plan.targets or "consent_text" in plan.targets
        self.may_clear = {target for target in plan.targets if target in known and target not in ("status", plan.match)}

    def parser_of(self, target):
        special = {"name": str, "subscription": subscription, "unsubscribed": self.unsubscribed, "id": number_of_lead}
        if target in special:
            return special[target]
        if target == "email":
            return self.email
        if target == "status":
            return self.status
        if target == "tags":
            return lru_cache(4096)(labels)
        parse = self.parse_with(self.known[target])
        return parse if self.known[target].kind not in REPEATED else lru_cache(4096)(parse)

    def parse_with(self, field):
        if field.kind == "text" and not field.is_custom and field.name != "phone":
            return self.short_text(field)
        first_only = field.name == "phone"

        def parse(text):
            text = text.partition(SEVERAL)[0] if first_only else text
            return field.parse(text, day_first=self.plan.day_first, members=self.members)

        return parse

    @staticmethod
    def short_text(field):
        most = field.limits["max_length"]

        def parse(text):
            # What it would answer is known, and most cells are such texts.
            return text if len(text) <= most else field.parse(text)

        return parse

    def read(self, cells):
        values, tags, problems = {}, [], []
        if len(cells) != self.width:
            if len(cells) > self.width and any(cells[self.width :]):
                text = _("The row has %(number)d cells, the header %(width)d: perhaps a delimiter without quotes.")
                return values, tags, text % {"number": len(cells), "width": self.width}
            cells = cells + [""] * (self.width - len(cells))
        for index, target, header, parse in self.columns:
            text = cells[index]
            if not text:
                if self.plan.clear and target in self.may_clear:
                    values[target] = self.known[target].empty
                continue
            if text[0] == "'":
                text = plain(text)
            try:
                if len(text) > LONGEST:
                    raise ValidationError(_("Write at most %(most)d characters.") % {"most": LONGEST})
                value = parse(text)
            except ValidationError as error:
                told = {"field": header[:60], "value": error.messages[0]}
                problems.append(_("%(field)s: %(value)s") % told)
                continue
            if target == "tags":
                tags += value
            elif target in ("subscription", "unsubscribed"):
                if value:
                    values["unsubscribed_at"] = value if value is not True else self.now
            elif target == "name":
                for name, part in split_name(value).items():
                    values.setdefault(name, part)
            else:
                values[target] = value
        if problems:
            return values, tags, " ".join(problems)
        return values, tags, self.problem_of_row(values)

    def problem_of_row(self, values):
        if self.plan.no_mail:
            values.setdefault("unsubscribed_at", self.now)
        if self.needs_consent and bool(values.get("consent_at")) != bool(values.get("consent_text")):
            return _("Consent needs both its text and its time.")
        return ""

    def email(self, text):
        text = text.partition(SEVERAL)[0].lower()
        if len(text) <= 254 and QUICK_EMAIL.fullmatch(text):
            return text
        return self.known["email"].parse(text)

    def status(self, text):
        field = self.known["status"]
        known = field.choices_by_text.get(bare(text)) or STATUSES.get(bare(text))
        return known or field.parse(text)

    def unsubscribed(self, text):
        """True, the moment, or None for who wants mail as before."""
        try:
            return written.yes_or_no(text) or None
        except ValueError:
            pass
        try:
            return min(written.moment(text, day_first=self.plan.day_first), self.now)
        except ValueError as error:
            message = _("“%(value)s” is neither yes nor no nor a day. Write one of them.") % {"value": text[:40]}
            raise ValidationError(message) from error


def subscription(text):
    """True for who may not be written to, None for who may."""
    word = bare(text)
    if word in SUBSCRIBED or word in written.YES:
        return None
    if word in NOT_SUBSCRIBED or word in written.NO:
        return True
    message = _("“%(value)s” does not say who wants emails. Write subscribed or unsubscribed.")
    raise ValidationError(message % {"value": text[:40]})


def number_of_lead(text):
    if not is_id(text):
        raise ValidationError(_("“%(value)s” is not the number of a lead.") % {"value": text[:40]})
    return int(text)


def labels(text):
    """Names of tags as any system writes several in a cell; Google's own groups begin with a star."""
    try:
        names = text.split(SEVERAL) if SEVERAL in text else written.entries(text)
    except ValueError as error:
        raise ValidationError(_("The list cannot be read. Write its entries with ; between them.")) from error
    names = [" ".join(name.split()) for name in names if not name.startswith("* ")]
    if wrong := next((name for name in names if len(name) > 60), ""):
        raise ValidationError(_("A tag has at most 60 characters: “%(tag)s”.") % {"tag": wrong[:80]})
    return tuple(name for name in names if name)


def split_name(text):
    """“Ada Martin”, “Martin, Ada” and “MARTIN Ada” as first and last name."""
    last, comma, first = text.partition(",")
    if not comma:
        words = text.split()
        capitals = [word for word in words if len(word) > 1 and word.isupper()]
        if capitals and len(capitals) < len(words) and words[0].isupper() and len(words[0]) > 1:
            first, last = " ".join(word for word in words if word not in capitals), " ".join(capitals)
        else:
            first, _space, last = " ".join(words).partition(" ")
    return {"first_name": first.strip()[:100], "last_name": last.strip()[:100]}
