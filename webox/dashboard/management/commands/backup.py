from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from webox.dashboard.backup import Refused, keeping
from webox.dashboard.backup.making import write_backup
from webox.lib.age import WrongKey


class Command(BaseCommand):
    help = (
        "Write everything this installation holds into one file, while it runs: rows and files. Encrypted where"
        " BACKUP_RECIPIENTS or BACKUP_PASSPHRASE is set. docs/BACKUP.md says how to bring it back."
    )

    # Pages that do not work must not keep anybody from this.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="a new file; without, one in BACKUP_DIR, which keeps BACKUP_KEEP")
        parser.add_argument(
            "--verify", action="store_true", help="restore it into an empty database and compare every table and file"
        )

    @no_translations
    def handle(self, *args, file, verify, **options):
        try:
            made = write_backup(Path(file).absolute()) if file else keeping.back_up()
            self.stdout.write(
                f"{made.path}: {made.rows:,} rows of {made.tables} tables and {made.files:,} files"
                f" in {made.size / 1e6:,.1f} MB{'' if made.is_encrypted else ', not encrypted'}."
            )
            self.stdout.flush()
            if verify:
                keeping.verify(made.path)
                self.stdout.write("Verified: restored into an empty database, everything in it is equal.")
            if not file:
                for path in keeping.forget_old():
                    self.stdout.write(f"Removed {path}, as {settings.BACKUP_KEEP} newer ones are there.")
        except (Refused, WrongKey) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"The backup could not be written: {error}.") from error
