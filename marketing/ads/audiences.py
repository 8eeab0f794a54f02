"""A segment as the customer list of a platform: hashed as each wants it, and only of people who agreed."""

import csv
import hashlib
import io
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from crm.models import Lead
from crm.segments import condition_of
from marketing.emails.models import Suppression
from webox.lib.phones import COUNTRIES, e164

CHUNK = 2_000
# Under which keys people keep these in fields of their own
CITY = ("city", "ville", "town")
ZIP = ("zip", "zip_code", "postal_code", "postcode", "code_postal", "cp")
COUNTRY = ("country", "country_code", "pays", "code_pays")
# Why somebody is not in the file
REASONS = {
    "no_contact": _("neither an address nor a phone number that can be used"),
    "no_consent": _("no consent is recorded"),
    "unsubscribed": _("unsubscribed"),
    "suppressed_unsubscribed": _("unsubscribed"),
    "suppressed_bounced": _("their address bounced"),
    "suppressed_complained": _("reported an email as spam"),
    "suppressed_manual": _("on the list of suppressions"),
}


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


@dataclass(frozen=True)
class Person:
    """A lead as files are made of it, each value normalised and not yet hashed."""

    lead: Lead
    default_country: str

    @property
    def email(self):
        return self.lead.email.strip().lower()

    @property
    def gmail(self):
        """As Google compares addresses: the dots in one of its own mean nothing."""
        local, _at, domain = self.email.rpartition("@")
        return f"{local.replace('.', '')}@{domain}" if domain in ("gmail.com", "googlemail.com") else self.email

    @cached_property
    def phone(self):
        return e164(self.lead.phone, self.country.upper() or self.default_country)

    @property
    def first_name(self):
        return _plain(self.lead.first_name)

    @property
    def last_name(self):
        return _plain(self.lead.last_name)

    @property
    def city(self):
        return _plain(self._own(CITY)).replace(" ", "")

    @property
    def zip(self):
        return re.sub(r"[^0-9a-z]", "", self._own(ZIP).lower())

    @cached_property
    def country(self):
        """Two small letters: what the lead says, else the country chosen for all."""
        said = self._own(COUNTRY).strip()
        by_name = {str(name).casefold(): code for code, (_c, _p, name) in COUNTRIES.items()}
        code = by_name.get(said.casefold(), said.upper())
        return (code if re.fullmatch(r"[A-Z]{2}", code) else self.default_country).lower()

    def _own(self, names):
        fields = self.lead.custom_fields
        return next((str(fields[name]) for name in names if fields.get(name) not in (None, "")), "")


def _plain(text):
    """Small letters without punctuation, accents kept, as platforms ask for names."""
    text = unicodedata.normalize("NFC", text).lower()
    letters = "".join(each if each.isalnum() or each == " " else "" for each in text)
    return " ".join(letters.split())


@dataclass(frozen=True)
class Format:
    """The file of a platform. `needs_email`: it finds nobody by a phone number alone."""

    label: str
    header: tuple
    row: object  # Person → cells
    least: int  # people, below which the platform uses no list
    source: str
    needs_email: bool = False


def meta_row(person):
    plain = (
        *(person.email, person.phone.lstrip("+"), person.first_name, person.last_name),
        *(person.city, person.zip, person.country),
    )
    return [sha256(each) for each in plain]


def google_row(person):
    hashed = [sha256(each) for each in (person.gmail, person.phone, person.first_name, person.last_name)]
    return [*hashed, person.country.upper(), person.zip.upper()]


def linkedin_row(person):
    # The template's columns must stay; what LinkedIn would want in the clear is left empty.
    return [sha256(person.email), "", "", "", "", person.country.upper(), ""]


def tiktok_row(person):
    return [sha256(person.email), sha256(person.phone)]


FORMATS = {
    "meta": Format(
        "Meta (Facebook, Instagram)",
        ("email", "phone", "fn", "ln", "ct", "zip", "country"),
        meta_row,
        100,
        "https://www.facebook.com/business/help/2082575038703844",
    ),
    "google": Format(
        "Google Ads",
        ("Email", "Phone", "First Name", "Last Name", "Country", "Zip"),
        google_row,
        100,
        "https://support.google.com/google-ads/answer/7659867",
    ),
    "linkedin": Format(
        "LinkedIn",
        ("email", "firstname", "lastname", "jobtitle", "employeecompany", "country", "googleaid"),
        linkedin_row,
        300,
        "https://www.linkedin.com/help/lms/answer/a1489764",
        needs_email=True,
    ),
    "tiktok": Format(
        "TikTok",
        ("email", "phone"),
        tiktok_row,
        1_000,
        "https://ads.tiktok.com/help/article/customer-file-audience",
    ),
}


def leads_of(membership, rules):
    """The leads of some rules that a member sees, with why each may not be named in `left_out`. Raises WrongRules."""
    workspace = membership.workspace
    listed = Suppression.objects.for_workspace(workspace).annotate(address=Lower("email"))
    reason = Subquery(listed.filter(address=Lower(OuterRef("email"))).values("reason")[:1])
    leads = Lead.objects.visible_to(membership).alive().filter(condition_of(workspace, rules))
    return leads.annotate(
        suppressed_for=Case(When(~Q(email=""), then=reason)),
        left_out=Case(
            When(email="", phone="", then=Value("no_contact")),
            When(suppressed_for__isnull=False, then=Concat(Value("suppressed_"), "suppressed_for")),
            When(unsubscribed_at__isnull=False, then=Value("unsubscribed")),
            When(consent_at=None, then=Value("no_consent")),
            default=Value(""),
        ),
    )


def people_of(membership, rules):
    """Those of them who may be named."""
    return leads_of(membership, rules).filter(left_out="")


@dataclass(frozen=True)
class Audience:
    """A file to be: whom it names and whom it leaves out."""

    membership: object
    rules: dict
    format: Format
    country: str = ""

    @cached_property
    def people(self):
        people = people_of(self.membership, self.rules)
        return people.exclude(email="") if self.format.needs_email else people

    @cached_property
    def without(self):
        """How many known by a phone number alone have one that cannot be used here."""
        phones = people_of(self.membership, self.rules).filter(email="")
        if self.format.needs_email:
            return phones.count()
        return sum(not self._row_of(lead) for lead in phones.iterator(CHUNK))

    @cached_property
    def counts(self):
        """{"in_all", "named", "left_out": [(reason in words, how many)]}, which sum up."""
        rows = leads_of(self.membership, self.rules).order_by().values("left_out").annotate(number=Count("pk"))
        found = {row["left_out"]: row["number"] for row in rows}
        named = found.pop("", 0) - self.without
        if self.without:
            found["no_contact"] = found.get("no_contact", 0) + self.without
        # Two of the reasons read the same
        told = {}
        for reason, number in found.items():
            told[str(REASONS[reason])] = told.get(str(REASONS[reason]), 0) + number
        left_out = sorted(told.items(), key=lambda each: -each[1])
        return {"in_all": named + sum(told.values()), "named": named, "left_out": left_out}

    @property
    def is_small(self):
        return self.counts["named"] < self.format.least

    def _row_of(self, lead):
        person = Person(lead, self.country)
        return self.format.row(person) if person.email or person.phone else None

    def pieces(self):
        """The bytes of the file, a chunk of people at a time."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerow(self.format.header)
        last = 0
        columns = ("pk", "email", "phone", "first_name", "last_name", "custom_fields")
        while leads := list(self.people.filter(pk__gt=last).order_by("pk").only(*columns)[:CHUNK]):
            last = leads[-1].pk
            writer.writerows(row for lead in leads if (row := self._row_of(lead)))
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
        yield buffer.getvalue().encode()
