"""Files that are encrypted before any storage sees them, with the keys that seal personal data in rows.

What lies in the storage is the text that an encrypted column would hold: `<cipher>:<key id>:<token>`. So a folder, a
bucket and a backup all hold the same sealed bytes, and `manage.py rotate_keys` and `backup` read from a file's first
letters which key it needs. A file is sealed whole, in memory: what citizens may send ends at ten megabytes, what staff
attach at twenty. How files change their key, and how those end that no row knows: resealing.py.
"""

from hashlib import sha256
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models.fields.files import FieldFile

from openday.accounts.encryption import UnknownKey, key_ring

# Longer than any `<cipher>:<key id>:`.
_HEAD_BYTES = 40


def sealed(content: Any) -> ContentFile:
    """The file as it goes into the storage."""
    content.seek(0)
    return ContentFile(key_ring().seal_bytes(content.read()).encode("ascii"))


def opened(stored: bytes) -> bytes:
    """The clear bytes. Raises UnknownKey when no key of FIELD_KEYS sealed them, or somebody changed them."""
    # Latin-1 takes every byte: a file that was never sealed is named as such, and is no error of its own.
    return key_ring().open_bytes(stored.decode("latin-1"))


def key_of(head: bytes) -> str:
    """`<cipher>:<key id>` that a stored file names in its first letters; empty when it names none."""
    return head[:_HEAD_BYTES].decode("latin-1").rpartition(":")[0] if b":" in head[:_HEAD_BYTES] else ""


class SealedFieldFile(FieldFile):
    """Clear to whoever holds the row, sealed in the storage."""

    def _get_file(self) -> Any:
        self._require_file()  # type: ignore[attr-defined]
        # Closed clear bytes are gone for good: the next look asks the storage, and the keys, again.
        held: File | None = self.__dict__.get("_file")
        if held is None or held.closed:
            with self.storage.open(str(self.name), "rb") as stored:
                held = File(BytesIO(opened(stored.read())), self.name)
            self.file = held
        return held

    file = property(_get_file, FieldFile._set_file, FieldFile._del_file)  # type: ignore[attr-defined]

    def open(self, mode: str | None = "rb", *_args: Any, **_options: Any) -> "SealedFieldFile":
        self.file.seek(0)
        return self

    def save(self, name: str, content: Any, save: bool = True) -> None:
        super().save(name, sealed(content), save)
        # The upload itself is clear and may be closed by now.
        self.__dict__.pop("_file", None)

    def key(self) -> str:
        """Which key sealed the stored file."""
        with self.storage.open(str(self.name), "rb") as stored:
            return key_of(stored.read(_HEAD_BYTES))


class FileIsChanged(Exception):
    """The stored file is not the one that was kept, or no key of this house opens it."""


def unchanged(file: FieldFile, *, fingerprint: str) -> bytes:
    """The clear bytes of a file whose SHA-256 (hexadecimal, of the clear bytes) was noted when it was kept.

    Raises FileNotFoundError when retention has taken it, FileIsChanged when somebody else has.
    """
    try:
        with file.open() as kept:
            clear: bytes = kept.read()
    except UnknownKey:
        raise FileIsChanged from None
    if sha256(clear).hexdigest() != fingerprint:
        raise FileIsChanged
    return clear


class SealedFileField(models.FileField):
    """A file that lies encrypted. It has no address and no size that says anything: a view opens it for who may see it."""

    attr_class = SealedFieldFile


__all__ = ["FileIsChanged", "SealedFieldFile", "SealedFileField", "UnknownKey", "key_of", "opened", "sealed", "unchanged"]
