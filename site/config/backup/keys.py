"""Which keys a backup needs. Only their ids are ever written down."""

import re
from contextlib import suppress
from pathlib import Path

from config.backup import Refused, files
from config.backup.manifest import Manifest, inside
from config.backup.snapshot import Snapshot
from openday.accounts.encryption import EncryptedField, key_ring, keyed_hash
from openday.accounts.sealed_files import SealedFileField, key_of

# `<cipher>:<key id>`, as encryption.py writes it in front of every sealed value. Anything else may be clear text.
_PREFIX = re.compile(r"[a-z0-9]+:[0-9a-f]{8}")


def needed(snapshot: Snapshot, folder: Path) -> list[str]:
    """Ids of the FIELD_KEYS entries without which some value or file of the copied state cannot be opened."""
    found = set()
    for model, field in snapshot.columns(EncryptedField):
        prefix = f'substr("{field.column}", 1, {snapshot.position}("{field.column}", \':\') + 8)'
        found |= {row[0] for row in snapshot.fetch(f'SELECT DISTINCT {prefix} FROM "{model._meta.db_table}"')}  # noqa: S608
    for path in files.named(snapshot, SealedFileField):
        with suppress(FileNotFoundError), inside(folder, path).open("rb") as copy:
            found.add(key_of(copy.read(64)))
    return sorted(prefix for prefix in found if prefix and _PREFIX.fullmatch(prefix))


def secret_key_id() -> str:
    """Tells one SECRET_KEY from another: secret links and the hashes that find a contact again hang on it."""
    return keyed_hash("", purpose="backup.secret-key-id")[:8]


def check(manifest: Manifest) -> None:
    """Raises Refused when this installation lacks a key of the backup."""
    missing = sorted(set(manifest.field_keys) - key_ring().prefixes)
    if missing:
        raise Refused(f"FIELD_KEYS lacks the key {', '.join(missing)}: without it names and contacts of the backup cannot be read.")
    if manifest.secret_key != secret_key_id():
        raise Refused(
            "SECRET_KEY is not the one of the backup: links in letters would no longer open, and nobody's contact would be found again."
        )
