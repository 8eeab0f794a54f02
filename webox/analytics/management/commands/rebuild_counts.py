from django.core.management.base import BaseCommand, CommandError

from webox.analytics.actions import rebuild_counts, wrong_counts

SHOWN = 50


class Command(BaseCommand):
    help = "Make the daily counts anew from the events, or say with --check where they differ."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a count is wrong")

    def handle(self, *args, check, **options):
        if not check:
            self.stdout.write(f"{rebuild_counts()} daily counts rebuilt.")
            return
        wrong = wrong_counts()
        for workspace_id, day, metric, subject_type, subject_id, stored, right in wrong[:SHOWN]:
            subject = f" {subject_type} {subject_id}" if subject_type else ""
            self.stdout.write(f"workspace {workspace_id} {day} {metric}{subject}: {stored}, should be {right}")
        if wrong:
            raise CommandError(f"{len(wrong)} daily counts are wrong. Run rebuild_counts to mend them.", returncode=1)
        self.stdout.write("Every daily count agrees with the events.")
