"""The keys that sign seals. They come from the environment: whoever can write to the database alone can seal nothing."""

import base64
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from openday.accounts.encryption import keyed_hash
from openday.oversight.register.ledger import key_line, signature_line


def origin() -> str:
    """The name of this register, which stands in every seal and key."""
    return f"{urlsplit(settings.BASE_URL).netloc}/open-data/register"


def public_lines() -> list[str]:
    """The public halves of the keys that sign now, the newest first."""
    return [key_line(origin(), key.public_key().public_bytes_raw()) for key in _keys()]


def sign(text: str) -> str:
    """Make the note of a seal. Every key signs: while two are set, whoever knows only the older one can still check."""
    return text + "\n" + "".join(signature_line(origin(), key.public_key().public_bytes_raw(), key.sign(text.encode())) for key in _keys())


def _keys() -> list[Ed25519PrivateKey]:
    if not settings.REGISTER_KEYS:
        # Nothing to set for a first start. A key of its own keeps the register apart from a change of SECRET_KEY.
        return [Ed25519PrivateKey.from_private_bytes(bytes.fromhex(keyed_hash("1", purpose="seals of the register")))]
    try:
        return [Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(key)) for key in settings.REGISTER_KEYS]
    except ValueError:
        raise ImproperlyConfigured(
            "REGISTER_KEYS holds a malformed key: each should be 32 bytes in URL-safe base64 (44 letters)."
        ) from None
