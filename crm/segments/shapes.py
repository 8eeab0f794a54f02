"""What a rule's value looks like: one class per shape, which reads it or says what to write instead."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from crm.segments.rules import MOST_VALUES, WrongValue

LONGEST_TEXT = 1000
# Beyond these a database's own numbers end, and nobody's leads begin.
BIGGEST, FINEST = Decimal(10) ** 15, -6
FIRST_YEAR, LAST_YEAR = 1900, 2999
MOST_DAYS, MOST_TIMES = 36_500, 1_000
# No database keeps these.
UNKEPT = re.compile("[\0\ud800-\udfff]")


def wrong(message, part=""):
    raise WrongValue(message, part)


def check_text(text, part=""):
    if len(text) > LONGEST_TEXT:
        wrong(_("Write at most %(number)d characters.") % {"number": LONGEST_TEXT}, part)
    if not text.strip() or UNKEPT.search(text):
        wrong(_("Write a text."), part)


class Shape:
    """`widget` is what the builder draws for it."""

    widget = "text"

    def read(self, value):
        raise NotImplementedError


class Nothing(Shape):
    widget = "none"

    def read(self, value):
        if value not in (None, "", []):
            wrong(_("This op takes no value."))


class Text(Shape):
    def read(self, value):
        if not isinstance(value, str) or not value.strip():
            wrong(_("Write a text."))
        check_text(value)
        return value.strip()


class Number(Shape):
    widget = "number"

    def read(self, value):
        if type(value) not in (int, float, str):
            wrong(_("Write a number."))
        try:
            number = Decimal(str(value).strip())
        except InvalidOperation:
            wrong(_("Write a number."))
        if not number.is_finite() or abs(number) > BIGGEST:
            wrong(_("Write a number of at most 15 digits."))
        number = number.normalize()
        if number.as_tuple().exponent < FINEST:
            wrong(_("Write at most 6 decimals."))
        # An integer is compared as one, or the database would not use its index.
        return int(number) if number == number.to_integral_value() else number


class Whole(Number):
    """A number of days or of times."""

    def __init__(self, least=1, most=MOST_DAYS):
        self.least, self.most = least, most

    def read(self, value):
        number = super().read(value)
        if not isinstance(number, int) or not self.least <= number <= self.most:
            limits = {"least": self.least, "most": self.most}
            wrong(_("Write a whole number from %(least)d to %(most)d.") % limits)
        return number


class InDays(Whole):
    widget = "days"


class Day(Shape):
    widget = "date"

    def read(self, value):
        try:
            day = date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
        except ValueError:
            wrong(_("Write a day such as 2026-03-14."))
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            wrong(_("Write a day between the years %(first)d and %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR})
        return day


class Pair(Shape):
    """Two of another shape, the lower one first; both are included."""

    def __init__(self, shape):
        self.shape = shape
        self.widget = f"{shape.widget}s"

    def read(self, value):
        if not isinstance(value, list) or len(value) != 2:
            wrong(_("Write a list of two: from and to."))
        pair = []
        for index, part in enumerate(value):
            try:
                pair.append(self.shape.read(part))
            except WrongValue as error:
                wrong(error.text, f"[{index}]")
        if pair[0] > pair[1]:
            wrong(_("The first must not be above the second."))
        return tuple(pair)


class YesNo(Shape):
    widget = "boolean"

    def read(self, value):
        if type(value) is not bool:
            wrong(_("Write true or false."))
        return value


class Choices(Shape):
    """A list of texts; whether they are choices of the field is asked when rules are saved, not when they are read."""

    widget = "choices"

    def read(self, value):
        if not isinstance(value, list) or not value or not all(type(part) in (str, int) for part in value):
            wrong(_("The value is a list of at least one choice."))
        if len(value) > MOST_VALUES:
            wrong(_("Choose at most %(number)d values.") % {"number": MOST_VALUES})
        texts = [str(part) for part in value]
        for index, text in enumerate(texts):
            check_text(text, f"[{index}]")
        return texts


class Texts(Choices):
    widget = "texts"


class Times(Shape):
    """{"times": 2, "days": 30, "of": ["3"]}: at least so often, within so many days, with one of these.

    Without `days` it is ever, without `of` with any, without `times` once.
    """

    widget = "times"

    def read(self, value):
        value = {} if value is None else value
        if not isinstance(value, dict) or not set(value) <= {"times", "days", "of"}:
            wrong(_("Write {“times”: 1, “days”: 30, “of”: […]}."))
        read = {"times": 1, "days": None, "of": []}
        for name, shape in (("times", Whole(1, MOST_TIMES)), ("days", InDays()), ("of", Choices())):
            if value.get(name) in (None, []):
                continue
            try:
                read[name] = shape.read(value[name])
            except WrongValue as error:
                wrong(error.text, f".{name}{error.part}")
        return read
