import csv
import json
import os
import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from crm.actions import delete_lead
from crm.models import CustomField, Lead, LeadEdit, LeadInteraction, StatusChange, StatusTotal, Tag
from marketing.ads.models import AdCampaign
from marketing.ads.totals import Figures, totals_of_campaign
from marketing.emails.models import Delivery, EmailCampaign, OutboxMessage
from marketing.emails.report import report_of
from marketing.funnels.actions import unpublish
from marketing.funnels.models import Funnel, FunnelPage
from tests.factories.accounts import make_member, make_workspace
from tests.factories.crm import make_lead
from webox.accounts.models import ExternalId
from webox.analytics.actions import wrong_counts
from webox.analytics.models import DailyCount, Event

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files" / "legacy"
BEFORE = """
                         created   matched    filled   refused
funnels                        2         0         0         1
funnel_pages                   4         0         0         3
leads                          4         0         1         2
lead_interactions              3         0         0         3
email_campaigns                4         0         0         1
ad_campaigns                   2         0         0         1
"""
MODELS = (Lead, LeadInteraction, StatusChange, Funnel, FunnelPage, EmailCampaign, ExternalId, Event, Tag, LeadEdit)


@pytest.fixture
def atelier(db):
    workspace = make_workspace("Atelier", slug="atelier", time_zone="Europe/Paris", language="fr")
    make_member(workspace, "owner", email="ada@example.com", first_name="Ada")
    return workspace


@pytest.fixture
def before(tmp_path):
    return database(tmp_path / "before.db", (FILES / "before_the_rename.sql").read_text())


@pytest.fixture
def after(tmp_path):
    return database(tmp_path / "after.db", (FILES / "after_the_rename.sql").read_text())


def database(path, script):
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()
    return path


def bring(source, **options):
    """What the command prints, and {(table, id): (outcome, notes)} of its report."""
    out, report = StringIO(), Path(os.environ["WEBOX_DATA_DIR"]) / "report.csv"
    options = {"workspace": "atelier", "report": str(report), "stdout": out} | options
    call_command("import_legacy", str(source), **options)
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["table"], row["id"]): (row["outcome"], row["notes"]) for row in csv.DictReader(file)}
    return out.getvalue(), rows


def refused(source, **options):
    with pytest.raises(CommandError) as error:
        call_command("import_legacy", str(source), **{"workspace": "atelier", "stdout": StringIO()} | options)
    return str(error.value)


def counts():
    return {model.__name__: model.objects.count() for model in MODELS}


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


def external(workspace, kind):
    return dict(
        ExternalId.objects.filter(workspace=workspace, kind=kind)
        .values_list("external_id", "subject_id")
        .order_by("pk")
    )


def test_the_summary_and_the_report_say_what_became_of_every_row(atelier, before):
    out, rows = bring(before)
    assert out.startswith(BEFORE.removeprefix("\n"))
    assert "Columns that were not read: funnels.user_id, leads.last_contact_date." in out
    assert "1 × leads, refused: “pas une adresse” is not an email address" in out
    assert len(rows) == 31
    assert rows["funnels", "2"] == ("created", "not published: none of its pages is")
    assert rows["funnels", "3"] == ("refused", "unknown funnel_type “PODCAST”")
    assert rows["funnel_pages", "3"] == ("created", "its address became “guide-2”: another page has “guide”")
    assert rows["funnel_pages", "5"] == ("refused", "its funnel 3 was refused or is not in the table")
    assert rows["funnel_pages", "7"] == ("refused", "unknown page_type “QUIZ”")
    assert rows["leads", "1"] == ("created", "")
    assert "Custom fields made: budget (number), ville (text)." in out
    assert rows["leads", "2"][1].split("; ") == [
        "source_url “javascript:alert(1)” is not a web address and was left out",
        "owner_id 2 is no member here",
    ]
    assert rows["leads", "3"] == (
        "filled",
        "estimated_value -5.0 is below zero and was left out; "
        "not taken over, since the lead here has its own: first_name, status; filled: job_title, phone",
    )
    assert rows["leads", "6"] == ("refused", "unknown status “FROZEN”")
    assert rows["lead_interactions", "3"] == ("created", "“sms” became a note")
    assert rows["lead_interactions", "4"] == ("refused", "its lead 5 was refused or is not in the table")
    assert rows["lead_interactions", "6"] == ("refused", "it belongs to no lead")
    assert rows["ad_campaigns", "1"] == ("created", "its figures are those of 2025-11-20 to 2025-11-30 together")
    assert rows["ad_campaigns", "3"] == ("refused", "it has no name")


def test_an_ad_campaign_keeps_its_sums_for_the_days_they_were_made_in(atelier, before):
    _out, rows = bring(before)
    friday, snap = AdCampaign.objects.order_by("pk")
    assert (friday.platform, friday.status, friday.daily_budget) == ("facebook", "completed", 50)
    assert totals_of_campaign(friday).main == Figures("EUR", 50_000, 2500, 125, Decimal("562.5"), has_periods=True)
    assert totals_of_campaign(friday).main.cpa == Decimal("4.5")
    assert (snap.platform, snap.end_date, snap.days.get().day) == ("other", None, date(2025, 3, 10))
    assert rows["ad_campaigns", "2"][1].split("; ") == [
        "its last day lies before its first and was left out",
        "platform “snapchat” counts as other",
        "daily_budget -1.0 is below zero and was left out",
        "its figures stand on 2025-03-10, the one day that is known",
    ]
    bring(before)
    assert AdCampaign.objects.count() == 2


def test_a_spreadsheet_runs_nothing_of_the_report(atelier, before, tmp_path):
    call_command("import_legacy", str(before), workspace="atelier", report=str(tmp_path / "r.csv"), stdout=StringIO())
    assert "ad_campaigns,1,created,'=Black Friday," in (tmp_path / "r.csv").read_text("utf-8-sig")


def test_a_lead_keeps_its_words_and_its_date(atelier, before):
    bring(before)
    zoe = Lead.objects.get(email="zoe@example.com")
    assert (zoe.first_name, zoe.last_name, zoe.phone, zoe.company) == ("Zoé", "Martin", "+33 6 12", "Martin SA")
    assert (zoe.status, zoe.source, zoe.source_url) == ("new", "guide", "https://example.com/g")
    assert (zoe.estimated_value, zoe.notes) == (Decimal("1200.50"), "Rappeler")
    assert zoe.custom_fields == {"budget": 900, "ville": "Lyon"}
    assert sorted(tag.name for tag in zoe.tags.all()) == ["Salon", "VIP"]
    assert zoe.owner.email == "ada@example.com"
    assert zoe.created_at == zoe.status_since == at(2025, 4, 1, 22, 30, 0, 123456)
    # 22:30 UTC is the next day in Paris.
    assert zoe.created_day == date(2025, 4, 2)
    assert [lead.pk for lead in Lead.objects.search("zoe martin")] == [zoe.pk]
    nul = Lead.objects.get(email="ami@example.com")
    assert (nul.first_name, nul.estimated_value) == ("Null", None)
    assert nul.created_at.year < 2999
    unnamed = Lead.objects.get(email="")
    assert (unnamed.status, unnamed.custom_fields) == ("qualified", {})


def test_the_ledger_the_totals_and_the_counts_agree_with_the_leads(atelier, before):
    bring(before)
    luc = Lead.objects.get(email="luc@example.com")
    since = at(2025, 6, 10, 9, 15)
    assert (luc.status, luc.status_since, luc.rank) == ("won", since, -int(since.timestamp() * 1_000_000))
    lines = StatusChange.objects.filter(lead=luc).order_by("at")
    seen = [(line.kind, line.from_status, line.to_status, line.to_value, line.at, line.until) for line in lines]
    assert seen == [
        ("created", "", "new", Decimal(500), at(2025, 4, 2, 10), since),
        ("moved", "new", "won", Decimal(500), since, None),
    ]
    assert lines[1].seconds_in_from == lines[1].age_seconds == (since - at(2025, 4, 2, 10)).total_seconds()
    assert StatusTotal.objects.for_workspace(atelier).by_status()["won"] == (1, Decimal(500))
    created = Event.objects.get(type="crm.lead.created", lead_id=luc.pk)
    assert (created.at, created.day, created.properties) == (at(2025, 4, 2, 10), date(2025, 4, 2), {"source": "salon"})
    moved = Event.objects.get(type="crm.lead.status_changed", lead_id=luc.pk)
    assert (moved.at, moved.properties) == (since, {"from": "new", "to": "won"})
    # Without a day of its last change it came as what it is.
    unnamed = Lead.objects.get(email="")
    assert [(line.kind, line.to_status) for line in unnamed.status_changes.all()] == [("created", "qualified")]
    spring = DailyCount.objects.for_workspace(atelier).filter(metric="crm.lead.created", subject_type="")
    assert spring.total("crm.lead.created", date(2025, 4, 1), date(2025, 4, 30)) == 3
    assert wrong_counts() == []


def test_what_was_said_hangs_at_the_lead_it_was_said_with(atelier, before):
    bring(before)
    call, meeting, note = LeadInteraction.objects.order_by("created_at")
    assert (call.lead.email, call.interaction_type, call.subject, call.content) == (
        "zoe@example.com",
        "call",
        "Premier appel",
        "Intéressée",
    )
    assert (call.interaction_metadata, call.author.email) == ({"minutes": 12}, "ada@example.com")
    assert call.created_at == at(2025, 4, 2, 9)
    # Lead 3 was the same person as lead 2.
    assert (meeting.lead.email, meeting.interaction_type, meeting.author) == ("luc@example.com", "meeting", None)
    assert (note.interaction_type, note.interaction_metadata) == ("note", {"interaction_type": "sms"})
    about = Event.objects.get(type="crm.interaction.added", properties__interaction_id=call.pk)
    assert (about.at, about.lead_id) == (call.created_at, call.lead_id)


def test_funnels_come_with_their_pages_and_are_public_only_with_a_published_one(atelier, before, client):
    bring(before)
    guide, webinar = Funnel.objects.order_by("created_at")
    assert (guide.name, guide.funnel_type, guide.is_active, guide.slug) == (
        "Guide lumière",
        "lead_magnet",
        True,
        "guide-lumiere",
    )
    totals = (guide.total_visitors, guide.total_leads, guide.total_sales, guide.total_revenue)
    assert totals == (1234, 234, 12, Decimal("5964.50"))
    assert guide.conversion_rate == 234 / 1234
    assert guide.created_at == at(2025, 3, 1, 8)
    assert (webinar.is_active, webinar.pages.get().is_published) == (False, False)
    pages = guide.pages.in_order()
    assert [(page.slug, page.page_type, page.is_published) for page in pages] == [
        ("guide", "optin", True),
        ("page-de-merci", "thank_you", True),
        ("guide-2", "upsell", False),
    ]
    assert pages[0].html_content == "<h1>Guide</h1>  <script>track()</script>"
    assert (pages[0].css_content, pages[0].js_content) == ("h1 {color: red}", "go();")
    assert (pages[0].visitors, pages[0].conversions) == (1000, 234)
    response = client.get("/p/atelier/guide-lumiere/guide")
    assert "<h1>Guide</h1>  <script>track()</script>" in response.content.decode()
    sandbox = response["Content-Security-Policy"].split("sandbox")[1].split(";")[0]
    assert "allow-same-origin" not in sandbox
    assert client.get("/p/atelier/webinaire/direct").status_code == 404


def test_a_funnel_somebody_unpublished_here_stays_so(atelier, before):
    bring(before)
    unpublish(funnel=Funnel.objects.get(slug="guide-lumiere"), by=None)
    database(before, "INSERT INTO funnel_pages (id, funnel_id, name, is_published) VALUES (8, 1, 'Neuve', 1)")
    assert bring(before)[1]["funnel_pages", "8"] == ("created", "")
    assert Funnel.objects.get(slug="guide-lumiere").is_active is False


def test_campaigns_come_as_drafts_or_with_totals_that_add_up(atelier, before):
    _out, rows = bring(before)
    sent, holiday, sales, archive = EmailCampaign.objects.order_by("created_at")
    assert (sent.status, sent.sent_at, sent.frozen_at) == ("completed", at(2025, 9, 2, 8), at(2025, 9, 2, 8))
    # 1,000 people: 980 handed over, of which 940 delivered, 20 bounced, 20 nobody knows of.
    numbers = (sent.total_recipients, sent.total_sent, sent.total_bounced, sent.total_uncertain, sent.total_skipped)
    assert numbers == (1000, 940, 20, 20, 20)
    assert (sent.total_pending, sent.total_opened, sent.total_clicked) == (0, 400, 120)
    assert sent.open_rate == 400 / 940
    assert sent.segment_rules == {"all": [{"field": "tags", "op": "any", "value": ["vip"]}]}
    assert rows["email_campaigns", "1"][1].split("; ") == [
        "20 sent without a word of their delivery count as uncertain",
        "20 of its audience that were never sent to count as skipped",
    ]
    assert (holiday.status, holiday.scheduled_at, holiday.segment_rules) == ("draft", None, {})
    assert "it was scheduled for 2099-12-20 08:00 UTC and came in as a draft" in rows["email_campaigns", "2"][1]
    assert "its segment_rules mean nothing here and were left out" in rows["email_campaigns", "2"][1]
    assert (sales.status, sales.subject, sales.total_sent) == ("draft", "Soldes", 0)
    assert "60" in sales.pause_reason
    assert (archive.total_recipients, archive.total_sent, archive.total_opened) == (30, 30, 30)
    for campaign in (sent, archive):
        report = report_of(campaign)
        assert report.audience == campaign.total_recipients
        assert report.is_balanced
    assert (Delivery.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_the_report_page_says_that_only_totals_are_known(atelier, before, client_of):
    bring(before)
    client = client_of(make_member(atelier, "owner"))
    sent = EmailCampaign.objects.get(name="Rentrée")
    page = client.get(sent.get_absolute_url()).content.decode()
    assert "Sent by an earlier system" in page
    assert "The totals add up to the audience; there are no rows to check them against." in page
    # Nobody can settle what has no row.
    assert "See and decide" not in page
    archive = EmailCampaign.objects.get(name="Archives")
    assert "<dt>Audience</dt><dd>Not known</dd>" in client.get(archive.get_absolute_url()).content.decode()
    deliveries = client.get(f"{sent.get_absolute_url()}/deliveries?state=uncertain").content.decode()
    assert "An earlier system sent this campaign" in deliveries
    draft = client.get(EmailCampaign.objects.get(name="Soldes").get_absolute_url()).content.decode()
    assert "Why it is a draft" in draft
    assert EmailCampaign.objects.get(name="Soldes").pause_reason in draft


def test_a_dry_run_says_what_the_run_then_says_and_writes_nothing(atelier, before, after):
    nothing = counts()
    for source in (before, after):
        promised, promised_rows = bring(source, dry_run=True)
        assert counts() == nothing
        kept, kept_rows = bring(source)
        assert promised == kept + "Dry run: nothing was written.\n"
        assert promised_rows == kept_rows
        nothing = counts()
    assert nothing["Lead"] == 4


def test_a_second_run_creates_nothing(atelier, before):
    bring(before)
    first = counts()
    out, rows = bring(before)
    assert counts() == first
    assert "leads                          0         5         0         2\n" in out
    assert {outcome for outcome, _notes in rows.values()} == {"matched", "refused"}
    assert wrong_counts() == []


def test_renamed_tables_are_read_beside_the_new_ones(atelier, after):
    _out, rows = bring(after)
    names = Funnel.objects.order_by("created_at").values_list("name", "is_active")
    assert list(names) == [("Guide lumière", False), ("Guide lumière", False), ("Consultation", True)]
    assert rows["funnels_old", "1"] == ("matched", "the same funnel as in the other table")
    assert rows["funnels_old", "2"] == ("created", "")
    guide = external(atelier, "funnels")["1b8f5a3c-9d1e-4f6a-8b7c-6d5e4f3a2b1c"]
    assert external(atelier, "funnels_old")["1"] == guide
    assert Funnel.objects.get(name="Consultation").created_at == at(2025, 11, 1, 7)
    assert list(EmailCampaign.objects.order_by("pk").values_list("name", flat=True)) == ["Hiver", "Été"]
    winter = rows["email_campaigns_old", "4b8f5a3c-9d1e-4f6a-8b7c-6d5e4f3a2b1c"]
    assert winter == ("matched", "the same campaign as in the other table")
    talk = LeadInteraction.objects.get()
    assert (talk.lead.email, talk.interaction_metadata) == ("zoe@example.com", {"thread": 7})


def test_numbers_that_began_again_at_one_name_another_funnel(atelier, tmp_path):
    columns = "(id INTEGER, name TEXT, created_at TEXT)"
    script = f"CREATE TABLE funnels {columns}; CREATE TABLE funnels_old {columns};"
    script += "INSERT INTO funnels VALUES (1, 'Neuf', '2025-01-01'), (2, 'Même', '2025-01-01');"
    script += "INSERT INTO funnels_old VALUES (1, 'Vieux', '2024-01-01'), (2, 'Même', '2024-06-01');"
    _out, rows = bring(database(tmp_path / "both.db", script))
    assert [rows["funnels_old", number][0] for number in "12"] == ["created", "matched"]
    assert sorted(Funnel.objects.values_list("name", flat=True)) == ["Même", "Neuf", "Vieux"]


def test_both_eras_one_after_the_other_double_nobody(atelier, before, after):
    bring(before)
    _out, rows = bring(after)
    assert rows["leads", "2b8f5a3c-9d1e-4f6a-8b7c-6d5e4f3a2b1c"] == (
        "matched",
        "not taken over, since the lead here has its own: status",
    )
    assert rows["funnels_old", "1"][0] == "matched"
    assert Lead.objects.filter(email="zoe@example.com").count() == 1
    assert LeadInteraction.objects.filter(lead__email="zoe@example.com").count() == 3


def test_what_is_here_is_filled_and_never_overwritten(atelier, before):
    mine = {"first_name": "Zoë", "last_name": "", "notes": "", "custom_fields": {"budget": 1}, "status": "proposal"}
    zoe = make_lead(atelier, email="ZOE@example.com", created_at=at(2026, 1, 1), tags=["Cliente"], **mine)
    gone = make_lead(atelier, email="luc@example.com", last_name="", deleted_at=at(2026, 1, 1))
    _out, rows = bring(before, owner="ada@example.com")
    zoe.refresh_from_db()
    assert (zoe.first_name, zoe.last_name, zoe.notes, zoe.status) == ("Zoë", "Martin", "Rappeler", "proposal")
    assert (zoe.custom_fields, zoe.created_at) == ({"budget": 1, "ville": "Lyon"}, at(2026, 1, 1))
    assert [tag.name for tag in zoe.tags.all()] == ["Cliente"]
    outcome, notes = rows["leads", "1"]
    assert outcome == "filled"
    assert "its own: custom_fields budget, first_name, status, tags" in notes
    edit = LeadEdit.objects.get(lead=zoe)
    assert edit.changes["last_name"] == ["", "Martin"]
    assert edit.by.email == "ada@example.com"
    gone.refresh_from_db()
    assert (gone.last_name, gone.is_deleted) == ("", True)
    assert rows["leads", "2"][1].endswith("it is deleted here, and stays so")


def test_who_was_erased_here_does_not_come_back(atelier, before):
    bring(before)
    zoe = Lead.objects.get(email="zoe@example.com")
    pk = zoe.pk
    zoe.delete()
    LeadInteraction.objects.filter(lead_id=pk).delete()
    database(before, "INSERT INTO lead_interactions (id, lead_id, content) VALUES (7, 1, 'Encore')")
    _out, rows = bring(before)
    assert rows["leads", "1"] == ("matched", "it was erased here, and stays so")
    assert rows["lead_interactions", "7"] == ("refused", "its lead 1 was erased here")
    assert not Lead.objects.filter(email="zoe@example.com").exists()
    # Deleted, not erased: it keeps its place, its history may still grow.
    delete_lead(lead=Lead.objects.get(email="luc@example.com"), by=None)
    assert bring(before)[1]["leads", "2"] == ("matched", "")


def test_leads_of_strangers_go_to_the_named_owner(atelier, before):
    bring(before, owner="ADA@example.com")
    owners = dict(Lead.objects.exclude(email="").values_list("email", "owner__email"))
    # Luc's owner is no member here; the last lead never had one.
    assert owners == {
        "zoe@example.com": "ada@example.com",
        "luc@example.com": "ada@example.com",
        "ami@example.com": None,
    }


def test_values_must_fit_the_fields_the_workspace_defined(atelier, before):
    CustomField.objects.create(workspace=atelier, key="amount", label="Budget", kind="date")
    _out, rows = bring(before)
    assert rows["leads", "1"] == (
        "created",
        "custom_fields: budget was left out: “900” is not a day. Write one such as 2026-03-14.",
    )
    assert Lead.objects.get(email="zoe@example.com").custom_fields == {"ville": "Lyon"}
    assert dict(CustomField.objects.values_list("key", "kind")) == {"amount": "date", "ville": "text"}


def test_a_field_somebody_archived_takes_no_values(atelier, before):
    CustomField.objects.create(workspace=atelier, key="ville", label="Ville", archived_at=at(2026, 1, 1))
    _out, rows = bring(before)
    assert rows["leads", "1"] == ("created", "custom_fields: there is no field for ville")
    assert Lead.objects.get(email="zoe@example.com").custom_fields == {"budget": 900}


def test_any_json_finds_a_field_of_its_kind(atelier, tmp_path):
    given = [
        {"Jour J": "2026-05-01", "vip": True, "mixte": 3, "liste": ["a", "b"], "vide": ""},
        {"Jour J": "2026-06-01", "vip": False, "mixte": "trois", "liste": ["é"]},
    ]
    rows = ", ".join(f"({n}, '{json.dumps(fields)}')" for n, fields in enumerate(given))
    path = database(tmp_path / "odd.db", f"CREATE TABLE leads (id, custom_fields); INSERT INTO leads VALUES {rows}")
    bring(path)
    made = CustomField.objects.order_by("position").values_list("key", "label", "kind")
    assert list(made) == [
        ("jour_j", "Jour J", "date"),
        ("vip", "vip", "boolean"),
        ("mixte", "mixte", "text"),
        ("liste", "liste", "text"),
    ]
    assert list(Lead.objects.order_by("pk").values_list("custom_fields", flat=True)) == [
        {"jour_j": "2026-05-01", "vip": True, "mixte": "3", "liste": '["a", "b"]'},
        {"jour_j": "2026-06-01", "vip": False, "mixte": "trois", "liste": '["é"]'},
    ]


def test_two_installations_may_share_their_numbers(atelier, before, tmp_path):
    bring(before)
    other = database(tmp_path / "other.db", "CREATE TABLE leads (id, email); INSERT INTO leads VALUES (1, 'b@b.fr')")
    assert bring(other)[1]["leads", "1"] == ("matched", "")
    assert bring(other, system="second box")[1]["leads", "1"] == ("created", "")


BROKEN = """
CREATE TABLE raw (id INTEGER PRIMARY KEY);
INSERT INTO raw WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 1200) SELECT id FROM n;
CREATE VIEW leads AS SELECT id, 'lead' || id || '@example.com' AS email,
    CASE WHEN id = 700 THEN json('not json') ELSE '' END AS notes FROM raw;
"""


def test_a_run_that_died_half_way_is_run_again(atelier, tmp_path):
    path = database(tmp_path / "broken.db", BROKEN)
    message = refused(path)
    assert message == f"leads of {path} cannot be read: malformed JSON"
    assert (Lead.objects.count(), external(atelier, "leads").keys()) == (500, {str(n) for n in range(1, 501)})
    assert wrong_counts() == []
    database(path, "DROP VIEW leads; CREATE VIEW leads AS SELECT id, 'lead' || id || '@example.com' AS email FROM raw;")
    out, _rows = bring(path)
    assert "leads                        700       500         0         0\n" in out
    assert Lead.objects.count() == StatusChange.objects.count() == 1200
    assert wrong_counts() == []


def test_a_dry_run_that_dies_leaves_nothing(atelier, tmp_path):
    path = database(tmp_path / "broken.db", BROKEN)
    refused(path, dry_run=True)
    assert counts() == dict.fromkeys(counts(), 0)


def test_an_id_that_stands_twice_is_taken_once(atelier, tmp_path):
    script = """CREATE TABLE leads (id, email, status, first_name);
    INSERT INTO leads VALUES
        (1, 'a@example.com', 'odd', ''), (1, 'a@example.com', 'new', ''), (1, 'a@example.com', '', ''),
        (NULL, 'b@example.com', '', ''), (NULL, 'B@example.com', '', 'Bo'), (NULL, '', '', 'Personne'),
        (2.0, NULL, '', 'Al');"""
    out, _rows = bring(database(tmp_path / "twice.db", script))
    assert "leads                          3         1         1         2\n" in out
    assert sorted(Lead.objects.values_list("email", "first_name")) == [
        ("", "Al"),
        ("a@example.com", ""),
        ("b@example.com", "Bo"),
    ]
    assert set(external(atelier, "leads")) == {"1", "2"}


def test_a_folder_of_csv_files(atelier, tmp_path):
    leads = "ID;Email;First_Name;tags;owner_id;created_at;Couleur\r\n"
    leads += '1;zoe@example.com;Zoé;{VIP,"Grand compte"};3.0;2025-04-01 10:00:00+02;rouge\r\n'
    leads += "2;luc@example.com;\\N;;;;;de trop\r\n"
    (tmp_path / "leads.csv").write_bytes(leads.encode("cp1252"))
    pages = 'id,funnel_id,name,html_content,is_published\r\n1,7,Page,"<p>\nDeux, lignes ""citées""\n</p>",True\r\n'
    (tmp_path / "Funnel_Pages.CSV").write_text("\ufeff" + pages, newline="")
    (tmp_path / "funnels.csv").write_text("id,name,is_active\n7.0,Tunnel,True\n")
    (tmp_path / "users.csv").write_text("id,email\n3,ada@example.com\n")
    (tmp_path / "email_campaigns.csv").touch()
    out, rows = bring(tmp_path)
    assert rows["leads", "2"] == ("refused", "it has more cells than the table has columns")
    zoe = Lead.objects.get()
    assert (zoe.first_name, zoe.created_at, zoe.owner.email) == ("Zoé", at(2025, 4, 1, 8), "ada@example.com")
    assert sorted(tag.name for tag in zoe.tags.all()) == ["Grand compte", "VIP"]
    assert "Columns that were not read: leads.Couleur." in out
    page = FunnelPage.objects.get()
    assert page.html_content.replace("\r\n", "\n") == '<p>\nDeux, lignes "citées"\n</p>'
    assert page.funnel.is_active is True


def test_a_quote_nobody_closed_swallows_no_row(atelier, tmp_path):
    (tmp_path / "leads.csv").write_text('id,email\n1,a@example.com\n2,"b@example.com\n3,c@example.com\n')
    message = refused(tmp_path)
    assert message == f"{tmp_path / 'leads.csv'} cannot be read at line 4: unexpected end of data."


@pytest.fixture
def server():
    """The URL of a PostgreSQL schema with the earlier tables, on the server the suite runs on."""
    given = connection.settings_dict
    place = f"{given['HOST']}:{given['PORT']}/{given['NAME']}"
    url = f"postgresql+asyncpg://{given['USER']}:{given['PASSWORD']}@{place}?options=-csearch_path%3Dearlier"
    script = """
        CREATE SCHEMA earlier; SET search_path TO earlier;
        CREATE TYPE leadstatus AS ENUM ('NEW', 'WON');
        CREATE TABLE leads (id uuid PRIMARY KEY, email varchar, status leadstatus, tags varchar[], custom_fields jsonb,
            estimated_value numeric, created_at timestamp, updated_at timestamptz);
        INSERT INTO leads VALUES
            ('2b8f5a3c-9d1e-4f6a-8b7c-6d5e4f3a2b1c', 'zoe@example.com', 'WON', '{VIP,"Grand compte"}', '{"budget": 9}',
             12.5, '2025-04-01 10:00:00.5', '2025-05-01 10:00:00+02'),
            ('3b8f5a3c-9d1e-4f6a-8b7c-6d5e4f3a2b1c', 'luc@example.com', 'NEW', NULL, 'null', NULL, 'infinity', NULL);
        -- More than a batch: their custom fields are read while they are.
        INSERT INTO leads (id, email)
            SELECT gen_random_uuid(), 'p' || n || '@example.com' FROM generate_series(1, 600) n;
        CREATE TABLE funnels (id int, name text, is_active boolean);
        INSERT INTO funnels VALUES (1, 'Tunnel', true);
        CREATE TABLE funnel_pages (id int, funnel_id int, name text, is_published boolean);
        INSERT INTO funnel_pages VALUES (1, 1, 'Page', true);
    """
    with psycopg.connect(url.replace("+asyncpg", ""), autocommit=True) as legacy:
        legacy.execute("DROP SCHEMA IF EXISTS earlier CASCADE")
        legacy.execute(script)
        yield url
        legacy.execute("DROP SCHEMA earlier CASCADE")


@pytest.mark.postgresql
def test_a_postgresql_server(atelier, server):
    _out, rows = bring(server)
    zoe = Lead.objects.get(email="zoe@example.com")
    assert (zoe.status, zoe.estimated_value, zoe.custom_fields) == ("won", Decimal("12.50"), {"budget": 9})
    assert (zoe.created_at, zoe.status_since) == (at(2025, 4, 1, 10, 0, 0, 500000), at(2025, 5, 1, 8))
    assert sorted(tag.name for tag in zoe.tags.all()) == ["Grand compte", "VIP"]
    assert rows["leads", "3b8f5a3c-9d1e-4f6a-8b7c-6d5e4f3a2b1c"] == (
        "created",
        "created_at “infinity” is not a date and was left out",
    )
    assert Funnel.objects.get().is_active is True
    assert Lead.objects.count() == 602
    assert bring(server)[0].count("         0         0\n") == 3


def test_what_cannot_be_read_is_said_in_one_line(atelier, tmp_path, before):
    text = tmp_path / "leads.csv"
    text.write_text("id,email\n")
    empty = database(tmp_path / "empty.db", "CREATE TABLE other (id)")
    garbled = tmp_path / "garbled.db"
    garbled.write_bytes(b"SQLite format 3\0" + b"x" * 200)
    assert refused("/nowhere/at.db") == "There is nothing at /nowhere/at.db."
    assert refused(text) == f"{text} is no SQLite database. Give the folder it lies in."
    assert refused(empty).startswith(f"{empty} has none of the tables ad_campaigns, ")
    assert refused(garbled).startswith(f"{garbled} cannot be read: ")
    assert refused(before, workspace="autre") == "There is no workspace “autre”. There is: atelier."
    assert refused(before, owner="x@y.fr") == "x@y.fr is no member of atelier."
    unreachable = refused("postgresql://zoe:s%40cret@127.0.0.1:1/box?password=secret")
    assert unreachable.startswith("postgresql://127.0.0.1:1/box cannot be read: connection failed")
    assert "secret" not in unreachable
    assert "cret" not in unreachable
    assert "\n" not in unreachable
    nowhere = refused(before, report="/nowhere/report.csv")
    assert nowhere == "The report cannot be written to /nowhere/report.csv: No such file or directory."
    assert counts() == dict.fromkeys(counts(), 0)
