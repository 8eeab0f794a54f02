import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.utils import timezone

from crm.models import Lead, LeadInteraction, StatusChange, Tag
from investors.models import DocumentView, Interaction, Investor, MonthLock, Restatement, StageChange
from investors.rounds import current_round, progress_of
from investors.stages import missing_for
from marketing.emails.actions.campaigns import require_sendable
from marketing.emails.models import Delivery, EmailCampaign, Suppression
from marketing.emails.report import report_of
from marketing.funnels.events import FUNNEL_CONVERTED, FUNNEL_ENTERED, OPTED_IN, PAGE_VIEWED
from marketing.funnels.models import Funnel
from tests.factories.crm import make_lead
from webox.accounts.models import User, Workspace
from webox.analytics.actions import wrong_counts
from webox.analytics.models import Event, VisitorLead

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(db):
    load()
    return Workspace.objects.get(slug="atelier-lumiere")


def load():
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_it_fills_a_workspace_whose_figures_all_agree(demo):
    leads = Lead.objects.for_workspace(demo)
    assert leads.count() == 400
    assert set(leads.values_list("status", flat=True)) == set(Lead.Status.values)
    assert wrong_counts() == []
    assert Event.objects.for_workspace(demo).filter(type="crm.lead.created").count() == 400
    now = max(Event.objects.values_list("at", flat=True))
    assert leads.filter(created_at__gt=now).count() == 0
    assert Tag.objects.for_workspace(demo).count() == 9


def test_the_ledger_of_each_lead_ends_where_the_lead_stands(demo):
    last = {}
    for lead_id, before, after in StatusChange.objects.order_by("at", "pk").values_list(
        "lead_id", "from_status", "to_status"
    ):
        assert last.get(lead_id, "") == before
        last[lead_id] = after
    assert last == dict(Lead.objects.values_list("pk", "status"))
    assert LeadInteraction.objects.exclude(interaction_type="form").count() == (
        Event.objects.filter(type="crm.interaction.added").count()
    )


def test_funnels_count_what_their_events_say(demo):
    funnels = Funnel.objects.for_workspace(demo).order_by("pk")
    assert [funnel.is_active for funnel in funnels] == [True, True]
    events = Event.objects.for_workspace(demo)
    for funnel in funnels:
        optin, thanks = funnel.pages.in_order()
        about = events.filter(subject_type="funnel", subject_id=funnel.pk)
        assert about.filter(type=FUNNEL_ENTERED).count() == funnel.total_visitors == optin.visitors
        assert about.filter(type=FUNNEL_CONVERTED).count() == funnel.total_leads == optin.conversions
        viewers = events.filter(type=PAGE_VIEWED, subject_type="funnelpage", subject_id=optin.pk)
        assert viewers.values("visitor").distinct().count() == optin.visitors
        assert events.filter(type=OPTED_IN, subject_id=optin.pk).count() == optin.conversions
        assert thanks.visitors == optin.conversions > 30
    assert VisitorLead.objects.for_workspace(demo).count() == sum(funnel.total_leads for funnel in funnels)
    forms = LeadInteraction.objects.filter(interaction_type="form", interaction_metadata__touch__has_key="gclid")
    assert forms.count() == Lead.objects.filter(source="google").count() > 10


def test_campaigns_account_for_everybody_and_the_draft_could_be_sent(demo):
    campaigns = EmailCampaign.objects.for_workspace(demo).order_by("frozen_at")
    sent, draft = campaigns.filter(status="completed"), campaigns.get(status="draft")
    assert sent.count() == 3
    for campaign in sent:
        report = report_of(campaign)
        assert report.is_balanced
        assert campaign.total_sent > campaign.total_opened > campaign.total_clicked > 0
        assert (campaign.total_machine_opened > 0, campaign.total_skipped > 0) == (True, True)
        events = Event.objects.filter(subject_type="emailcampaign", subject_id=campaign.pk)
        assert events.filter(type="emails.delivery.sent").count() == campaign.total_sent
        assert events.filter(type="emails.delivery.clicked").count() == sum(link.clicks for link in report.links)
    require_sendable(draft)


def test_nobody_on_the_suppression_list_was_written_to_afterwards(demo):
    listed = Suppression.objects.for_workspace(demo)
    assert {"bounced", "unsubscribed", "manual", "complained"} == set(listed.values_list("reason", flat=True))
    for suppression in listed:
        later = Delivery.objects.filter(email=suppression.email, sent_at__gt=suppression.created_at)
        assert later.count() == 0
    gone = Lead.objects.for_workspace(demo).filter(unsubscribed_at__isnull=False)
    assert gone.count() == listed.filter(reason="unsubscribed").count()


def test_a_second_run_keeps_everything_and_prints_the_login_again(demo, data_dir):
    make_lead(demo, email="nouveau@example.com")
    first = (data_dir / "demo-login.txt").read_text()
    assert load() == first
    assert Lead.objects.for_workspace(demo).count() == 401
    assert (data_dir / "demo-login.txt").stat().st_mode & 0o777 == 0o600
    email, password = re.findall(r":\s+(\S+)", first)
    user = authenticate(email=email, password=password)
    assert (user.email, user.is_staff, user.is_superuser) == ("demo@webox.example", True, True)


def test_a_lost_login_file_gets_a_new_password(demo, data_dir):
    (data_dir / "demo-login.txt").unlink()
    password = re.findall(r":\s+(\S+)", load())[1]
    assert User.objects.get(email="demo@webox.example").check_password(password)


def test_a_raise_in_its_fourth_month(demo):
    investors = Investor.objects.for_workspace(demo)
    assert investors.count() == 40
    assert set(investors.values_list("pipeline_stage", flat=True)) == set(Investor.Stage.values)
    last = {}
    for line in StageChange.objects.order_by("investor_id", "at", "pk"):
        assert last.get(line.investor_id, "") == line.from_stage
        last[line.investor_id] = line.to_stage
    assert last == dict(investors.values_list("pk", "pipeline_stage"))
    progress = progress_of(current_round(demo))
    assert 0 < progress.wired < progress.secured < progress.total < progress.target
    talks = Interaction.objects.for_workspace(demo)
    assert talks.count() > 150
    assert talks.filter(date__gt=timezone.now()).count() == 0
    assert (MonthLock.objects.count(), Restatement.objects.count()) == (2, 1)
    assert DocumentView.objects.count() > 3
    assert not any(missing_for(investor, investor.pipeline_stage) for investor in investors)
