"""Files of other systems, from upload to leads."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

from crm import actions
from crm.actions import imports
from crm.importing.mapping import Plan
from crm.models import CustomField, ImportMapping, Lead, Operation, OperationRow
from crm.operations.members import as_its_member
from tests.factories.accounts import make_member
from tests.factories.crm import make_lead
from tests.factories.imports import make_import
from webox.accounts.models import Profile

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent.parent / "files"


@pytest.fixture(autouse=True)
def reasons_in_english(workspace):
    """A worker writes its reasons in the language of the workspace."""
    workspace.language = "en"
    workspace.save()


def run(operation, by, **choices):
    if choices:
        plan = Plan.of(operation.params | choices)
        imports.choose(operation=operation, by=by, plan=plan)
    imports.start_import(operation=operation, by=by)
    imports.run_import(operation_id=operation.pk)
    operation.refresh_from_db()
    return operation


def import_file(workspace, by, content, name="leads.csv", **choices):
    return run(make_import(workspace, by, content, name), by, **choices)


def import_sample(workspace, by, name):
    return import_file(workspace, by, (FILES / name).read_bytes(), name)


def counts_of(operation):
    names = ("created", "updated", "unchanged", "refused")
    return tuple(getattr(operation, f"{name}_count") for name in names)


def reasons_of(operation):
    return dict(operation.rows.filter(outcome="refused").values_list("number", "reason"))


def lead_of(email):
    return Lead.objects.get(email=email)


# What other systems export


def test_hubspot_is_recognised(workspace, member):
    operation = import_sample(workspace, member, "hubspot-crm-exports-all-contacts-2026-03-14.csv")
    assert (operation.file.vendor, operation.state, counts_of(operation)) == ("hubspot", "done", (3, 0, 0, 0))
    lea = lead_of("lea.besson@example.com")
    assert (lea.name, lea.phone, lea.company, lea.job_title) == (
        "Léa Besson",
        "+33 6 12 34 56 78",
        "Hôtel de l’Été",
        "Directrice",
    )
    assert (lea.status, lea.owner, lea.source, lea.unsubscribed_at) == ("contacted", member, "HubSpot", None)
    assert lead_of("noel@example.com").status == "proposal"
    paul = lead_of("paul@example.com")
    assert (paul.status, paul.unsubscribed_at is not None) == ("lost", True)


def test_mailchimp_is_recognised_and_who_left_stays_out(workspace, member):
    operation = import_sample(workspace, member, "unsubscribed_members_export_4f2a91c0de.csv")
    assert (operation.file.vendor, counts_of(operation)) == ("mailchimp", (1, 0, 0, 0))
    gone = lead_of("gone@example.com")
    assert gone.unsubscribed_at == datetime(2025, 6, 1, 6, tzinfo=UTC)
    assert sorted(gone.tags.values_list("name", flat=True)) == ["Salon 2023", "VIP"]
    assert (gone.notes, gone.consent_at) == ("Met in Lyon, 2023", None)
    operation = import_sample(workspace, member, "subscribed_members_export_4f2a91c0de.csv")
    assert counts_of(operation) == (1, 0, 1, 0)
    gone.refresh_from_db()
    assert gone.unsubscribed_at == datetime(2025, 6, 1, 6, tzinfo=UTC)
    assert lead_of("ines@example.com").unsubscribed_at is None


def test_listmonk_is_recognised(workspace, member):
    operation = import_sample(workspace, member, "listmonk-subscribers.csv")
    assert (operation.file.vendor, counts_of(operation)) == ("listmonk", (2, 0, 0, 0))
    jean = lead_of("jean@example.com")
    assert (jean.first_name, jean.last_name, jean.status, jean.unsubscribed_at) == ("Jean", "de La Tour", "new", None)
    assert lead_of("blocked@example.com").unsubscribed_at is not None


def test_google_contacts_are_recognised_as_exported_now(workspace, member):
    operation = import_sample(workspace, member, "google-contacts.csv")
    assert (operation.file.vendor, counts_of(operation)) == ("google", (1, 0, 0, 0))
    zoe = lead_of("zoe@example.com")
    assert (zoe.name, zoe.company, zoe.job_title, zoe.phone) == (
        "Zoé Petit",
        "Atelier Zoé",
        "Gérante",
        "06 11 22 33 44",
    )
    assert zoe.notes == "Call after 6 pm\nor on Sunday"
    assert [tag.name for tag in zoe.tags.all()] == ["Clients"]


def test_google_contacts_are_recognised_as_exported_before(workspace, member):
    operation = import_sample(workspace, member, "google-contacts-before-2024.csv")
    assert (operation.file.vendor, counts_of(operation)) == ("google", (1, 0, 0, 0))
    marc = lead_of("marc@example.com")
    assert (marc.first_name, marc.last_name, marc.company, marc.job_title) == (
        "Marc",
        "Vidal",
        "Le Journal",
        "Rédacteur",
    )
    assert [tag.name for tag in marc.tags.all()] == ["Presse"]


# Modes and matches

PEOPLE = (
    "Nom;Prénom;E-mail;Société;Montant\nMartin;Ada;ada@example.com;Atelier;1 500,50 €\nPetit;Bob;bob@example.com;;\n"
)


def test_french_columns_are_understood(workspace, member):
    operation = import_file(workspace, member, PEOPLE)
    assert counts_of(operation) == (2, 0, 0, 0)
    ada = lead_of("ada@example.com")
    assert (ada.first_name, ada.last_name, ada.company, str(ada.estimated_value)) == (
        "Ada",
        "Martin",
        "Atelier",
        "1500.50",
    )


def test_an_update_changes_what_differs_and_empty_cells_change_nothing(workspace, member):
    lead = make_lead(workspace, email="bob@example.com", first_name="Robert", last_name="Petit", company="Chez Bob")
    operation = import_file(workspace, member, PEOPLE, mode="update")
    assert counts_of(operation) == (0, 1, 0, 1)
    assert reasons_of(operation) == {2: "No lead has “ada@example.com”."}
    row = operation.rows.get(outcome="updated")
    assert (row.number, row.lead, row.before, row.after) == (
        3,
        lead,
        {"first_name": "Robert"},
        {"first_name": "Bob"},
    )
    lead.refresh_from_db()
    assert lead.company == "Chez Bob"


def test_empty_cells_empty_the_field_when_that_was_chosen(workspace, member):
    make_lead(workspace, email="bob@example.com", first_name="Bob", last_name="Petit", company="Chez Bob")
    operation = import_file(workspace, member, PEOPLE, mode="update", clear=True)
    assert operation.rows.get(outcome="updated").after == {"company": ""}
    assert lead_of("bob@example.com").company == ""


def test_only_adding_leaves_those_who_are_there_alone(workspace, member):
    make_lead(workspace, email="bob@example.com", first_name="Robert")
    operation = import_file(workspace, member, PEOPLE, mode="create")
    assert counts_of(operation) == (1, 0, 0, 1)
    assert reasons_of(operation) == {3: "A lead with “bob@example.com” exists already."}
    assert lead_of("bob@example.com").first_name == "Robert"


def test_the_second_time_nothing_changes(workspace, member):
    import_file(workspace, member, PEOPLE)
    assert counts_of(import_file(workspace, member, PEOPLE)) == (0, 0, 2, 0)


def test_the_same_person_twice_in_a_file_is_refused_the_second_time(workspace, member, monkeypatch):
    content = "email,name\na@example.com,Ada\nA@Example.com,Ada again\n"
    operation = import_file(workspace, member, content)
    assert counts_of(operation) == (1, 0, 0, 1)
    assert reasons_of(operation) == {3: "Row 2 is about the same lead."}


def test_the_same_person_in_a_later_chunk_is_refused_too(workspace, member, monkeypatch):
    monkeypatch.setattr("crm.importing.running.MOST_ROWS", 1)
    operation = import_file(workspace, member, "email,name\na@example.com,Ada\na@example.com,Ada again\n")
    assert reasons_of(operation) == {3: "Row 2 is about the same lead."}


def test_leads_are_found_by_phone(workspace, member):
    lead = make_lead(workspace, phone="0612345678", company="")
    make_lead(workspace, phone="0700000000")
    make_lead(workspace, phone="0700000000")
    content = "phone,company\n0612345678,Atelier\n0700000000,Twice\n,Nobody\n"
    operation = import_file(workspace, member, content, match="phone")
    assert counts_of(operation) == (1, 1, 0, 1)
    assert reasons_of(operation) == {3: "2 leads have “0700000000”. Find them by something only one has."}
    lead.refresh_from_db()
    assert lead.company == "Atelier"


def test_leads_are_found_by_number_and_by_a_custom_field(workspace, member, other_workspace):
    CustomField.objects.create(workspace=workspace, key="ref", label="Ref", kind="text")
    lead = make_lead(workspace, custom_fields={"ref": "A-1"}, company="")
    stranger = make_lead(other_workspace)
    operation = import_file(
        workspace, member, f"id,company\n{lead.pk},One\n{stranger.pk},Two\n", match="id", mode="update"
    )
    assert reasons_of(operation) == {3: f"No lead has “{stranger.pk}”."}
    operation = import_file(workspace, member, "Ref,company\nA-1,Two\nA-2,Three\n", match="custom.ref")
    assert counts_of(operation) == (1, 1, 0, 0)
    lead.refresh_from_db()
    assert lead.company == "Two"
    assert Lead.objects.get(company="Three").custom_fields == {"ref": "A-2"}


def test_a_deleted_lead_comes_back(workspace, member):
    lead = make_lead(workspace, email="bob@example.com", first_name="Bob", last_name="Petit")
    actions.delete_lead(lead=lead, by=member)
    operation = import_file(workspace, member, PEOPLE)
    assert operation.rows.get(lead=lead).outcome == "restored"
    lead.refresh_from_db()
    assert not lead.is_deleted


def test_tags_owner_source_and_status_are_given_to_new_leads(workspace, member, owner):
    make_lead(workspace, email="bob@example.com", status="won", source="salon")
    choices = {"tags": ["Lyon", "2026"], "owner": owner.pk, "source": "fair", "status": "contacted"}
    import_file(workspace, member, PEOPLE, **choices)
    ada, bob = lead_of("ada@example.com"), lead_of("bob@example.com")
    assert (ada.owner, ada.source, ada.status) == (owner, "fair", "contacted")
    assert (bob.owner, bob.source, bob.status) == (None, "salon", "won")
    assert {tag.name for lead in (ada, bob) for tag in lead.tags.all()} == {"Lyon", "2026"}


def test_owners_are_found_by_address_and_by_name(workspace, member):
    make_member(workspace, email="luc@example.com")
    content = "email,owner\na@example.com,ada martin\nb@example.com,LUC@example.com\nc@example.com,nobody@example.com\n"
    operation = import_file(workspace, member, content)
    assert lead_of("a@example.com").owner == member
    assert lead_of("b@example.com").owner.email == "luc@example.com"
    assert reasons_of(operation) == {4: "owner: “nobody@example.com” is not a member. Write the email address of one."}


@pytest.mark.parametrize(
    ("dates", "is_day_first"),
    [(["04/03/2026", "25/12/2026"], True), (["04/03/2026", "12/25/2026"], False), (["04/03/2026"], True)],
)
def test_the_order_of_dates_is_told_by_the_dates(workspace, member, dates, is_day_first):
    content = "email,relance\n" + "".join(f"p{n}@example.com,{day}\n" for n, day in enumerate(dates))
    operation = import_file(workspace, member, content)
    assert operation.params["day_first"] is is_day_first
    month = 3 if is_day_first else 4
    assert lead_of("p0@example.com").next_step_at.astimezone(workspace.zone).month == month


def test_a_new_field_is_made_for_a_column(workspace, owner):
    operation = make_import(workspace, owner, "email,Nombre de places\na@example.com,3\nb@example.com,many\n")
    assert operation.params["targets"] == ["email", ""]
    operation = run(operation, owner, targets=["email", "new:number"])
    field = CustomField.objects.get()
    assert (field.key, field.label, field.kind) == ("nombre_de_places", "Nombre de places", "number")
    assert lead_of("a@example.com").custom_fields == {"nombre_de_places": 3}
    assert reasons_of(operation) == {3: "Nombre de places: “many” is not a number. Write one such as 1234.56."}


def test_only_who_administers_makes_new_fields(workspace, member):
    operation = make_import(workspace, member, "email,places\na@example.com,3\n")
    with pytest.raises(imports.ImportRefused, match="Only owners and admins make new fields"):
        run(operation, member, targets=["email", "new:number"])
    assert CustomField.objects.count() == 0


# Choices


def test_choices_are_remembered_for_the_next_file_with_these_columns(workspace, member, other_workspace):
    first = "e_mail,what,who\na@example.com,Atelier,Ada\n"
    run(make_import(workspace, member, first), member, targets=["email", "company", "first_name"], tags=["fair"])
    assert ImportMapping.objects.count() == 1
    again = make_import(workspace, member, "E-Mail,WHAT,Who\nb@example.com,Bistro,Bob\n")
    assert (again.params["targets"], again.params["tags"]) == (["email", "company", "first_name"], ["fair"])
    elsewhere = make_import(other_workspace, make_member(other_workspace), first)
    assert elsewhere.params["tags"] == []


@pytest.mark.parametrize(
    ("choices", "field", "says"),
    [
        ({"targets": ["email", "email"]}, "mapping", "“mail” and “firm” are both “email”. Leave one of them out."),
        ({"targets": ["", ""]}, "mapping", "Every column is left out."),
        ({"targets": ["nose", ""]}, "mapping", "“nose” is not a field of leads."),
        ({"targets": ["new:nose", ""]}, "mapping", "“nose” is not a kind of field."),
        ({"targets": ["email"]}, "mapping", "The file has 2 columns"),
        ({"targets": ["notes", ""]}, "mapping", "Say which column holds the email"),
        ({"targets": ["phone", ""], "mode": "update"}, "match", "No column is “email”"),
        ({"match": "score"}, "match", "Choose one of: email, phone, id."),
        ({"mode": "replace"}, "mode", "Choose one of: upsert, create, update."),
    ],
)
def test_choices_that_cannot_be_carried_out_are_refused_with_the_remedy(workspace, member, choices, field, says):
    operation = make_import(workspace, member, "mail,firm\na@example.com,Atelier\n")
    with pytest.raises(Exception) as refused:
        imports.choose(operation=operation, by=member, plan=Plan.of(operation.params | choices))
    assert says in refused.value.message_dict[field][0]


def test_reading_again_with_another_encoding(workspace, member):
    operation = make_import(workspace, member, "nom,email\nBesan\u00e7on,a@example.com\n".encode("cp1252"))
    assert operation.file.encoding == "cp1252"
    imports.read_again(operation=operation, by=member, encoding="mac_roman")
    operation = Operation.objects.get(pk=operation.pk)
    assert operation.params["samples"][0] == ["BesanÁon"]


# Trying


def test_a_trial_says_what_would_change_and_writes_nothing(workspace, member):
    make_lead(workspace, email="bob@example.com", first_name="Robert", last_name="Petit")
    operation = make_import(workspace, member, PEOPLE + "X;Y;not an address;;\n")
    trial = imports.try_import(operation=operation, by=member)
    assert (trial.tried, trial.is_whole) == (3, True)
    assert trial.counts == {"created": 1, "updated": 1, "restored": 0, "unchanged": 0, "refused": 1}
    assert [(row.number, row.outcome) for row in trial.changes] == [(2, "created"), (3, "updated")]
    assert trial.changes[1].before == {"first_name": "Robert"}
    assert [(row.number, row.reason) for row in trial.refused] == [
        (4, "E-mail: “not an address” is not an email address. Write one such as name@example.com.")
    ]
    operation.refresh_from_db()
    assert (operation.state, operation.done, operation.created_count) == ("draft", 0, 0)
    assert (Lead.objects.count(), OperationRow.objects.count()) == (1, 0)


def test_a_trial_of_a_large_file_says_that_it_is_a_part(workspace, member, monkeypatch):
    monkeypatch.setattr("crm.importing.running.TRIED", 2)
    operation = make_import(workspace, member, "email\n" + "".join(f"p{n}@example.com\n" for n in range(5)))
    trial = imports.try_import(operation=operation, by=member)
    assert (trial.tried, trial.is_whole, trial.counts["created"]) == (2, False, 2)


# Running


def test_running_twice_applies_every_row_once(workspace, member):
    operation = import_file(workspace, member, PEOPLE)
    imports.run_import(operation_id=operation.pk)
    assert OperationRow.objects.count() == 2


def test_who_was_interrupted_goes_on_where_the_last_chunk_ended(workspace, member, monkeypatch):
    monkeypatch.setattr("crm.importing.running.MOST_ROWS", 2)
    content = "email\n" + "".join(f"p{n}@example.com\n" for n in range(5))
    operation = make_import(workspace, member, content)
    imports.start_import(operation=operation, by=member)
    calls = []

    def killed(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return advance(*args, **kwargs)

    advance = imports.advance
    with monkeypatch.context() as patch:
        patch.setattr(imports, "advance", killed)
        with pytest.raises(KeyboardInterrupt):
            imports.run_import(operation_id=operation.pk)
    operation.refresh_from_db()
    assert (operation.state, operation.done) == ("running", 2)
    imports.run_import(operation_id=operation.pk)
    operation.refresh_from_db()
    assert (operation.state, operation.done, operation.total, operation.created_count) == ("done", 5, 5, 5)
    assert list(operation.rows.order_by("number").values_list("number", flat=True)) == [2, 3, 4, 5, 6]


def test_stopping_keeps_what_is_done(workspace, member, monkeypatch):
    monkeypatch.setattr("crm.importing.running.MOST_ROWS", 2)
    operation = make_import(workspace, member, "email\n" + "".join(f"p{n}@example.com\n" for n in range(5)))
    imports.start_import(operation=operation, by=member)
    advance = imports.advance

    def stopped_after_one(*args):
        went_on = advance(*args)
        imports.stop_import(operation=operation, by=member)
        return went_on

    monkeypatch.setattr(imports, "advance", stopped_after_one)
    imports.run_import(operation_id=operation.pk)
    operation.refresh_from_db()
    assert (operation.state, operation.done, Lead.objects.count()) == ("done", 2, 2)
    assert operation.problem == "Stopped by Ada Martin after 2 rows."


def test_a_file_that_is_gone_ends_the_import_and_says_so(workspace, member):
    operation = make_import(workspace, member, PEOPLE)
    imports.start_import(operation=operation, by=member)
    operation.file.path.unlink()
    imports.run_import(operation_id=operation.pk)
    operation.refresh_from_db()
    assert (operation.state, operation.problem) == ("failed", "The file is no longer there. Upload it again.")


def test_who_left_the_workspace_imports_nothing_more(workspace, member):
    operation = make_import(workspace, member, PEOPLE)
    imports.start_import(operation=operation, by=member)
    workspace.memberships.filter(user=member).delete()
    imports.run_import(operation_id=operation.pk)
    operation.refresh_from_db()
    assert (operation.state, Lead.objects.count()) == ("failed", 0)


def test_a_member_limited_to_their_own_leads_touches_no_others(workspace, member):
    workspace.memberships.filter(user=member).update(own_leads_only=True)
    make_lead(workspace, email="bob@example.com", first_name="Robert")
    operation = import_file(workspace, member, PEOPLE)
    assert reasons_of(operation) == {3: "This lead is in the care of another member."}
    assert lead_of("ada@example.com").owner == member
    assert lead_of("bob@example.com").first_name == "Robert"


def test_reasons_are_in_the_language_of_whoever_imports(workspace, member):
    Profile.objects.create(user=member, language="fr")
    operation = make_import(workspace, member, PEOPLE)
    with as_its_member(operation):
        assert (get_language(), get_current_timezone()) == ("fr", workspace.zone)
    operation = import_file(workspace, member, "E-mail\nwrong\n")
    assert reasons_of(operation)[2].startswith("E-mail\xa0: «\xa0wrong\xa0» n’est pas")


def test_a_started_import_is_no_draft_any_more(workspace, member):
    operation = import_file(workspace, member, PEOPLE)
    with pytest.raises(imports.ImportRefused, match="has been started already"):
        imports.start_import(operation=operation, by=member)


def test_a_draft_is_thrown_away_with_its_file(workspace, member, django_capture_on_commit_callbacks):
    operation = make_import(workspace, member, PEOPLE)
    path = operation.file.path
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        imports.discard_import(operation=operation, by=member)
    assert (path.exists(), Operation.objects.count()) == (False, 0)


def test_a_file_that_is_too_large_is_refused_and_not_kept(workspace, member, settings, data_dir):
    settings.IMPORT_MAX_BYTES = 20
    with pytest.raises(imports.ImportRefused, match="larger than 20"):
        make_import(workspace, member, PEOPLE)
    assert list((data_dir / "imports").iterdir()) == []
    assert Operation.objects.count() == 0


def test_old_files_are_forgotten(workspace, member, django_capture_on_commit_callbacks):
    def aged(operation, days):
        at = timezone.now() - timedelta(days=days)
        Operation.objects.filter(pk=operation.pk).update(created_at=at, finished_at=at if days > 80 else None)
        return operation

    old_draft, new_draft = (aged(make_import(workspace, member), days) for days in (8, 6))
    old_import, new_import = (aged(import_file(workspace, member, PEOPLE), days) for days in (91, 89))
    with django_capture_on_commit_callbacks(execute=True):
        imports.forget_old_files()
    assert set(Operation.objects.all()) == {new_draft, old_import, new_import}
    kept = [operation.file.path.exists() for operation in (old_draft, new_draft, old_import, new_import)]
    assert kept == [False, True, False, True]
