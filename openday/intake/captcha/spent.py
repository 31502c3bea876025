"""Every proof, answer and pass counts once."""

import hashlib
import logging
from collections.abc import Mapping
from typing import Any

from django.core.cache import cache

logger = logging.getLogger(__name__)

# Longer than any proof is valid.
KEEP_SECONDS = 3 * 3600


def digest_of(data: Mapping[str, Any] | None) -> str:
    """A short name for one whole submission."""
    lists = getattr(data, "lists", None)
    pairs = sorted(lists()) if lists else sorted((data or {}).items())
    return hashlib.sha256(repr(pairs).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def spend(token: str, *, submission: str) -> bool:
    """Whether `token` may be used by this submission: the first time, or again for the very same one.

    A double click and a reload repeat the same submission; the actions behind are safe to repeat,
    so the repetition is answered like the first. With other content the token is used up.
    """
    key = "spent:" + hashlib.sha256(token.encode("utf-8", "backslashreplace")).hexdigest()
    try:
        # add() is atomic: of two simultaneous submissions only one is the first.
        return cache.add(key, submission, timeout=KEEP_SECONDS) or cache.get(key) == submission
    except Exception:
        logger.exception("The cache does not answer, so a used proof cannot be told from a fresh one.")
        return True
