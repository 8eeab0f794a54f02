"""How a value of each kind of lead field is checked, read from a text, shown and written. crm.fields is the door."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from json import dumps

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webox.lib import written
from webox.lib.addresses import normalise_email
from webox.lib.fields import fold
from webox.lib.ids import is_id

TEXTS = {"text", "longtext", "email", "url"}
LONGEST = {"text": 1000, "url": 1000, "email": 254, "longtext": 100_000}
MOST_TAGS, LONGEST_TAG = 100, 60
# Fifteen digits come back from JSON as they went in, on every database and in every language.
MOST_DIGITS = 15

# No database keeps these.
UNKEPT = re.compile("[\0\ud800-\udfff]")

is_web_address = URLValidator(schemes=["http", "https"])


def refuse(message, **named):
    raise ValidationError(message % named if named else message, code="invalid")


# clean: a value of a program


def clean_text(field, value):
    if not isinstance(value, str):
        refuse(_("Write a text."))
    text = value.strip()
    if UNKEPT.search(text):
        refuse(_("The text holds characters that cannot be kept. Write it anew."))
    most = field.limits.get("max_length", LONGEST[field.kind])
    if len(text) > most:
        message = ngettext(
            "Write at most %(most)d character; these are %(number)d.",
            "Write at most %(most)d characters; these are %(number)d.",
            most,
        )
        refuse(message, most=most, number=len(text))
    return text or field.empty


def clean_email(field, value):
    text = clean_text(field, value)
    try:
        return normalise_email(text) if text else text
    except ValidationError:
        refuse(_("“%(value)s” is not an email address. Write one such as name@example.com."), value=text[:80])


def clean_url(field, value):
    text = clean_text(field, value)
    try:
        if text:
            is_web_address(text)
    except ValidationError:
        refuse(_("“%(value)s” is not a web address. Write one such as https://example.com."), value=text[:80])
    return text


def clean_number(field, value):
    if type(value) not in (int, float, Decimal, str):
        refuse(_("Write a number."))
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        refuse(_("“%(value)s” is not a number. Write one such as 1234.56."), value=str(value)[:80])
    if not number.is_finite():
        refuse(_("Write a number."))
    digits, decimals = field.limits.get("max_digits", MOST_DIGITS), field.limits.get("decimal_places", 6)
    number = number.normalize()
    if max(-number.as_tuple().exponent, 0) > decimals:
        refuse(ngettext("Write at most %(most)d decimal.", "Write at most %(most)d decimals.", decimals), most=decimals)
    whole = digits - decimals if "max_digits" in field.limits else digits
    if number.adjusted() >= whole or len(number.as_tuple().digits) > digits:
        refuse(_("Write a number of at most %(most)d digits."), most=whole)
    if "least" in field.limits and number < field.limits["least"]:
        refuse(_("Write a number of at least %(least)s."), least=field.limits["least"])
    if not field.is_custom:
        return number.quantize(Decimal(1).scaleb(-decimals))
    return int(number) if number == number.to_integral_value() else float(number)


def clean_date(field, value):
    if isinstance(value, datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    try:
        if not isinstance(value, date):
            value = date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
        return written.in_calendar(value).isoformat()
    except ValueError:
        refuse(_("“%(value)s” is not a day. Write one such as 2026-03-14."), value=str(value)[:40])


def clean_moment(field, value):
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        elif not isinstance(value, datetime):
            raise ValueError(value)
        return written.aware(value)
    except ValueError:
        refuse(_("“%(value)s” is not a time. Write one such as 2026-03-14T09:30."), value=str(value)[:40])


def clean_boolean(field, value):
    if type(value) is not bool:
        refuse(_("Write true or false."))
    return value


def clean_choice(field, value):
    known = [known for known, _label in field.choices]
    if value not in known:
        shown = ", ".join(str(label) for _value, label in field.choices[:20])
        refuse(_("“%(value)s” is not a choice. Choose from: %(known)s."), value=str(value)[:80], known=shown)
    return value


def clean_choices(field, value):
    if not isinstance(value, list):
        refuse(_("Write a list of choices."))
    chosen = [clean_choice(field, one) for one in value]
    return [known for known, _label in field.choices if known in chosen] or None


def clean_tags(field, value):
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        refuse(_("Write a list of tags."))
    names = {name.lower(): name for name in (" ".join(name.split()) for name in value) if name}
    if len(names) > MOST_TAGS:
        refuse(_("Give at most %(number)d tags."), number=MOST_TAGS)
    for name in names.values():
        if len(name) > LONGEST_TAG or UNKEPT.search(name):
            refuse(_("A tag has at most 60 characters: “%(tag)s”."), tag=name[:80])
    return sorted(names.values())


def clean_member(field, value):
    if type(value) is not int or not 0 < value < 2**63:
        refuse(_("Write the number of a member."))
    return value


CLEAN = {
    "text": clean_text,
    "longtext": clean_text,
    "email": clean_email,
    "url": clean_url,
    "number": clean_number,
    "date": clean_date,
    "moment": clean_moment,
    "boolean": clean_boolean,
    "choice": clean_choice,
    "choices": clean_choices,
    "tags": clean_tags,
    "member": clean_member,
}


# parse: a text of a person, or a cell of a spreadsheet


def text_of(value):
    """A cell as a person sees it: 33612345678.0 is a phone number without its point."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**MOST_DIGITS:
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return str(value)


def parse_number(field, value, **how):
    if isinstance(value, float):
        # A spreadsheet shows 0.3 where it holds 0.30000000000000004.
        return round(Decimal(f"{value:.15g}"), field.limits.get("decimal_places", 6))
    try:
        return written.number(value) if isinstance(value, str) else value
    except (ValueError, InvalidOperation):
        refuse(_("“%(value)s” is not a number. Write one such as 1234.56."), value=value[:80])


def parse_date(field, value, *, day_first, **how):
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) and timezone.is_naive(value) else value
    try:
        return written.moment(str(value), day_first=day_first)
    except ValueError:
        refuse(day_wanted(day_first), value=str(value)[:40])


def parse_moment(field, value, *, day_first, **how):
    if isinstance(value, datetime):
        return value
    try:
        return written.moment(str(value), day_first=day_first)
    except ValueError:
        refuse(day_wanted(day_first), value=str(value)[:40])


def day_wanted(day_first):
    if day_first:
        return _("“%(value)s” is not a day. Write 2026-03-14 or, the day first, 14/03/2026.")
    return _("“%(value)s” is not a day. Write 2026-03-14 or, the month first, 03/14/2026.")


def parse_boolean(field, value, **how):
    try:
        return value if isinstance(value, bool) else written.yes_or_no(text_of(value))
    except ValueError:
        refuse(_("“%(value)s” is neither yes nor no. Write one of them."), value=str(value)[:40])


def parse_choice(field, value, **how):
    text = text_of(value)
    return field.choices_by_text.get(fold(text), text)


def parse_choices(field, value, **how):
    text = text_of(value)
    if fold(text) in field.choices_by_text:
        return [field.choices_by_text[fold(text)]]
    return [field.choices_by_text.get(fold(one), one) for one in parse_tags(field, text)]


def parse_tags(field, value, **how):
    try:
        return written.entries(text_of(value))
    except ValueError:
        refuse(_("The list cannot be read. Write its entries with ; between them."))


def parse_url(field, value, **how):
    text = text_of(value)
    bare = "." in text and "://" not in text and " " not in text and "@" not in text and ":" not in text.split("/")[0]
    return f"https://{text}" if bare else text


def parse_member(field, value, *, members, **how):
    text = text_of(value)
    if members is None and is_id(text):
        return int(text)
    found = (members or {}).get(text.lower())
    if found is None:
        refuse(_("“%(value)s” is not a member. Write the email address of one."), value=text[:80])
    return found


PARSE = {
    "number": parse_number,
    "date": parse_date,
    "moment": parse_moment,
    "boolean": parse_boolean,
    "choice": parse_choice,
    "choices": parse_choices,
    "tags": parse_tags,
    "url": parse_url,
    "member": parse_member,
}


# show and write: a text of a value, whatever was kept before the field had its kind


def is_nothing(value):
    return value is None or value == "" or value == [] or value == {}


def show(field, value, members):
    if is_nothing(value):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.kind == "number" and isinstance(value, int | float | Decimal):
        return number_format(plain(value), force_grouping=True)
    if field.kind == "date" and (day := day_of(value)):
        return date_format(day, "SHORT_DATE_FORMAT")
    if field.kind == "moment" and isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if field.kind == "member":
        return str(members.get(value, value))
    if isinstance(value, list):
        return ", ".join(show(field, one, members) for one in value)
    if field.kind == "choice":
        return str(dict(field.choices).get(value, value)) if isinstance(value, str) else write(field, value, members)
    return write(field, value, members)


def write(field, value, members):
    if is_nothing(value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if field.kind == "member":
        return str(members.get(value, value))
    if isinstance(value, int | float | Decimal):
        return plain(value)
    if isinstance(value, list):
        return written.joined([write(field, one, members) for one in value])
    return dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def plain(number):
    """1234.5, never 1.2345E+3 nor 1234.50."""
    number = Decimal(str(number))
    return format(number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize(), "f")


def day_of(value):
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
