"""Sealed files are given the newest key, and files that no row names are destroyed.

A rotation can be stopped between any two steps. Whatever it leaves is one of: an old file in use, a new file in use, or a
sealed file that no row names; the next run seals the first again, and `destroy_unnamed` takes the last.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import PurePath

from django.apps import apps
from django.core.files.storage import Storage
from django.db import models, transaction

from openday.accounts.encryption import key_ring
from openday.accounts.sealed_files import SealedFieldFile, SealedFileField, key_of, opened, sealed

log = logging.getLogger(__name__)

# A file is there before its row: for as long as a request takes, or a restore, which copies all files first.
UNNAMED_FOR = timedelta(days=1)
# Stops leave single files. Many without a row mean another installation's folder, or a database that is not the one of these files.
MOST_UNNAMED = 20


def sealed_fields() -> Iterator[tuple[type[models.Model], SealedFileField]]:
    """Every field of the house whose files lie sealed, with its model."""
    for model in apps.get_models(include_auto_created=True):
        yield from ((model, field) for field in model._meta.concrete_fields if isinstance(field, SealedFileField))


def reseal(row: models.Model, field: SealedFileField, *, dry_run: bool = False) -> bool:
    """Seal the row's file with the newest key; False when it is already, or when there is no file.

    Raises UnknownKey when no key of FIELD_KEYS opens it. Not inside a transaction: the old file goes when the row has moved for good.
    """
    file: SealedFieldFile = getattr(row, field.attname)
    with suppress(FileNotFoundError):
        if f"{file.key()}:" == key_ring().newest_prefix:
            return False
        if not dry_run:
            _replace(row, field, file)
        return True
    return False


def _replace(row: models.Model, field: SealedFileField, file: SealedFieldFile) -> None:
    storage: Storage = file.storage
    old = str(file.name)
    with storage.open(old, "rb") as stored:
        content = sealed(BytesIO(opened(stored.read())))
    # A name of its own until the row knows it: a stop before that leaves the old file in use.
    new = storage.save(field.generate_filename(row, PurePath(old).name), content, max_length=field.max_length)
    _keep_through_power_cut(storage, new)
    # Durable: whoever wraps this into a transaction could roll the row back to a file that is gone.
    with transaction.atomic(durable=True):
        # Only if the row still points there: it may have been erased meanwhile, and its file must not come back.
        took = type(row)._base_manager.filter(pk=row.pk, **{field.attname: old}).update(**{field.attname: new})
    storage.delete(old if took else new)


def _keep_through_power_cut(storage: Storage, name: str) -> None:
    """The database writes through to the disk before it says yes; a file that replaces the only other copy must, too."""
    # A bucket has no paths, and keeps what it has taken.
    with suppress(NotImplementedError):
        handle = os.open(storage.path(name), os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def destroy_unnamed(*, now: datetime, dry_run: bool = False) -> int:
    """Delete sealed files that no row has named for a day; returns how many.

    They come from a stop in the middle of a rotation, of an upload or of an erasing. What no key of ours opens stays where
    it is: a folder may be shared, and a key that is missing today may be found tomorrow.
    """
    return sum(_destroy_unnamed_of(model, field, now=now, dry_run=dry_run) for model, field in sealed_fields())


def _destroy_unnamed_of(model: type[models.Model], field: SealedFileField, *, now: datetime, dry_run: bool) -> int:
    storage: Storage = field.storage
    folder = PurePath(field.generate_filename(model(), "x")).parent
    try:
        lying = {str(folder / name) for name in storage.listdir(str(folder))[1]}
    except FileNotFoundError:
        return 0
    files = len(lying)
    # Listed first, asked afterwards: a row that comes in between takes its file off the list.
    lying.difference_update(model._base_manager.values_list(field.attname, flat=True).iterator())
    unnamed = [name for name in sorted(lying) if _is_left_behind(storage, name, now=now)]
    if len(unnamed) > max(MOST_UNNAMED, files // 10):
        log.error(
            "%d of %d files in %s belong to no row: nothing was deleted. Is it the folder of this database?", len(unnamed), files, folder
        )
        return 0
    if not dry_run:
        for name in unnamed:
            storage.delete(name)
    return len(unnamed)


def _is_left_behind(storage: Storage, name: str, *, now: datetime) -> bool:
    try:
        if now - storage.get_modified_time(name) < UNNAMED_FOR:
            return False
        with storage.open(name, "rb") as stored:
            head = stored.read(64)
    except FileNotFoundError:
        return False
    # An empty one is a file that a stop caught before its first letter.
    return not head or key_of(head) in key_ring().prefixes
