"""Personal data at rest: encrypted fields, blind indexes, derived tokens.

What is stored is `<cipher>:<key id>:<token>`. The key id says which entry of FIELD_KEYS opens a
value, so a missing key is named instead of guessed at, and another cipher (SM4-GCM) can be added
beside Fernet without touching a stored row.

Nothing here keeps state on a field: a field object is shared by every thread of the process.
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from typing import Any, NoReturn, Protocol

from cryptography.fernet import Fernet, InvalidToken
from django import forms
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.lookups import Exact, IsNull


class UnknownKey(Exception):
    """A stored value cannot be opened with any key of FIELD_KEYS."""


class Cipher(Protocol):
    """One key of one cipher. `name` and `key_id` are stored in front of every token."""

    name: str
    key_id: str

    def seal(self, clear: bytes) -> str: ...

    def open(self, token: str) -> bytes:
        """Raises UnknownKey when the token was made with another key or was altered."""
        ...


class FernetCipher:
    """AES-128-CBC with HMAC-SHA256, as in the Fernet specification."""

    name = "f"

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(key)
        # An id that tells keys apart and gives nothing of them away.
        self.key_id = hashlib.sha256(b"openday.key-id:" + urlsafe_b64decode(key)).hexdigest()[:8]

    def seal(self, clear: bytes) -> str:
        return self._fernet.encrypt(clear).decode("ascii")

    def open(self, token: str) -> bytes:
        try:
            return self._fernet.decrypt(token)
        except InvalidToken:
            raise UnknownKey(f"A stored value names the key {self.key_id} but was altered or sealed with another one.") from None


class KeyRing:
    """All keys of the installation; the first one seals."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        try:
            ciphers: list[Cipher] = [FernetCipher(key) for key in keys]
        except ValueError:
            raise ImproperlyConfigured(
                "FIELD_KEYS holds a malformed key: each should be 32 bytes in URL-safe base64 (44 letters)."
            ) from None
        self._newest = ciphers[0]
        self._by_prefix = {f"{cipher.name}:{cipher.key_id}": cipher for cipher in ciphers}
        self.newest_prefix = f"{self._newest.name}:{self._newest.key_id}:"
        # `<cipher>:<key id>` of every key: what stands in front of the values that this ring opens.
        self.prefixes = frozenset(self._by_prefix)

    def seal(self, clear: str) -> str:
        return self.seal_bytes(clear.encode("utf-8"))

    def open(self, sealed: str) -> str:
        return self.open_bytes(sealed).decode("utf-8")

    def seal_bytes(self, clear: bytes) -> str:
        return self.newest_prefix + self._newest.seal(clear)

    def open_bytes(self, sealed: str) -> bytes:
        prefix, _, token = sealed.rpartition(":")
        if (cipher := self._by_prefix.get(prefix)) is None:
            # Never the value itself: it may be clear text that slipped in by a raw UPDATE.
            raise UnknownKey(f"A stored value needs the key {prefix[:20]!r}, which is not in FIELD_KEYS.")
        return cipher.open(token)


@lru_cache(maxsize=8)
def _key_ring(keys: tuple[str, ...]) -> KeyRing:
    return KeyRing(keys)


def key_ring() -> KeyRing:
    """The ring of settings.FIELD_KEYS, built once per process."""
    return _key_ring(tuple(settings.FIELD_KEYS))


@lru_cache(maxsize=64)
def _derived_key(secret: str, label: str) -> bytes:
    return hmac.digest(secret.encode(), label.encode(), "sha256")


def keyed_hash(value: str, *, purpose: str) -> str:
    """Give the blind index of `value`: 64 hex letters, equal for equal values of one purpose.

    The key comes from SECRET_KEY, not from FIELD_KEYS: encryption keys rotate, and an index that
    changed with them would no longer find yesterday's duplicates.
    """
    return hmac.digest(_derived_key(settings.SECRET_KEY, f"hash:{purpose}"), value.encode("utf-8"), "sha256").hex()


def derive_token(nonce: object, *, purpose: str) -> str:
    """Give the secret that belongs to `nonce` (anything with a stable text): 27 URL-safe letters, 160 bits.

    The same nonce gives the same secret, so a letter can be written again without storing the secret.
    """
    digest = hmac.digest(_derived_key(settings.SECRET_KEY, f"token:{purpose}"), str(nonce).encode("utf-8"), "sha256")
    return urlsafe_b64encode(digest[:20]).decode("ascii").rstrip("=")


class _IsEmpty(Exact):
    """`field=""`: the one comparison that makes sense, as empty stays empty."""

    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if rhs not in ("", None):
            # Every sealing differs, so a comparison would silently find nothing.
            raise FieldError("An encrypted field can only be compared with the empty text; keep a keyed_hash beside it.")
        super().__init__(lhs, rhs)


_LOOKUPS = {"isnull": IsNull, "exact": _IsEmpty}


class EncryptedField(models.TextField):
    """A text column that holds sealed values. It can be asked for `isnull` and for emptiness, nothing else."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return value if value is None or value == "" else key_ring().open(value)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        # An empty text says nothing about anybody: it stays as it is, so that blank can be told from sealed.
        return value if value is None or value == "" else key_ring().seal(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in _LOOKUPS:
            self._refuse(lookup_name)
        return _LOOKUPS[lookup_name]

    def get_transform(self, lookup_name: str) -> Any:
        self._refuse(lookup_name)

    def _refuse(self, lookup_name: str) -> NoReturn:
        raise FieldError(f"{self.name} is encrypted: it cannot be searched with {lookup_name!r}; keep a keyed_hash beside it.")


class EncryptedTextField(EncryptedField):
    """Text that is encrypted in the database and clear in Python. Empty and None are stored as they are."""


class EncryptedJSONField(EncryptedField):
    """A JSON value that is encrypted in the database; an emptied column reads as `{}`."""

    # Read by mypy's Django plugin: rows hold whatever the JSON was.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        return json.loads(key_ring().open(value)) if value else {}

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        if hasattr(value, "resolve_expression"):
            return value
        return key_ring().seal(json.dumps(value, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder))

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj)

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": forms.JSONField, **kwargs})
