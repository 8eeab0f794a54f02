"""The figures of the pipeline, each against what was computed by hand, and against the list it leads to."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from crm import actions
from crm.models import Lead
from crm.statistics import rollup
from tests.factories.accounts import make_member
from webox.accounts.models import Membership

pytestmark = pytest.mark.django_db
STATS = "/api/marketing/pipeline/stats"
MARCH = "from=2026-03-01&to=2026-03-31"


@pytest.fixture
def create(workspace, member):
    def make(name, **fields):
        fields = {"source": "web"} | fields
        return actions.create_lead(workspace=workspace, by=member, first_name=name, created_at=timezone.now(), **fields)

    return make


@pytest.fixture
def move(member):
    def make(lead, status, reason=""):
        return actions.change_status(lead=lead, status=status, by=member, reason=reason)

    return make


@pytest.fixture
def spring(workspace, other_workspace, member, owner, on, create, move):
    """Six leads of three months, and the end of the fifth of April."""
    on(2, 10)
    ada = create("Ada", estimated_value=Decimal(100), owner=member)
    on(3, 2)
    bob, cleo = create("Bob", estimated_value=Decimal(1000), source="salon"), create("Cléo")
    on(3, 4)
    bob, cleo = move(bob, "contacted"), move(cleo, "contacted")
    # Half past midnight of the fifth, where the workspace lives
    on(3, 4, 23, 30)
    ada = move(ada, "won")
    on(3, 10)
    bob = actions.edit_lead(lead=bob, by=member, estimated_value=Decimal(600))
    on(3, 12)
    bob, cleo = move(bob, "won"), move(cleo, "lost", "Too expensive")
    # What comes after a decision leaves its owner and its value as they were.
    on(3, 20)
    ada = actions.edit_lead(lead=ada, by=member, owner=owner, estimated_value=Decimal(90))
    dora = create("Dora", source="", estimated_value=Decimal(40))
    on(3, 22)
    dora = move(dora, "won")
    on(3, 31, 22, 30)
    create("Émile")  # the first of April in Paris
    on(4, 2)
    dora = move(dora, "negotiation")
    cleo = actions.delete_lead(lead=cleo, by=member)
    actions.create_lead(workspace=other_workspace, by=None, first_name="Zoe", status="won")
    on(4, 5)
    return {"ada": ada, "bob": bob, "cleo": cleo, "dora": dora}


def plain(figures):
    """{name: (value, previous)} of figures."""
    return {name: (figure["value"], figure["previous"]) for name, figure in figures.items()}


def test_the_pipeline_as_it_is(api, spring):
    stats = api.get(f"{STATS}?{MARCH}").json()
    statuses = {row["status"]: (row["count"], row["value"], row["weighted_value"]) for row in stats["statuses"]}
    assert statuses == {
        "new": (1, "0.00", "0.00"),
        "contacted": (0, "0.00", "0.00"),
        "qualified": (0, "0.00", "0.00"),
        "proposal": (0, "0.00", "0.00"),
        "negotiation": (1, "40.00", "30.00"),
        "won": (2, "690.00", "690.00"),
        "lost": (0, "0.00", "0.00"),
    }
    assert (stats["total_count"], stats["total_value"], stats["open_count"], stats["open_value"]) == (
        *(4, "730.00"),
        *(2, "40.00"),
    )
    assert (stats["weighted_value"], stats["conversion_rate"], stats["as_of"]) == ("30.00", 1.0, None)
    assert stats["period"] == {"first": "2026-03-01", "last": "2026-03-31"}
    assert stats["previous"] == {"first": "2026-01-29", "last": "2026-02-28"}


def test_the_leads_created_in_the_period(api, spring):
    cohort = api.get(f"{STATS}?{MARCH}").json()["cohort"]
    # Bob and Dora: Cléo is deleted, Ada is of February, Émile of April.
    assert plain(cohort) == {
        "created": (2, 1),
        "won": (1, 1),
        "lost": (0, 0),
        "open": (1, 0),
        "won_of_created": (0.5, 1.0),
        "won_of_closed": (1.0, 1.0),
    }
    assert (cohort["created"]["change"], cohort["lost"]["change"]) == (1.0, None)


def test_the_leads_decided_in_the_period(api, spring):
    closed = api.get(f"{STATS}?{MARCH}").json()["closed"]
    # Ada and Bob, and Cléo who was lost: Dora was taken back. With the values of that moment.
    assert plain(closed) == {
        "won": (2, 0),
        "lost": (1, 0),
        "decided": (3, 0),
        "won_of_closed": (2 / 3, None),
        "won_value": ("700.00", "0.00"),
        "lost_value": ("0.00", "0.00"),
        "average_won": ("350.00", None),
        "average_lost": (None, None),
    }
    assert closed["won_of_closed"]["count"] == 3


def test_how_long_it_took(api, spring):
    stats = api.get(f"{STATS}?{MARCH}").json()
    took = stats["time_to_convert"]
    ada, bob = 22 * 86400 + 41_400, 10 * 86400
    assert (took["count"], took["average_seconds"], took["median_seconds"]) == (2, (ada + bob) / 2, (ada + bob) / 2)
    assert (took["average_days"], took["is_estimate"]) == (16.24, False)
    stays = {row["status"]: row["duration"] for row in stats["time_in_stage"]}
    assert {status: (stay["count"], stay["average_days"]) for status, stay in stays.items()} == {
        "new": (4, round((22 + 41_400 / 86400 + 2 + 2 + 2) / 4, 2)),
        "contacted": (2, 8.0),
        **{status: (0, None) for status in ("qualified", "proposal", "negotiation", "won", "lost")},
    }
    assert stays["new"]["median_seconds"] == 2 * 86400


def test_why_leads_were_lost_and_how_far_they_came(api, spring, on):
    stats = api.get(f"{STATS}?{MARCH}").json()
    assert [(row["reason"], row["leads"]["value"], row["share"]) for row in stats["lost_reasons"]] == [
        ("Too expensive", 1, 1.0)
    ]
    funnel = {row["status"]: (row["leads"]["value"], row["of_previous"]) for row in stats["funnel"]}
    # Bob was won, Dora too; of deleted ones nothing is told.
    assert funnel == {stage: (2, 1.0) for stage in Lead.FUNNEL}
    past = api.get(f"{STATS}?{MARCH}&as_of=2026-03-11").json()
    assert {row["status"]: row["leads"]["value"] for row in past["funnel"]} == {
        "new": 2,
        "contacted": 2,
        **{stage: 0 for stage in ("qualified", "proposal", "negotiation", "won")},
    }
    assert {row["status"]: (row["count"], row["value"]) for row in past["statuses"] if row["count"]} == {
        "contacted": (2, "600.00"),
        "won": (1, "100.00"),
    }
    assert (past["as_of"], past["weighted_value"]) == ("2026-03-11", "60.00")


def test_by_source_owner_and_month(api, spring, member, owner):
    stats = api.get(f"{STATS}?{MARCH}").json()

    def table(name):
        names = ("created", "won", "lost", "won_value")
        return {row["value"]: tuple(row[each]["value"] for each in names) for row in stats[name]}

    assert table("by_source") == {
        "salon": (1, 1, 0, "600.00"),
        "": (1, 0, 0, "0.00"),
        "web": (0, 1, 1, "100.00"),
    }
    # Ada was Member's when she was won, and is Owner's now.
    assert table("by_owner") == {
        "": (2, 1, 1, "600.00"),
        str(member.pk): (0, 1, 0, "100.00"),
        str(owner.pk): (0, 0, 0, "0.00"),
    }
    assert {row["value"]: row["label"] for row in stats["by_owner"]}[str(member.pk)] == "Ada Martin"
    months = {row["month"]: plain({name: row[name] for name in ("created", "won")}) for row in stats["by_month"]}
    assert len(months) == 12
    assert months["2026-03-01"] == {"created": (2, 1), "won": (2, 0)}
    assert months["2026-02-01"] == {"created": (1, 0), "won": (0, 0)}


def listed(api, url):
    """How many leads a link leads to, page by page."""
    number, url = 0, f"{url}&limit=100"
    while url:
        page = api.get(url).json()
        number, url = number + len(page["results"]), page["next"]
    return number


def figures_in(node, path=""):
    """(where, number, link) of everything that has leads behind it."""
    if isinstance(node, dict):
        if isinstance(node.get("leads"), str):
            yield path, node["count"] if "count" in node else node["value"], node["leads"]
        for name, inner in node.items():
            yield from figures_in(inner, f"{path}.{name}")
    elif isinstance(node, list):
        for place, inner in enumerate(node):
            yield from figures_in(inner, f"{path}[{place}]")


@pytest.fixture
def busy(workspace, member, on, create, move):
    """Forty leads that were moved, won, taken back, valued, given away, deleted and restored, as dice would have it."""
    dice, users = random.Random(3), [None, member, make_member(workspace), make_member(workspace)]
    start, leads = datetime(2026, 1, 10, 8, tzinfo=UTC), []
    verbs = {
        "create": lambda lead: leads.append(
            create(
                "L", source=dice.choice(["", "web", "salon"]), owner=dice.choice(users), estimated_value=some_value()
            )
        ),
        "move": lambda lead: move(lead, dice.choice(Lead.Status.values), dice.choice(["", "Prix", "Trop tard"])),
        "edit": lambda lead: actions.edit_lead(lead=lead, by=member, estimated_value=some_value()),
        "assign": lambda lead: actions.assign(lead=lead, owner=dice.choice(users), by=member),
        "delete": lambda lead: actions.delete_lead(lead=lead, by=member),
        "restore": lambda lead: actions.restore_lead(lead=lead, by=member),
    }

    def some_value():
        return dice.choice([None, Decimal("19.90"), Decimal(500)])

    for number in range(200):
        moment = start + timedelta(hours=11 * number)
        on(moment.month, moment.day, moment.hour)
        verb = "create" if number % 5 == 0 else dice.choices(list(verbs)[1:], [10, 3, 3, 1, 1])[0]
        lead = dice.choice(leads) if leads else None
        is_deleted = bool(lead) and Lead.objects.get(pk=lead.pk).is_deleted
        if verb in ("create", "restore") or not is_deleted:
            verbs[verb](lead)
    return users


@pytest.mark.parametrize(
    "asked",
    [
        MARCH,
        "period=90",
        f"{MARCH}&source=web",
        f"{MARCH}&source_empty=true",
        f"{MARCH}&owner=USER",
        f"{MARCH}&owner=none",
        f"{MARCH}&owner=USER&source=salon",
        f"{MARCH}&as_of=2026-03-15",
        f"{MARCH}&as_of=2026-03-25&source=web",
        f"{MARCH}&as_of=2026-03-25&owner=USER",
    ],
)
def test_every_figure_is_the_length_of_the_list_it_leads_to(api, busy, asked):
    stats = api.get(f"{STATS}?{asked.replace('USER', str(busy[1].pk))}").json()
    assert rollup.wrong() == []
    found = list(figures_in(stats))
    wrong = {path: (number, length) for path, number, url in found if (length := listed(api, url)) != number}
    assert wrong == {}
    assert len(found) > 80
    assert sum(number > 0 for _path, number, _url in found) > 10


def test_the_parts_add_up_to_the_whole(api, busy):
    stats = api.get(f"{STATS}?{MARCH}").json()
    for name in ("by_source", "by_owner"):
        for figure in ("created", "won", "lost", "decided"):
            whole = stats["cohort" if figure == "created" else "closed"][figure]
            for part in ("value", "previous"):
                assert sum(row[figure][part] for row in stats[name]) == whole[part]
    assert stats["cohort"]["created"]["value"] == sum(
        stats["cohort"][status]["value"] for status in ("won", "lost", "open")
    )


def test_who_sees_their_own_leads_only_is_told_of_those(api, busy, workspace, member):
    mine = api.get(f"{STATS}?{MARCH}&owner={member.pk}").json()
    Membership.objects.filter(workspace=workspace, user=member).update(own_leads_only=True, role="member")
    asked = api.get(f"{STATS}?{MARCH}&owner=none").json()
    theirs = api.get(f"{STATS}?{MARCH}").json()
    assert asked == theirs
    assert {row["value"] for row in theirs["by_owner"]} == {str(member.pk)}
    assert theirs["statuses"] == mine["statuses"]


def test_an_empty_workspace_has_nothing_to_divide_by(api):
    stats = api.get(STATS).json()
    assert {figure["value"] for figure in stats["cohort"].values()} == {0, None}
    assert (stats["time_to_convert"]["median_seconds"], stats["lost_reasons"], stats["by_source"]) == (None, [], [])
    assert [row["share"] for row in stats["funnel"]] == [None] * 6


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("as_of=2999-01-01", "as_of"),
        ("as_of=soon", "as_of"),
        ("owner=bob", "owner"),
        ("from=2026-03-02&to=2026-03-01", "from"),
        ("sauce=web", "sauce"),
    ],
)
def test_what_cannot_be_read_is_named(api, query, field):
    response = api.get(f"{STATS}?{query}")
    assert (response.status_code, [error["field"] for error in response.json()["errors"]]) == (400, [field])


def test_the_median_of_many_is_told_from_a_histogram(api, workspace, monkeypatch, spring):
    monkeypatch.setattr("crm.statistics.durations.EXACT", 1)
    took = api.get(f"{STATS}?{MARCH}").json()["time_to_convert"]
    assert took["is_estimate"]
    # Ten days is the lower of the two: its bucket ends within a third of it.
    assert 10 * 86400 / 1.3 <= took["median_seconds"] <= 10 * 86400 * 1.3
