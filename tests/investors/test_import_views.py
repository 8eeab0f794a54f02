from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from investors import actions
from investors.actions import imports
from investors.models import Investor, StageChange
from tests.factories.accounts import make_member
from tests.factories.investors import make_contact, make_investor

pytestmark = pytest.mark.django_db
IMPORT = "/investors/import"
LINES = "Fonds;Email;Ticket;Étape;Contact;Mail du contact"


@pytest.fixture
def upload(member_client):
    """A function: upload a CSV file of these lines; returns where its check is."""

    def send(*rows, name="fonds.csv"):
        file = SimpleUploadedFile(name, "\n".join([LINES, *rows]).encode())
        answer = member_client.post(IMPORT, {"file": file})
        assert answer.status_code == 302, answer.context["form"].errors
        return answer["Location"]

    return send


def names():
    return sorted(Investor.objects.alive().values_list("name", flat=True))


def test_a_file_is_looked_at_and_imported_once(upload, member_client, workspace, member, data_dir):
    where = upload("Kima;bonjour@kima.example;150 k€;rdv;Jean;jean@kima.example", "Ancre;;abc;;;", "Bpi;;;;;")
    page = member_client.get(where)
    outcome = page.context["outcome"]
    assert [firm.name for firm in outcome.created] == ["Kima", "Bpi"]
    assert [(firm.number, firm.problems) for firm in outcome.refused] == [(3, ["Check size: “abc” cannot be read."])]
    assert (names(), StageChange.objects.count()) == ([], 0)
    done = member_client.post(where, follow=True)
    assert done.redirect_chain == [("/investors", 302)]
    assert [str(message) for message in done.context["messages"]] == ["2 investors added. 1 row left out."]
    kima = Investor.objects.get(name="Kima")
    assert (kima.email, kima.check_size, kima.pipeline_stage) == ("bonjour@kima.example", 150_000, "meeting")
    assert list(kima.contacts.values_list("name", "email", "is_primary")) == [("Jean", "jean@kima.example", True)]
    assert list(kima.stage_changes.values_list("to_stage", "by")) == [("meeting", member.pk)]
    again = member_client.post(where, follow=True)
    assert again.redirect_chain == [(IMPORT, 302)]
    assert (names(), list((data_dir / "investor-imports").iterdir())) == (["Bpi", "Kima"], [])


def test_who_is_here_is_left_alone_or_takes_over_what_the_file_says(upload, member_client, workspace):
    kima = make_investor(workspace, name="Kima", email="bonjour@kima.example", tags=["seed"], notes="Vus en mai")
    make_contact(kima, name="Jean", email="jean@kima.example")
    make_investor(workspace, name="Éole", email="")
    rows = ("Kima;bonjour@kima.example;200000;;Cosette;cosette@kima.example", "eole;bonjour@eole.example;;;;")
    where = upload(*rows)
    outcome = member_client.get(where).context["outcome"]
    assert ([len(outcome.created), len(outcome.updated), len(outcome.skipped)], names()) == (
        [0, 0, 2],
        ["Kima", "Éole"],
    )
    where += "&updates=1"
    assert len(member_client.get(where).context["outcome"].updated) == 2
    assert Investor.objects.get(pk=kima.pk).check_size is None
    member_client.post(where)
    kima.refresh_from_db()
    assert (kima.check_size, kima.notes, [tag.name for tag in kima.tags.all()]) == (200_000, "Vus en mai", ["seed"])
    assert sorted(kima.contacts.values_list("name", flat=True)) == ["Cosette", "Jean"]
    assert Investor.objects.get(email="bonjour@eole.example").name == "eole"
    where = upload(rows[0]) + "&updates=1"
    assert not member_client.get(where).context["outcome"].changes_something


def test_the_address_of_a_deleted_investor_is_told(upload, member_client, workspace):
    kima = make_investor(workspace, name="Kima", email="bonjour@kima.example")
    actions.delete_investor(investor=kima, by=None)
    refused = member_client.get(upload("Kima;bonjour@kima.example;;;;")).context["outcome"].refused
    assert refused[0].problems == ["Kima has this email and was deleted. Restore it instead."]


def test_columns_are_chosen_anew(upload, member_client):
    where = upload("Kima;;x;;;")
    assert member_client.get(where).context["outcome"].created == []
    chosen = member_client.get(f"{where}&c2=notes")
    assert [firm.fields for firm in chosen.context["outcome"].created] == [{"name": "Kima", "notes": "x"}]
    twice = member_client.get(f"{where}&c2=name")
    assert (twice.status_code, twice.context["form"].errors["c0"]) == (422, ["Two columns cannot be the same."])
    assert "outcome" not in twice.context
    assert member_client.post(f"{where}&c2=nonsense").status_code == 422
    assert names() == []


def test_what_is_no_table_is_refused_in_words(member_client):
    answer = member_client.post(IMPORT, {"file": SimpleUploadedFile("deck.pdf", b"%PDF-1.4 ...")})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == ["This is no table. Upload a CSV or XLSX file."]


def test_a_large_file_is_refused(member_client, monkeypatch):
    monkeypatch.setattr(imports, "LARGEST", 10)
    answer = member_client.post(IMPORT, {"file": SimpleUploadedFile("a.csv", b"Name,Email\nKima,\n")})
    assert "larger than" in answer.context["form"].errors["file"][0]


def test_another_workspaces_file_is_not_there(upload, client_of, other_workspace):
    where = upload("Kima;;;;;")
    stranger = client_of(make_member(other_workspace))
    assert (stranger.get(where).status_code, stranger.post(where).status_code) == (404, 404)
    token = parse_qs(urlsplit(where).query)["file"][0]
    assert stranger.get("/investors/import/check", {"file": token[:-1]}).status_code == 404
    assert stranger.get("/investors/import/check").status_code == 404


def test_a_failure_leaves_the_file_for_another_try(upload, member_client, workspace, monkeypatch):
    where = upload("Kima;;;;;")

    def fail(**given):
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(imports, "create_investors", fail)
    with pytest.raises(RuntimeError):
        member_client.post(where)
    monkeypatch.undo()
    assert names() == []
    member_client.post(where)
    assert names() == ["Kima"]
