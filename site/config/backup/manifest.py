"""What a backup says about itself, and whether a folder still is what it says."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join

from config.backup import Refused

NAME = "manifest.json"
# Raised when an older `restore` could no longer read the folder.
FORMAT = 1
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """One file of the backup. `path` is relative to the folder, with forward slashes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The facts of one backup. Names, counts and ids only: no value of any row, no key."""

    made_at: str
    # `sqlite` or `postgresql`, and the server's own version for the person who reads it.
    engine: str
    engine_version: str
    # `app.name` of every migration that had been applied.
    migrations: list[str]
    # Rows per table.
    rows: dict[str, int]
    # Ids of the keys: of FIELD_KEYS those that some sealed value needs, and the one of SECRET_KEY.
    field_keys: list[str]
    secret_key: str
    database: Entry
    files: list[Entry] = field(default_factory=list)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    @property
    def size_bytes(self) -> int:
        return self.database.size + sum(entry.size for entry in self.files)


def read(folder: Path) -> Manifest:
    """The manifest of a finished backup. Raises Refused when there is none, or one of another format."""
    if not folder.is_dir():
        raise Refused(f"{folder} is not a folder.")
    try:
        facts: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        # It is written last: without it the backup never ended.
        raise Refused(f"{folder} has no {NAME}: the backup is incomplete.") from None
    except (OSError, ValueError) as fact:
        raise Refused(f"{folder / NAME} cannot be read: {fact}.") from None
    if (found := facts.get("format") if isinstance(facts, dict) else None) != FORMAT:
        raise Refused(f"{folder} has the format {found!r}, and this version of the portal reads the format {FORMAT}.")
    try:
        return Manifest(**{**facts, "database": Entry(**facts["database"]), "files": [Entry(**entry) for entry in facts["files"]]})
    except (KeyError, TypeError) as fact:
        raise Refused(f"{folder / NAME} is damaged: {fact}.") from None


def inside(folder: Path, path: str) -> Path:
    """Where a file of the backup lies. Raises Refused for a path that leads out of the folder."""
    try:
        return Path(safe_join(folder, path))
    except SuspiciousFileOperation:
        raise Refused(f"{folder / NAME} names {path!r}, which lies outside the backup.") from None


def check_files(manifest: Manifest, folder: Path, tell: Callable[[int, int], None]) -> None:
    """Compare every file with its size and checksum. Raises Refused, naming the first that differs.

    `tell` is called after each file with the number of files and bytes so far.
    """
    size = 0
    for number, entry in enumerate([manifest.database, *manifest.files], 1):
        path = inside(folder, entry.path)
        try:
            found = describe(path, entry.path)
        except FileNotFoundError:
            raise Refused(f"{entry.path} is missing from the backup.") from None
        if found != entry:
            raise Refused(f"{entry.path} is not what it was when the backup was made: its checksum or size differs.")
        size += entry.size
        tell(number, size)


def describe(path: Path, name: str) -> Entry:
    """The entry of a file as it lies there now."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return Entry(name, size, digest.hexdigest())
