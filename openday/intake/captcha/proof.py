"""Proof of work: the browser looks for a number, we check it with one hash."""

import base64
import binascii
import datetime
import hashlib
import hmac
import json
from functools import lru_cache
from typing import Any

import altcha
from django.conf import settings

from openday.intake.captcha.signed import VALID_SECONDS

# On average half of these are tried: about a tenth of a second on a laptop, one to two on an old phone.
LARGEST_NUMBER = 60_000
_LONGEST_PROOF = 2000


@lru_cache(maxsize=4)
def _key(secret: str) -> str:
    return hashlib.sha256(f"openday.altcha:{secret}".encode()).hexdigest()


def challenge(action: str) -> dict[str, Any]:
    """Give a fresh challenge as the solver in static/js/proof-of-work.js reads it."""
    expires = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=VALID_SECONDS)
    made = altcha.create_challenge(
        altcha.ChallengeOptions(max_number=LARGEST_NUMBER, hmac_key=_key(settings.SECRET_KEY), expires=expires, params={"action": action})
    )
    return made.to_dict()


def token_of(proof: str, *, action: str) -> str:
    """Give the challenge that `proof` solves, or an empty text when it solves none of ours for this action."""
    payload = _read(proof)
    if payload is None or altcha.extract_params(payload).get("action") != [action]:
        return ""
    try:
        good, _reason = altcha.verify_solution(payload, _key(settings.SECRET_KEY), check_expires=True)
    except (ValueError, TypeError, OverflowError, AttributeError):
        return ""
    return payload["challenge"] if good and hmac.compare_digest(payload["algorithm"], "SHA-256") else ""


def _read(proof: str) -> Any:
    """The JSON inside, when it has the shape the library expects: it trusts types that strangers choose."""
    if not 0 < len(proof) <= _LONGEST_PROOF:
        return None
    try:
        payload = json.loads(base64.b64decode(proof, validate=True).decode("utf-8"))
    except (ValueError, binascii.Error, RecursionError):
        return None
    if not isinstance(payload, dict):
        return None
    texts_are_texts = all(
        isinstance(payload.get(name), str) and payload[name].isascii() for name in ("algorithm", "challenge", "salt", "signature")
    )
    number = payload.get("number")
    in_range = isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= LARGEST_NUMBER
    return payload if texts_are_texts and in_range else None
