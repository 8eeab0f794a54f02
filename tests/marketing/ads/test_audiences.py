import csv
import io
from hashlib import sha256

import pytest
from django.utils import timezone, translation

from crm.models import CustomField
from marketing.ads.actions.audiences import export_audience
from marketing.ads.audiences import FORMATS, Audience, Person
from tests.factories.accounts import make_member
from tests.factories.crm import make_lead, make_segment
from tests.factories.emails import make_suppression
from webox.accounts.models import Membership
from webox.analytics.models import Event

pytestmark = pytest.mark.django_db

CONSENT = {"consent_at": timezone.now(), "consent_text": "J’accepte."}
PUB = {"field": "source", "op": "is", "value": "pub"}


def digest(text):
    return sha256(text.encode()).hexdigest()


def lead_of(workspace, **fields):
    return make_lead(workspace, **{"source": "pub"} | CONSENT | fields)


@pytest.fixture
def membership(workspace, member):
    return Membership.objects.select_related("workspace").get(user=member)


def rows_of(audience):
    return list(csv.reader(io.StringIO(b"".join(audience.pieces()).decode())))


def file_of(membership, platform, country="FR"):
    return rows_of(Audience(membership, PUB, FORMATS[platform], country))


@pytest.fixture
def zoe(workspace):
    CustomField.objects.create(workspace=workspace, key="code_postal", label="Code postal", kind="text")
    return lead_of(
        workspace,
        first_name=" Zoé ",
        last_name="O’Neill-Dupont",
        email="Zoe.Dupont@Gmail.com",
        phone="06 12 34 56 78",
        custom_fields={"code_postal": "75 011", "ville": "Saint-Étienne", "pays": "France"},
    )


def test_meta_gets_everything_hashed(membership, zoe):
    assert file_of(membership, "meta") == [
        ["email", "phone", "fn", "ln", "ct", "zip", "country"],
        [
            digest("zoe.dupont@gmail.com"),
            digest("33612345678"),
            digest("zoé"),
            digest("oneilldupont"),
            digest("saintétienne"),
            digest("75011"),
            digest("fr"),
        ],
    ]


def test_google_gets_country_and_zip_in_the_clear_and_gmail_without_its_dots(membership, zoe):
    assert file_of(membership, "google") == [
        ["Email", "Phone", "First Name", "Last Name", "Country", "Zip"],
        [
            digest("zoedupont@gmail.com"),
            digest("+33612345678"),
            digest("zoé"),
            digest("oneilldupont"),
            "FR",
            "75011",
        ],
    ]


def test_linkedin_gets_its_template_with_nothing_in_the_clear_that_names_anyone(membership, zoe):
    assert file_of(membership, "linkedin") == [
        ["email", "firstname", "lastname", "jobtitle", "employeecompany", "country", "googleaid"],
        [digest("zoe.dupont@gmail.com"), "", "", "", "", "FR", ""],
    ]


def test_tiktok_gets_address_and_number(membership, zoe):
    assert file_of(membership, "tiktok")[1] == [digest("zoe.dupont@gmail.com"), digest("+33612345678")]


def test_a_known_vector():
    # Of Google's own help: "test@gmail.com" hashed.
    assert digest("test@gmail.com") == "87924606b4131a8aceeeae8868531fbb9712aaa07a5d3a756b26ce0f5d6ca674"


def test_what_is_empty_is_not_hashed(workspace, membership):
    lead_of(workspace, first_name="", last_name="", email="a@example.com", phone="")
    assert file_of(membership, "meta")[1] == [digest("a@example.com"), "", "", "", "", "", digest("fr")]


def test_a_number_that_cannot_be_one_is_left_out_and_the_lead_stays(workspace, membership):
    lead_of(workspace, email="a@example.com", phone="bonjour")
    assert file_of(membership, "tiktok")[1] == [digest("a@example.com"), ""]


def test_only_people_who_agreed_and_are_not_suppressed_are_named(workspace, membership):
    lead_of(workspace, email="oui@example.com")
    lead_of(workspace, email="", phone="+33612345678")
    lead_of(workspace, email="", phone="12")
    lead_of(workspace, email="", phone="")
    lead_of(workspace, email="non@example.com", consent_at=None, consent_text="")
    lead_of(workspace, email="parti@example.com", unsubscribed_at=timezone.now())
    lead_of(workspace, email="Plainte@example.com")
    make_suppression(workspace, "plainte@example.com", reason="complained")
    lead_of(workspace, email="stop@example.com")
    make_suppression(workspace, "stop@example.com", reason="unsubscribed")
    lead_of(workspace, email="efface@example.com", deleted_at=timezone.now())
    make_lead(workspace, source="autre", email="autre@example.com", **CONSENT)
    with translation.override("en"):
        counts = {name: Audience(membership, PUB, FORMATS[name], "FR").counts for name in ("meta", "linkedin")}
    assert counts["meta"] == {
        "in_all": 8,
        "named": 2,
        "left_out": [
            ("neither an address nor a phone number that can be used", 2),
            ("unsubscribed", 2),
            ("no consent is recorded", 1),
            ("reported an email as spam", 1),
        ],
    }
    assert (counts["linkedin"]["named"], counts["linkedin"]["in_all"]) == (1, 8)
    assert len(file_of(membership, "meta")) == 1 + 2
    assert file_of(membership, "linkedin")[1:] == [[digest("oui@example.com"), "", "", "", "", "FR", ""]]


def test_a_member_of_their_own_leads_exports_no_others(workspace):
    seller = make_member(workspace, own_leads_only=True)
    lead_of(workspace, email="mine@example.com", owner=seller)
    lead_of(workspace, email="theirs@example.com")
    membership = Membership.objects.select_related("workspace").get(user=seller)
    assert [row[0] for row in file_of(membership, "tiktok")[1:]] == [digest("mine@example.com")]


def test_another_workspace_is_not_in_the_file(workspace, other_workspace, membership):
    lead_of(other_workspace, email="etranger@example.com")
    assert len(file_of(membership, "meta")) == 1


def test_a_file_of_many_chunks_has_everyone_once(workspace, membership, monkeypatch):
    monkeypatch.setattr("marketing.ads.audiences.CHUNK", 3)
    for number in range(8):
        lead_of(workspace, email=f"p{number}@example.com")
    rows = file_of(membership, "tiktok")
    assert {row[0] for row in rows[1:]} == {digest(f"p{number}@example.com") for number in range(8)}
    assert len(rows) == 9


def test_a_list_too_small_for_the_platform_is_told(workspace, membership):
    lead_of(workspace)
    small = Audience(membership, PUB, FORMATS["linkedin"], "FR")
    assert (small.is_small, FORMATS["linkedin"].least) == (True, 300)


@pytest.mark.parametrize(
    ("said", "found"), [("France", "fr"), ("be", "be"), ("Nulle part", "fr"), ("", "fr"), ("DE", "de")]
)
def test_the_country_is_what_the_lead_says_else_the_chosen_one(workspace, said, found):
    lead = lead_of(workspace, custom_fields={"country": said})
    assert Person(lead, "FR").country == found


def test_an_export_is_written_down(workspace, membership, member):
    lead_of(workspace, email="oui@example.com")
    segment = make_segment(workspace, "Pub", PUB)
    export_audience(membership=membership, segment=segment, platform="meta", country="FR", by=member)
    event = Event.objects.get(type="ads.audience.exported")
    assert event.properties == {"segment": "Pub", "platform": "meta", "people": 1, "by": "Ada Martin"}
    assert (event.subject_type, event.subject_id) == ("segment", segment.pk)
