"""Put the state of a backup in the place of what is there."""

import sys
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from config.backup import Failed, Refused, engines, files, keys, manifest
from config.backup.manifest import Manifest
from config.backup.telling import Progress, in_words


class Command(BaseCommand):
    help = (
        "Loads a backup into an empty database; checks all of it first. Stop the web and the worker service before. Ends with 0 when "
        "everything is as it was in the backup, 1 when it broke off, 2 when it did not begin and nothing was changed."
    )
    # The checks would ask a database that is not there yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that `backup` made")
        parser.add_argument("--check", action="store_true", help="only check the backup, load nothing")
        parser.add_argument("--replace", action="store_true", help="empty the database and the storages of what is there; asks first")
        parser.add_argument("--yes", action="store_true", help="do not ask (for scripts)")
        parser.add_argument(
            "--without-keys", action="store_true", help="load although a key is missing: what it protects stays unreadable for ever"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        self.verbosity: int = options["verbosity"]
        folder = folder.absolute()
        try:
            kept = self._check(folder, without_keys=options["without_keys"])
            if options["check"]:
                self._say("The backup is good; nothing was loaded.")
                return
            self._ask_before_replacing(replace=options["replace"], yes=options["yes"])
            self._load(kept, folder, replace=options["replace"])
        except Refused as fact:
            raise CommandError(f"{fact} Nothing was changed.", returncode=2) from None
        except (Failed, OSError) as fact:
            raise CommandError(f"The restore broke off. {fact}", returncode=1) from None
        self._say(f"Restored: the state of {kept.made_at}. Staff sign in again. Now start the web and the worker service.")

    def _check(self, folder: Path, *, without_keys: bool) -> Manifest:
        """Everything that can be known before anything is touched, cheapest first. Raises Refused."""
        kept = manifest.read(folder)
        self._say(f"Backup of {kept.made_at}: {kept.engine} {kept.engine_version}, {len(kept.files)} files, {in_words(kept.size_bytes)}")
        if kept.engine != engines.name():
            raise Refused(f"The backup is one of {kept.engine}, and DATABASE_URL leads to {engines.name()}.")
        if unknown := _unknown_migrations(kept):
            raise Refused(f"The backup is newer than this version of the portal, which does not know {', '.join(unknown[:3])}.")
        try:
            keys.check(kept)
        except Refused as fact:
            if not without_keys:
                raise
            self.stderr.write(str(fact))
        manifest.check_files(kept, folder, Progress(self._say, "Checked"))
        engines.engine().check(manifest.inside(folder, kept.database.path))
        self._say("Checksums, keys and schema agree.")
        return kept

    def _ask_before_replacing(self, *, replace: bool, yes: bool) -> None:
        there = engines.engine().tables()
        if not there:
            return
        if not replace:
            raise Refused(f"The database is not empty: it has {len(there)} tables. --replace puts the backup in their place.")
        if yes:
            return
        self.stdout.write(f"The {len(there)} tables of {connection.settings_dict['NAME']} and all uploaded files will be replaced.")
        try:
            answer = input("Type replace to go on: ")
        except EOFError:
            raise Refused("There is nobody to ask: scripts say --yes.") from None
        if answer.strip() != "replace":
            raise Refused("The answer was not replace.")

    def _load(self, kept: Manifest, folder: Path, *, replace: bool) -> None:
        # Files first: a database whose pictures are not there yet would be served with holes.
        written = files.copy_in(kept, folder, Progress(self._say, "Files"))
        self._say(f"Files: {written} written, {len(kept.files) - written} were there already")
        connections.close_all()
        engines.engine().copy_in(manifest.inside(folder, kept.database.path))
        _compare(kept)
        self._say(f"Database: {sum(kept.rows.values())} rows in {len(kept.rows)} tables, as many as in the backup")
        if replace and (gone := files.remove_others(kept)):
            self._say(f"Files: {gone} deleted that are not in the backup")
        self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        executor = MigrationExecutor(connection)
        if steps := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say(f"Migrating: the backup is {len(steps)} step{'' if len(steps) == 1 else 's'} older than this version")
            call_command("migrate", verbosity=0, interactive=False)
        # Whoever signed out after the backup must not be signed in again by it.
        Session.objects.all().delete()
        try:
            cache.clear()
        except Exception as fact:
            # A cache that is away holds nothing for long; the state is whole without it.
            self.stderr.write(f"The cache could not be emptied: {fact}")

    def _say(self, line: str) -> None:
        if self.verbosity:
            self.stdout.write(line)
            sys.stdout.flush()


def _unknown_migrations(kept: Manifest) -> list[str]:
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    return [name for name in kept.migrations if name not in known]


def _compare(kept: Manifest) -> None:
    """Raises Failed when a table has another number of rows than in the backup."""
    with connection.cursor() as cursor:
        for table, rows in kept.rows.items():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            if (found := cursor.fetchone()[0]) != rows:
                raise Failed(f"{table} has {found} rows, and {rows} in the backup: is the site running?")
