import pytest
from django.http import QueryDict

from marketing.funnels.submissions import read


def typed(query, **options):
    return read(QueryDict(query), **options)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Prénom", "first_name"),
        ("first-name", "first_name"),
        ("firstName", "first_name"),
        ("nom", "last_name"),
        ("Téléphone", "phone"),
        ("societe", "company"),
        ("Job Title", "job_title"),
    ],
)
def test_fields_are_known_by_many_names(name, field):
    post = QueryDict(mutable=True)
    post.update({"email": "a@example.com", name: " x "})
    assert read(post).fields == {field: "x"}


def test_unknown_fields_are_kept_as_custom_ones():
    submission = typed("email=a@example.com&Budget=10&Sujets=a&Sujets=b&empty=&wb_token=t&consent=1")
    assert submission.fields == {"custom_fields": {"Budget": "10", "Sujets": "a, b"}}
    assert submission.errors == {}


def test_a_name_fills_only_what_is_not_given():
    assert typed("email=a@example.com&name=Ada+King+Noel&nom=Lovelace").fields == {
        "first_name": "Ada",
        "last_name": "Lovelace",
    }


def test_secrets_are_not_kept():
    submission = typed("email=a@example.com&password=x&card_number=4242&csrfmiddlewaretoken=y")
    assert submission.fields == {}
    assert submission.lines() == "email: a@example.com"


def test_the_field_the_page_types_as_email_wins():
    submission = typed("contact=a@example.com&email=x", email_name="contact")
    assert (submission.email, submission.fields) == ("a@example.com", {"custom_fields": {"email": "x"}})
    assert typed("email=b@example.com", email_name="contact").email == "b@example.com"


def test_what_is_too_much_is_named():
    submission = typed(f"email=a@example.com&first_name={'x' * 101}&note={'y' * 2001}")
    assert submission.errors == {
        "first_name": "Write at most 100 characters.",
        "note": "Write at most 2000 characters.",
    }
    many = "&".join(f"field{n}=1" for n in range(31))
    assert typed(f"email=a@example.com&{many}").errors == {"field30": "This form has too many fields."}


@pytest.mark.parametrize(("consent", "is_missing"), [("", True), ("consent=off", True), ("consent=on", False)])
def test_consent_counts_when_it_is_asked_for(consent, is_missing):
    assert ("consent" in typed(f"email=a@example.com&{consent}", consent_text="Oui").errors) is is_missing
    assert typed(f"email=a@example.com&{consent}").errors == {}


def test_a_missing_email_is_named_as_the_page_names_it():
    assert list(typed("", email_name="contact").errors) == ["contact"]
    assert list(typed("courriel=").errors) == ["courriel"]
    assert list(typed("courriel=x@").errors) == ["courriel"]
