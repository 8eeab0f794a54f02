from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import DatabaseError, IntegrityError, transaction

from webox.accounts.models import User, Workspace
from webox.dashboard.legacy.reading import SourceProblem, opened
from webox.dashboard.legacy.report import Report
from webox.dashboard.legacy.run import NAMES, Run, bring_in, unknown_columns

LONGEST_NAME = 40


class Command(BaseCommand):
    help = (
        "Bring the data of the earlier system into a workspace: leads, interactions, funnels, pages, campaigns. "
        "Run again, it brings in what is new. Nothing is sent."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", help="an SQLite file, a PostgreSQL URL, or a folder with <table>.csv files")
        parser.add_argument("--workspace", required=True, help="the workspace's address (slug)")
        parser.add_argument(
            "--owner", default="", help="email of the member who gets the leads whose owner is no member here"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen and undo it; others wait to write meanwhile"
        )
        parser.add_argument("--report", default="", help="a CSV file to write: what became of every row, and why")
        parser.add_argument(
            "--system", default="legacy", help="another name for each earlier installation: their ids may be the same"
        )

    @no_translations
    def handle(self, *args, source, workspace, owner, dry_run, report, system, **options):
        workspace = workspace_of(workspace)
        member = member_of(workspace, owner) if owner else None
        if not 0 < len(system) <= LONGEST_NAME:
            raise CommandError(f"Give --system a name of at most {LONGEST_NAME} characters.")
        try:
            with opened(source, NAMES) as tables, report_file(report) as file:
                run = Run(workspace, tables, Report(file), system, member)
                with transaction.atomic() if dry_run else nullcontext():
                    self.bring_in(run)
                    if dry_run:
                        transaction.set_rollback(True)
        except SourceProblem as problem:
            raise CommandError(problem.message) from problem
        except IntegrityError as error:
            raise CommandError("Somebody wrote the same rows at the same moment. Run this again.") from error
        except DatabaseError as error:
            raise CommandError(
                f"WeBox’s own database refused: {' '.join(str(error).split())}. Run this again."
            ) from error
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")

    def bring_in(self, run):
        self.stdout.write(Report.heading())
        for table in bring_in(run):
            self.stdout.write(run.report.line(table))
            self.stdout.flush()
        for line in run.report.most_frequent_notes():
            self.stdout.write(line)
        if run.made:
            self.stdout.write(f"Custom fields made: {', '.join(run.made)}.")
        if unknown := unknown_columns(run):
            self.stdout.write(f"Columns that were not read: {', '.join(unknown)}.")


def workspace_of(slug):
    workspace = Workspace.objects.filter(slug=slug).first()
    if not workspace:
        known = ", ".join(Workspace.objects.order_by("slug").values_list("slug", flat=True)[:20])
        raise CommandError(f"There is no workspace “{slug}”. There is: {known or 'none yet'}.")
    return workspace


def member_of(workspace, email):
    member = User.objects.filter(memberships__workspace=workspace, email__iexact=email.strip()).first()
    if not member:
        raise CommandError(f"{email} is no member of {workspace.slug}.")
    return member


@contextmanager
def report_file(place):
    try:
        # With its mark a spreadsheet knows that it is UTF-8.
        with Path(place).open("w", encoding="utf-8-sig", newline="") if place else nullcontext() as file:
            yield file
    except OSError as error:
        raise CommandError(f"The report cannot be written to {place}: {error.strerror}.") from error
