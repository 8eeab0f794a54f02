from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketing.emails import events
from marketing.emails.models import Delivery, Link
from webox.analytics.models import DailyCount

State = Delivery.State
PENDING = (State.PENDING, State.DEFERRED, State.SENDING)

REASONS = {
    "no_email": gettext_lazy("no email address"),
    "lead_deleted": gettext_lazy("the lead was deleted"),
    "recipient_gone": gettext_lazy("was no recipient any more when it was sent"),
    "suppressed_unsubscribed": gettext_lazy("unsubscribed"),
    "suppressed_bounced": gettext_lazy("bounced before"),
    "suppressed_complained": gettext_lazy("complained before"),
    "suppressed_manual": gettext_lazy("on the suppression list"),
    "lease_expired": gettext_lazy("the worker stopped without a word"),
    "handed_over_unanswered": gettext_lazy("handed over, but the server’s answer was lost"),
    "seen_opened": gettext_lazy("settled by an open or a click"),
}


def reason_text(code):
    """A reason for people; what a mail server said is shown as it is."""
    if code.startswith("decided_by_"):
        return _("decided by a member")
    return str(REASONS.get(code, code))


@dataclass
class Report:
    """The account of a campaign, from its ledger; `counted` is what the campaign's own counters say.

    A campaign of which only the totals are known has no ledger: its account is made of its counters.
    """

    buckets: dict[str, int]
    counted: dict[str, int]
    reasons: list[tuple[str, str, str, int]]  # state, code, words, how many
    links: list[Link]
    days: list = field(default_factory=list)
    opens: list[int] = field(default_factory=list)
    clicks: list[int] = field(default_factory=list)

    @property
    def audience(self):
        return sum(self.buckets.values())

    def of(self, *states):
        return sum(self.buckets.get(state, 0) for state in states)

    @property
    def sent(self):
        return self.of(State.SENT, State.DELIVERED)

    @property
    def skipped(self):
        return self.of(State.SKIPPED)

    @property
    def bounced(self):
        return self.of(State.BOUNCED)

    @property
    def failed(self):
        return self.of(State.FAILED)

    @property
    def uncertain(self):
        return self.of(State.UNCERTAIN)

    @property
    def pending(self):
        return self.of(*PENDING)

    @property
    def is_balanced(self):
        """Audience = sent + skipped + bounced + failed + uncertain + pending, in the ledger and in the counters."""
        ledger = {
            "audience": self.audience,
            "sent": self.sent,
            "skipped": self.skipped,
            "bounced": self.bounced,
            "failed": self.failed,
            "uncertain": self.uncertain,
            "pending": self.pending,
        }
        return ledger == self.counted and self.audience == sum(n for name, n in ledger.items() if name != "audience")


def counted(campaign):
    """What the counters of a campaign say of its audience, without a look at the ledger."""
    return {
        "audience": campaign.total_recipients,
        "sent": campaign.total_sent,
        "skipped": campaign.total_skipped,
        "bounced": campaign.total_bounced,
        "failed": campaign.total_failed,
        "uncertain": campaign.total_uncertain,
        "pending": campaign.total_pending,
    }


def buckets_of_totals(campaign):
    of_state = {State.PENDING: campaign.total_pending}
    for state in (State.SENT, State.SKIPPED, State.BOUNCED, State.FAILED, State.UNCERTAIN):
        of_state[state] = getattr(campaign, f"total_{state}")
    return of_state


def report_of(campaign):
    deliveries = Delivery.objects.filter(campaign=campaign)
    grouped = deliveries.values_list("state").annotate(n=Count("pk")).order_by("state")
    # Named, not excluded: the index then leads past the many that were sent.
    explained = [state for state in State if state not in (State.SENT, State.SENDING)]
    reasons = (
        deliveries.filter(state__in=explained)
        .exclude(reason="")
        .values_list("state", "reason")
        .annotate(n=Count("pk"))
        .order_by("-n", "reason")[:20]
    )
    report = Report(
        buckets=buckets_of_totals(campaign) if campaign.totals_only else dict(grouped),
        counted=counted(campaign),
        reasons=[(state, reason, reason_text(reason), n) for state, reason, n in reasons],
        links=list(campaign.links.order_by("-clicks", "number")),
    )
    fill_days(report, campaign)
    return report


def fill_days(report, campaign):
    rows = DailyCount.objects.for_workspace(campaign.workspace_id).filter(
        subject_type="emailcampaign", subject_id=campaign.pk, metric__in=(events.OPENED, events.CLICKED)
    )
    counts = {(row.metric, row.day): row.count for row in rows}
    report.days = sorted({day for _metric, day in counts})
    report.opens = [counts.get((events.OPENED, day), 0) for day in report.days]
    report.clicks = [counts.get((events.CLICKED, day), 0) for day in report.days]
