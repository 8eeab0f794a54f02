"""The statistics of a raise as its ledger grows: the page, its endpoints, and the simulation by itself.

    python bench/investors.py [lines=1000 100000] [--requests 20]

Pages are asked for in process through Django's test client, on a throwaway database: SQLite, or a test database on the
server of DATABASE_URL. What was simulated is remembered for a day; "first" forgets it before every request.
"""

import argparse
import random
import shutil
import sys
import time
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench import pages

DAYS, MET = 720, 0.6
PAGE = "/investors/statistics"


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("lines", nargs="*", type=int, default=[1_000, 100_000])
    parser.add_argument("--requests", type=int, default=20)
    return parser.parse_args()


class Grower:
    """A workspace whose investors have about four lines of the ledger each."""

    def __init__(self):
        from django.utils import timezone

        from investors.models import Round
        from tests.factories.accounts import make_member, make_workspace

        self.workspace, self.now, self.dice = make_workspace("Banc d’essai"), timezone.now(), random.Random(7)
        self.user, self.lines, self.investors = make_member(self.workspace, "owner"), 0, 0
        closes_on = (self.now + timedelta(days=120)).date()
        Round.objects.create(
            workspace=self.workspace, name="Amorçage", target=5_000_000, currency="EUR", closes_on=closes_on
        )

    def grow_to(self, lines):
        from django.db import connection

        from investors.models import Interaction, Investor, StageChange

        while self.lines < lines:
            investors = Investor.objects.bulk_create(self.investor(n) for n in range(500))
            histories = [self.history(investor) for investor in investors]
            StageChange.objects.bulk_create((line for history in histories for line in history), batch_size=2000)
            Investor.objects.bulk_update(investors, ["pipeline_stage", "stage_since"], batch_size=500)
            Interaction.objects.bulk_create(
                Interaction(workspace=self.workspace, investor=line.investor, type="meeting", date=line.at)
                for history in histories
                for line in history
                if line.to_stage == "meeting"
            )
            self.lines += sum(len(history) for history in histories)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def investor(self, number):
        from investors.models import Investor

        self.investors += 1
        type = self.dice.choice(["angel", "angel", "vc", "micro_vc", "family_office"])
        check_size = self.dice.randrange(10, 100) * 1000 if number % 5 else None
        return Investor(
            workspace=self.workspace,
            name=f"Fonds {self.investors}",
            email=f"fonds{self.investors}@example.com",
            client_type=type,
            check_size=check_size,
        )

    def history(self, investor):
        """Its lines: on with `MET` in ten, passed otherwise or still there."""
        from investors.models import Investor, StageChange

        at, stages = self.now - timedelta(days=self.dice.uniform(0, DAYS)), list(Investor.FUNNEL)
        lines, before = [], ""
        for stage in stages:
            lines.append(
                StageChange(workspace=self.workspace, investor=investor, from_stage=before, to_stage=stage, at=at)
            )
            before, at = stage, at + timedelta(days=self.dice.uniform(1, 60))
            if self.dice.random() > MET or at > self.now:
                break
        if before != stages[-1] and at < self.now and self.dice.random() < 0.7:
            lines.append(
                StageChange(workspace=self.workspace, investor=investor, from_stage=before, to_stage="passed", at=at)
            )
        for line, following in pairwise(lines):
            line.until = following.at
        investor.pipeline_stage, investor.stage_since = lines[-1].to_stage, lines[-1].at
        return lines


class Forgetful:
    """Every answer is simulated anew."""

    def __init__(self, client):
        self.client = client

    def get(self, path):
        from django.core.cache import cache

        cache.clear()
        return self.client.get(path)


def simulated(grower):
    """(prospects met, milliseconds of one simulation, of its sensitivity)"""
    from investors.statistics import figures
    from investors.statistics.asking import question_from
    from investors.statistics.raising import assumptions_of
    from investors.statistics.simulation import sensitivity, simulate
    from investors.statistics.summary import read

    question = question_from({}, grower.workspace)
    pace = figures.pace(figures.first_meetings(grower.workspace, question.today), question.today)
    assumptions = assumptions_of(read(question), question, pace)
    began = time.perf_counter()
    outcome = simulate(assumptions)
    between = time.perf_counter()
    sensitivity(assumptions, outcome)
    return len(assumptions.hopes), (between - began) * 1000, (time.perf_counter() - between) * 1000


def main():
    import django

    options = arguments()
    pages.REQUESTS = options.requests
    django.setup()
    from django.db import connection
    from django.test import Client

    connection.settings_dict["TEST"]["NAME"] = f"{pages.DATA}/bench.sqlite3" if connection.vendor == "sqlite" else None
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        print(f"{connection.vendor}, {options.requests} requests each")
        grower, client = Grower(), Client()
        client.force_login(grower.user)
        print("| lines | investors | page | queries | KB | p50 ms | p95 ms |\n|---:|---:|---|---:|---:|---:|---:|")
        for lines in options.lines:
            grower.grow_to(lines)
            asked = {
                "statistics": (client, PAGE),
                "statistics, first": (Forgetful(client), PAGE),
                "API forecast": (client, "/api/investors/forecast"),
                "API simulation": (client, "/api/investors/simulation"),
            }
            for name, (asker, path) in asked.items():
                queries, size, p50, p95 = pages.measure(asker, path)
                row = f"{grower.lines:,} | {grower.investors:,} | {name} | {queries} | {size:.0f}"
                print(f"| {row} | {p50:.0f} | {p95:.0f} |", flush=True)
            hopes, once, around = simulated(grower)
            print(f"  simulation of {hopes:,} investors who were met: {once:.0f} ms, its sensitivity {around:.0f} ms")
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
        shutil.rmtree(pages.DATA, ignore_errors=True)


if __name__ == "__main__":
    main()
