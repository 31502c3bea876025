"""Uploaded files out of the storages and in again: streamed, in any storage that Django knows."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db.models import FileField

from config.backup import Failed
from config.backup.manifest import CHUNK_BYTES, Entry, Manifest, inside
from config.backup.snapshot import Snapshot

ALIASES = ("default", "private")
# They lie in media/ of a fresh checkout, and nobody uploaded them.
_NOT_UPLOADED = {"README.md", ".gitignore"}


def names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Every file below a folder of the storage, sorted."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        # Nothing was ever uploaded.
        return
    for name in sorted(files):
        if name and (folder or name not in _NOT_UPLOADED):
            yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from names(storage, f"{folder}/{name}" if folder else name)


def copy_out(folder: Path, tell: Callable[[int, int], None]) -> tuple[list[Entry], list[str]]:
    """Copy the files of all storages below `folder`; returns them, and the names that vanished meanwhile.

    `tell` is called after each file with the number of files and bytes so far.
    """
    entries: list[Entry] = []
    vanished = []
    size = 0
    for alias in ALIASES:
        for name in names(storages[alias]):
            path = f"files/{alias}/{name}"
            try:
                entries.append(_copy(storages[alias], name, inside(folder, path), path))
            except FileNotFoundError:
                # Deleted after it was listed: the copy of the database is older and may still name it.
                vanished.append(path)
                continue
            size += entries[-1].size
            tell(len(entries), size)
    return entries, vanished


def _copy(storage: Storage, name: str, target: Path, path: str) -> Entry:
    digest, size = hashlib.sha256(), 0
    with storage.open(name, "rb") as source:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as copy:
            for chunk in source.chunks(CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
    return Entry(path, size, digest.hexdigest())


def without_file(snapshot: Snapshot, entries: list[Entry]) -> list[str]:
    """What rows of the copied state name and the storages did not have: a picture lost, or a wrong MEDIA_ROOT."""
    return sorted(set(named(snapshot, FileField)) - {entry.path for entry in entries})


def named(snapshot: Snapshot, kind: type[FileField]) -> Iterator[str]:
    """Where the backup has what rows of the copied state name in fields of that kind."""
    for model, field in snapshot.columns(kind):
        rows = snapshot.fetch(f'SELECT "{field.column}" FROM "{model._meta.db_table}"')  # noqa: S608
        yield from (f"files/{_alias(field)}/{name}" for (name,) in rows if name)


def _alias(field: Any) -> str:
    # A field keeps the storage that it asked for first; what it would be given now is the one that we copy from.
    asked = getattr(field, "_storage_callable", lambda: field.storage)
    return "private" if asked() is storages["private"] else "default"


def copy_in(manifest: Manifest, folder: Path, tell: Callable[[int, int], None]) -> int:
    """Put every file of the backup into its storage, over one of the same name; returns how many were written.

    A file that is there already with the same contents is left alone. Raises Failed when a storage renames one.
    """
    written, size = 0, 0
    for number, entry in enumerate(manifest.files, 1):
        storage, name = _place(entry.path)
        if not _is_there(storage, name, entry):
            storage.delete(name)
            with inside(folder, entry.path).open("rb") as source:
                saved = storage.save(name, File(source))
            if saved != name:
                raise Failed(f"The storage keeps {name} as {saved}: rows of the database would not find it.")
            written += 1
        size += entry.size
        tell(number, size)
    return written


def remove_others(manifest: Manifest) -> int:
    """Delete what is in the storages and not in the backup; returns how many files."""
    kept = {entry.path for entry in manifest.files}
    gone = 0
    for alias in ALIASES:
        for name in list(names(storages[alias])):
            if f"files/{alias}/{name}" not in kept:
                storages[alias].delete(name)
                gone += 1
    return gone


def _place(path: str) -> tuple[Storage, str]:
    _files, alias, name = path.split("/", 2)
    return storages[alias], name


def _is_there(storage: Storage, name: str, entry: Entry) -> bool:
    if not storage.exists(name) or storage.size(name) != entry.size:
        return False
    digest = hashlib.sha256()
    with storage.open(name, "rb") as there:
        for chunk in there.chunks(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest() == entry.sha256
