"""Short signed texts: the pass of somebody who proved it already, and the hidden half of a question."""

import hmac
import secrets
import time

from django.conf import settings

# Filling in a form on an old phone, with reading glasses and a break, takes its time.
VALID_SECONDS = 2 * 3600


def make(kind: str, *, action: str, secret_part: str = "") -> str:
    """Give `expiry.nonce.signature`. `secret_part` is signed but not readable: the answer of a question."""
    head = f"{int(time.time()) + VALID_SECONDS}.{secrets.token_urlsafe(12)}"
    return f"{head}.{_signature(kind, head, action, secret_part)}"


def holds(token: str, kind: str, *, action: str, secret_part: str = "") -> bool:
    """Whether the token is ours, for this kind, action and answer, and not too old."""
    head, _, signature = token.rpartition(".")
    expiry = head.partition(".")[0]
    if not (expiry.isascii() and expiry.isdigit() and len(expiry) < 12) or int(expiry) < time.time():
        return False
    expected = _signature(kind, head, action, secret_part)
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


def _signature(kind: str, head: str, action: str, secret_part: str) -> str:
    text = "\0".join((kind, head, action, secret_part))
    return hmac.digest(settings.SECRET_KEY.encode(), f"captcha:{text}".encode("utf-8", "replace"), "sha256").hex()[:40]
