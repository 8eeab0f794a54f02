from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from openpyxl import Workbook

from investors.importing import reading
from investors.importing.cells import Reader, amount, rating
from investors.importing.columns import TARGETS, choices, guess
from investors.importing.reading import firms_of
from webox.lib.tablefaults import Unreadable
from webox.lib.tables import look_at

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def firms(tmp_path, workspace):
    """A function: what a CSV file of these lines says, as (firms, refused)."""

    def read(*lines):
        path = tmp_path / "file"
        path.write_text("\n".join(lines))
        layout, headers, _sheets = look_at(path)
        return firms_of(path, layout, guess(headers), workspace)

    return read


@pytest.mark.parametrize(
    ("headers", "targets"),
    [
        (["Fund", "Stage", "Check size", "City"], ["name", "pipeline_stage", "check_size", "place"]),
        (["Fonds", "Étape", "Ticket moyen", "Ville"], ["name", "pipeline_stage", "check_size", "place"]),
        (["Investisseur", "Contact", "E-mail"], ["name", "contact_name", "contact_email"]),
        (["Investor", "Email", "Contact email"], ["name", "email", "contact_email"]),
        (["Prénom", "Nom de famille", "Société"], ["contact_first_name", "contact_last_name", "name"]),
        (
            ["Name", "Contact 1 name", "Contact 2 name", "Contact 2 - e-mail"],
            ["name", "contact_name", "contact2_name", "contact2_email"],
        ),
        (["Nom", "Nom", "Couleur"], ["name", "", ""]),
        (["Note sur 5", "Notes", "Suivi par"], ["rating", "notes", "owner"]),
    ],
)
def test_columns_are_known_by_their_names(headers, targets):
    assert guess(headers) == targets


def test_every_target_has_a_name():
    labels = dict(choices())
    assert [labels[name] for name in ("", "name", "contact_email", "contact2_first_name")] == [
        "Leave out",
        "Name",
        "Contact: email",
        "Contact 2: first name",
    ]
    assert set(labels) == {"", *TARGETS}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("150000", 150_000),
        ("150 k€", 150_000),
        ("1,5 M€", 1_500_000),
        ("$2.5m", 2_500_000),
        ("2 millions", 2_000_000),
        ("1 234,56 €", Decimal("1234.56")),
    ],
)
def test_amounts_as_people_write_them(text, value):
    assert amount(text) == value


@pytest.mark.parametrize(("text", "value"), [("4", 4), ("4/5", 4), ("★★★☆", 3), ("**", 2)])
def test_ratings_as_people_write_them(text, value):
    assert rating(text) == value


def test_choices_in_both_languages_and_members_by_name(workspace, member):
    reader = Reader(workspace)
    said = [("pipeline_stage", "RDV"), ("pipeline_stage", "Due diligence"), ("client_type", "Family office")]
    said += [("client_type", "Capital-risque"), ("relation", "Actionnaire"), ("owner", member.email.upper())]
    assert [reader.read(target, text) for target, text in said] == [
        "meeting",
        "due_diligence",
        "family_office",
        "vc",
        "existing",
        member,
    ]
    with pytest.raises(ValueError, match="elsewhere"):
        reader.read("pipeline_stage", "elsewhere")


def test_rows_of_one_fund_are_one_investor_with_its_people(firms):
    with timezone.override(PARIS):
        found, refused = firms(
            "Fonds;Type;Ticket;Site;Relance;Tags;Contact;E-mail",
            "Kima;Micro VC;150 k€;kima.example;14/03/2026;seed, b2b;Jean Valjean;Jean@kima.example",
            "KIMA;;;;;;Cosette;cosette@kima.example",
            "Kima;;;;;;Jean;jean@kima.example",
        )
    assert (len(found), refused) == (1, [])
    firm = found[0]
    assert (firm.number, firm.rows) == (2, 3)
    assert firm.fields == {
        "name": "Kima",
        "client_type": "micro_vc",
        "check_size": Decimal("150000.00"),
        "website": "https://kima.example",
        "next_step_at": datetime(2026, 3, 14, tzinfo=PARIS),
        "tags": ["seed", "b2b"],
    }
    assert firm.contacts == [
        {"name": "Jean Valjean", "email": "jean@kima.example"},
        {"name": "Cosette", "email": "cosette@kima.example"},
    ]


def test_several_people_stand_in_one_row(firms):
    found, _refused = firms(
        "Name,First name,Last name,Contact 2 name,Contact 2 email", "Ancre,Ada,Martin,Grace,grace@ancre.example"
    )
    assert found[0].contacts == [{"name": "Ada Martin"}, {"name": "Grace", "email": "grace@ancre.example"}]


def test_an_angel_is_called_by_their_own_name(firms):
    found, _refused = firms("First name,Last name,Email", "Ada,Lovelace,ada@example.com")
    assert (found[0].name, found[0].contacts) == (
        "Ada Lovelace",
        [{"name": "Ada Lovelace", "email": "ada@example.com"}],
    )


def test_what_is_wrong_with_a_row_is_told_in_words(firms):
    found, refused = firms(
        "Name,Email,Rating,Stage,Website",
        "Kima,kima,9,nowhere,",
        ",a@b.example,,,",
        "Bpi,,9,,",
        "Anc,,,,http://no host",
        "Good,,,,",
    )
    assert [firm.name for firm in found] == ["Good"]
    assert [(firm.number, firm.problems) for firm in refused] == [
        (2, ["Email: “kima” cannot be read.", "Stage: “nowhere” cannot be read."]),
        (3, ["The row has no name."]),
        (4, ["Rating: Ensure this value is less than or equal to 5."]),
        (5, ["Website: Enter a valid URL."]),
    ]


def test_a_longer_file_is_refused(firms, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    with pytest.raises(Unreadable, match="more than 2 rows"):
        firms("Name,Email", "a,", "b,", "c,")


def test_workbooks_are_read_too(tmp_path, workspace):
    book = Workbook()
    for row in (["Fund", "Ticket", "Follow up"], ["Kima", 150_000, datetime(2026, 3, 14)]):
        book.active.append(row)
    book.save(tmp_path / "book.xlsx")
    layout, headers, _sheets = look_at(tmp_path / "book.xlsx")
    found, _refused = firms_of(tmp_path / "book.xlsx", layout, guess(headers), workspace)
    assert (found[0].fields["check_size"], found[0].fields["next_step_at"].day) == (150_000, 14)
