"""What one row adds to the totals: of the leads, and of the lines of the ledger. Read by triggers and by the rebuild.

SQL of both databases; `{r}` stands for the row.
"""

from dataclasses import dataclass
from itertools import pairwise

LEADS, LINES = "crm_lead", "crm_statuschange"

# Durations are told apart from a minute to nine years, each of these a third longer than the one before.
EDGES = [round(60 * 1.3**step) for step in range(59)]
BUCKET = "CASE " + " ".join(f"WHEN {{seconds}} < {edge} THEN {place}" for place, edge in enumerate(EDGES))
BUCKET += f" ELSE {len(EDGES)} END"

OWNER = "COALESCE(CAST({r}.owner_id AS text), '')"
VALUES = {
    "": "''",
    "source": "{r}.source",
    "owner": OWNER,
    "both": OWNER + " || '|' || {r}.source",
    "cohort": "{day_text}",
    "reason": "{r}.reason",
    "bucket": f"CAST({BUCKET} AS text)",
}
ALWAYS = ("", "source", "owner", "both")
COUNTED = ("count", "valued", "cents", "seconds")
KEY = ("workspace_id", "measure", "dimension", "day", "value", "status")


@dataclass(frozen=True)
class Part:
    """`reads` are the columns it depends on: a row changes nothing while these stay."""

    table: str
    measure: str
    day: str
    status: str
    where: str
    reads: tuple
    dimensions: tuple = ALWAYS
    money: str = ""
    seconds: str = ""
    sign: int = 1

    def sums(self):
        """SQL of what the row adds to count, valued, cents and seconds."""
        cents = f"CAST(ROUND(COALESCE({{r}}.{self.money}, 0) * 100) AS bigint)" if self.money else "0"
        valued = f"(CASE WHEN {{r}}.{self.money} IS NULL THEN 0 ELSE 1 END)" if self.money else "0"
        seconds = f"COALESCE({{r}}.{self.seconds}, 0)" if self.seconds else "0"
        return "1", valued, cents, seconds

    def value_of(self, dimension):
        return VALUES[dimension].replace("{seconds}", f"{{r}}.{self.seconds}")


DIMS, MOVE = ("workspace_id", "owner_id", "source"), ("kind", "from_status", "to_status", "day")
STANDS = {"table": LINES, "status": "to_status", "money": "to_value", "where": "{r}.to_status <> ''"}
REACHED = {"table": LINES, "measure": "reached", "status": "furthest", "dimensions": ("cohort",)}
REACHED["where"] = "{r}.to_status <> '' AND {r}.furthest <> '' AND {r}.cohort IS NOT NULL"
DECIDED = {"table": LINES, "measure": "decided", "day": "day", "status": "to_status", "money": "to_value"}
DECIDED |= {"seconds": "age_seconds", "reads": (*DIMS, *MOVE, "to_value", "age_seconds", "stands", "reason")}
DECISION = "{r}.kind = 'moved' AND {r}.stands AND {r}.day IS NOT NULL AND {r}.to_status"
STAY = "{r}.kind = 'moved' AND {r}.is_last_stay AND {r}.day IS NOT NULL AND {r}.seconds_in_from IS NOT NULL"

PARTS = {
    "created": Part(
        table=LEADS,
        measure="created",
        day="created_day",
        status="status",
        money="estimated_value",
        where="{r}.deleted_at IS NULL AND {r}.created_day IS NOT NULL",
        reads=(*DIMS, "status", "created_day", "estimated_value", "deleted_at"),
    ),
    "came": Part(**STANDS, measure="standing", day="day", reads=(*DIMS, "to_status", "to_value", "day")),
    "left": Part(
        **STANDS, measure="standing", day="until_day", sign=-1, reads=(*DIMS, "to_status", "to_value", "until_day")
    ),
    "reached": Part(**REACHED, day="day", reads=("workspace_id", "to_status", "furthest", "cohort", "day")),
    "passed": Part(
        **REACHED, day="until_day", sign=-1, reads=("workspace_id", "to_status", "furthest", "cohort", "until_day")
    ),
    "decided": Part(**DECIDED, where=f"{DECISION} IN ('won', 'lost')"),
    "reasons": Part(**DECIDED, where=f"{DECISION} = 'lost'", dimensions=("reason",)),
    "lengths": Part(**DECIDED, where=f"{DECISION} = 'won' AND {{r}}.age_seconds IS NOT NULL", dimensions=("bucket",)),
    "stayed": Part(
        table=LINES,
        measure="stayed",
        day="day",
        status="from_status",
        seconds="seconds_in_from",
        where=STAY,
        dimensions=(*ALWAYS, "bucket"),
        reads=(*DIMS, *MOVE, "seconds_in_from", "is_last_stay"),
    ),
}


def about(bucket):
    """(shortest, longest) seconds of a bucket; the last one has no end and is told by its start."""
    bounds = [*pairwise([0, *EDGES]), (EDGES[-1], EDGES[-1])]
    return bounds[bucket]
