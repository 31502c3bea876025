"""Copy the whole state into a folder while the site runs."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.backup import Failed, Refused, engines, files, keys, manifest
from config.backup.telling import Progress, in_words


class Command(BaseCommand):
    help = (
        "Copies the database and all uploaded files into a new folder, consistently, while visitors write. Keys are not in it: "
        "keep SECRET_KEY and FIELD_KEYS elsewhere. Ends with 0 when the backup is whole, 1 when it broke off, 2 when it did not begin."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that does not exist yet")

    def handle(self, *args: Any, folder: Path, verbosity: int = 1, **options: Any) -> None:
        self.verbosity = verbosity
        folder = folder.absolute()
        # Until it is whole it has another name, and `restore` refuses it.
        partial = folder.with_name(f"{folder.name}.partial")
        try:
            _refuse_what_is_there(folder, partial)
            with _only_for_us():
                partial.mkdir(parents=True)
                try:
                    self._write(partial)
                    # A backup that is named as whole must be on the disk, also after a power cut.
                    os.sync()
                    partial.rename(folder)
                except BaseException:
                    # Half a backup helps nobody, and holds names and contacts.
                    shutil.rmtree(partial, ignore_errors=True)
                    raise
        except Refused as fact:
            raise CommandError(str(fact), returncode=2) from None
        except (Failed, OSError) as fact:
            raise CommandError(f"There is no backup. {fact}", returncode=1) from None
        self._say(f"The backup is whole: {folder}")

    def _write(self, folder: Path) -> None:
        engine = engines.engine()
        database = folder / engine.FILE
        database.touch()
        with engine.copy_out(database, lambda: self._say(f"Database: {in_words(database.stat().st_size)}")) as snapshot:
            # Files after the database: what it names is there, unless somebody deleted it in these seconds.
            entries, vanished = files.copy_out(folder, Progress(self._say, "Files"))
            lost = files.without_file(snapshot, entries)
            written = manifest.Manifest(
                made_at=timezone.now().isoformat(timespec="seconds"),
                engine=engines.name(),
                engine_version=snapshot.version,
                migrations=snapshot.migrations(),
                rows=snapshot.rows(),
                field_keys=keys.needed(snapshot, folder),
                secret_key=keys.secret_key_id(),
                database=manifest.describe(database, engine.FILE),
                files=entries,
            )
        written.write(folder)
        self._say(f"Files: {len(entries)}, {in_words(sum(entry.size for entry in entries))}")
        for path in vanished:
            self._say(f"Deleted while the backup ran: {path}")
        if lost:
            more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
            self.stderr.write(
                f"The database names files that are not in the storage: {', '.join(lost[:5])}{more}. Is MEDIA_ROOT the one of the site?"
            )
        self._say(f"Rows: {sum(written.rows.values())} in {len(written.rows)} tables")
        self._say(f"It needs SECRET_KEY {written.secret_key} and FIELD_KEYS {', '.join(written.field_keys) or '(none)'} (ids, not keys).")

    def _say(self, line: str) -> None:
        if self.verbosity:
            self.stdout.write(line)
            self.stdout.flush()


def _refuse_what_is_there(folder: Path, partial: Path) -> None:
    if folder.exists():
        raise Refused(f"{folder} is there already: give each backup a folder of its own.")
    if partial.exists():
        raise Refused(f"{partial} is there: another backup is running, or one was killed. If none runs, remove that folder.")


@contextmanager
def _only_for_us() -> Any:
    """Folders 0700 and files 0600, also those that pg_dump makes."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
