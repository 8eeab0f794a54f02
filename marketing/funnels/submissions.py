"""What a visitor typed into a form, read as a lead's fields."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.models import Lead
from marketing.funnels.document import CONSENT, HONEYPOT, TOKEN
from webox.lib.addresses import normalise_email
from webox.lib.fields import fold

# What forms call a lead's fields, in English and French; folded, with _ between words
NAMES = {
    "email": ("email", "e_mail", "mail", "courriel", "email_address", "your_email", "adresse_email", "adresse_e_mail"),
    "first_name": ("first_name", "firstname", "fname", "given_name", "prenom"),
    "last_name": ("last_name", "lastname", "lname", "surname", "family_name", "nom", "nom_de_famille"),
    "name": ("name", "full_name", "fullname", "your_name", "nom_complet", "prenom_nom", "nom_prenom"),
    "phone": ("phone", "tel", "telephone", "phone_number", "mobile", "portable"),
    "company": ("company", "organization", "organisation", "company_name", "societe", "entreprise"),
    "job_title": ("job_title", "jobtitle", "job", "position", "poste", "fonction"),
}
FIELD_OF = {alias: name for name, aliases in NAMES.items() for alias in aliases}
OURS = (TOKEN, HONEYPOT, CONSENT)
# A lead form is no place for these, whatever a page asks: they are not kept.
SECRET = re.compile(r"passw|mot_de_passe|card_?number|cardnumber|carte|cvc|cvv|iban|csrf")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MOST_CUSTOM, LONGEST_NAME, LONGEST_TEXT = 30, 60, 2000


@dataclass
class Submission:
    """`fields` as crm.actions.capture_lead() takes them; `errors` is {name in the form: message}."""

    email: str = ""
    fields: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    is_machine: bool = False

    def lines(self):
        """What was typed, one line a field, for the interaction."""
        return "\n".join(f"{name}: {', '.join(texts)}" for name, texts in self.values.items() if name not in OURS)


def read(post, *, consent_text="", email_name=""):
    """A Submission from what was posted (a QueryDict). `email_name` is the field the page itself types as an email."""
    values = {CONTROL.sub("", name): [CONTROL.sub("", text) for text in texts] for name, texts in post.lists()}
    kept = {name: texts for name, texts in values.items() if not SECRET.search(key_of(name))}
    submission = Submission(values=kept, is_machine=bool("".join(values.get(HONEYPOT, []))))
    known, custom = {}, {}
    for name, texts in kept.items():
        text = ", ".join(part.strip() for part in texts if part.strip())
        if name not in OURS:
            read_field(submission, known, custom, name, text, target_of(name, email_name if email_name in kept else ""))
    read_email(submission, known, email_name)
    split_name(known)
    submission.fields = {name: text for name, (text, _typed) in known.items() if name != "email"}
    if custom:
        submission.fields["custom_fields"] = custom
    if consent_text and "".join(values.get(CONSENT, [])).strip().lower() in ("", "0", "no", "false", "off", "non"):
        submission.errors[CONSENT] = _("Please tick this box to go on.")
    return submission


def key_of(name):
    return re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")


def target_of(name, email_name):
    """The lead's field a form's field is for, or None. Of two that may be the email, the typed one is."""
    target = FIELD_OF.get(key_of(name))
    if email_name and "email" in (target, "email" if name == email_name else target):
        return "email" if name == email_name else None
    return target


def read_field(submission, known, custom, name, text, target):
    limit = Lead._meta.get_field(target).max_length if target and target != "name" else LONGEST_TEXT
    if target and target not in known:
        known[target] = (text, name)
    elif text:
        if len(custom) == MOST_CUSTOM:
            submission.errors[name] = _("This form has too many fields.")
            return
        custom[name[:LONGEST_NAME]] = text
    if len(text) > limit:
        submission.errors[name] = _("Write at most %(number)d characters.") % {"number": limit}


def read_email(submission, known, email_name):
    text, name = known.get("email", ("", email_name or "email"))
    if name in submission.errors:
        return
    try:
        submission.email = normalise_email(text) if text else ""
    except ValidationError:
        submission.errors[name] = _("This is not an email address. Write one such as name@example.com.")
        return
    if not text:
        submission.errors[name] = _("Write your email address.")


def split_name(known):
    """A full name fills the first and the last name that were not asked for on their own."""
    whole, typed = known.pop("name", ("", ""))
    first, _space, last = whole.partition(" ")
    if whole:
        for target, text in (("first_name", first), ("last_name", last.strip())):
            if not known.get(target, ("",))[0]:
                known[target] = (text[: Lead._meta.get_field(target).max_length], typed)
