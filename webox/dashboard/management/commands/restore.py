from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import connection

from webox.dashboard.backup import Refused
from webox.dashboard.backup.archive import Archive, fingerprint
from webox.dashboard.backup.restoring import require_empty, require_migrations, restore
from webox.lib.age import WrongKey, identities_of


class Command(BaseCommand):
    help = (
        "Bring back what `backup` wrote, into an empty migrated database, SQLite or PostgreSQL whichever it came from."
        " Stop web and workers first. A file that is damaged or was changed changes nothing."
    )

    # Pages that do not work must not keep anybody from this.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="a file that `backup` wrote")
        parser.add_argument("--check", action="store_true", help="only say whether it is whole, and what it holds")
        parser.add_argument(
            "--replace", action="store_true", help="put it in the place of everything that is here, after a question"
        )

    @no_translations
    def handle(self, *args, file, check, replace, **options):
        try:
            identities = identities_of(settings.BACKUP_IDENTITIES)
            with Archive(Path(file), identities=identities, passphrase=settings.BACKUP_PASSPHRASE) as archive:
                manifest = archive.check(lambda about: self.begin(about, check, replace))
                self.stdout.write(told(manifest))
                if check:
                    return
                if replace:
                    self.ask()
                for name in restore(archive, manifest, replace=replace):
                    self.stdout.write(f"Stopped the campaign “{name}”: it may have gone on after this backup.")
                self.stdout.write("Restored: every table and file is equal to what was saved.")
        except (Refused, WrongKey) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error}. Nothing was changed.") from error

    def begin(self, about, check, replace):
        """Before the long reading: what would refuse it anyway, and what to know."""
        if not check:
            require_migrations(about)
            if not replace:
                require_empty()
        if about["key"] not in map(fingerprint, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)):
            self.stderr.write(
                "This backup was made with another SECRET_KEY. Keys of providers and ad accounts in it can only be"
                " read with that one, and links in mails that were sent only work with it: set it as SECRET_KEY or in"
                " SECRET_KEY_FALLBACKS. Whether somebody changed the file since cannot be told either."
            )

    def ask(self):
        name = connection.settings_dict["NAME"]
        self.stdout.write(f"Everything in the database {name} and in {settings.DATA_DIR} will be replaced.")
        try:
            answer = input("Type “replace” to go on: ")
        except EOFError:
            answer = ""
        if answer.strip() != "replace":
            raise Refused("Nothing was changed.")


def told(manifest):
    tables = manifest["tables"].values()
    return (
        f"Made {manifest['created']} by WeBox {manifest['webox']} on {manifest['database']}:"
        f" {sum(table['rows'] for table in tables):,} rows of {len(tables)} tables, {len(manifest['files']):,} files."
    )
