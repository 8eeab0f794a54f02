from django.core.management.base import BaseCommand, CommandError

from crm import totals
from crm.statistics import rollup

SHOWN = 50


class Command(BaseCommand):
    help = "Make the totals of the pipeline anew from the leads and the ledger, or say with --check where they differ."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a total is wrong")

    def handle(self, *args, check, **options):
        if not check:
            totals.install()
            self.stdout.write(f"{rollup.rebuild()} totals rebuilt.")
            return
        wrong = rollup.wrong()
        for workspace_id, measure, dimension, day, value, status, count, *_sums in wrong[:SHOWN]:
            of = f" {dimension} “{value}”" if dimension else ""
            self.stdout.write(f"workspace {workspace_id} {measure} {day} {status}{of}: {-count:+} missing")
        if wrong:
            raise CommandError(f"{len(wrong)} totals are wrong. Run rebuild_totals to mend them.", returncode=1)
        self.stdout.write("Every total agrees with the leads and the ledger.")
