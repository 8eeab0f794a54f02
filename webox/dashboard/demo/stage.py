"""What every part of the demo shares: the workspace, its people, the dice and the clock."""

import random
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from webox.accounts.models import Workspace
from webox.analytics.actions import build

DAYS = 182


@dataclass
class Stage:
    """`dice` is seeded, so that two installations of the same day tell the same story."""

    workspace: Workspace
    members: list
    now: datetime
    dice: random.Random = field(default_factory=lambda: random.Random(2026))  # noqa: S311
    events: list = field(default_factory=list)
    # Of the campaigns: {lead id: why it is not written to}, unsaved suppressions, [(lead id, when it left)]
    blocked: dict = field(default_factory=dict)
    suppressions: list = field(default_factory=list)
    left: list = field(default_factory=list)

    @property
    def today(self):
        return self.workspace.day_of(self.now)

    def some_day(self):
        """So many days ago: rather a short while than a long one, since the business grows, and rather a weekday."""
        while True:
            days_ago = int(DAYS * (1 - self.dice.random() ** 0.75))
            if (self.today - timedelta(days=days_ago)).weekday() < 5 or self.chance(0.45):
                return days_ago

    def at(self, days_ago, opens=8, closes=21):
        """Some moment of a day, never after now."""
        minutes = self.dice.randrange(opens * 60, closes * 60)
        seconds = self.dice.randrange(60)
        day = self.today - timedelta(days=days_ago)
        moment = datetime.combine(day, time(minutes // 60, minutes % 60, seconds), self.workspace.zone)
        return min(moment, self.now - timedelta(minutes=1 + self.dice.randrange(90)))

    def later(self, moment, least, most):
        """A moment so many hours after another, as likely early as late; it may lie in the future."""
        return moment + timedelta(hours=self.dice.uniform(least, most))

    def pick(self, weighted):
        """One of [(…, weight)], without its weight when only one value stands before it."""
        chosen = self.dice.choices(weighted, [row[-1] for row in weighted])[0]
        return chosen[0] if len(chosen) == 2 else chosen

    def chance(self, share):
        return self.dice.random() < share

    def tell(self, type, at, **about):
        """Note an event; all of them are written at the end, in the order they happened."""
        self.events.append(build(self.workspace, type, at=at, **about))
