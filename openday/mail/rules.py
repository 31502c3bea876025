"""Sums and yes/no about letters, without a database."""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

# A waiting letter is tried again after 30 s, 1 min, 2 min … at most an hour apart, for three days.
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)
# When the server itself is away the letter is not to blame: it goes within a minute of its return.
FIRST_RETRY_OF_SERVER = timedelta(seconds=5)
LONGEST_RETRY_OF_SERVER = timedelta(seconds=45)
GIVE_UP_AFTER = timedelta(days=3)
# A claim is held for one letter only: at most six answers of the server at ten seconds each, twice over.
LEASE = timedelta(seconds=120)
# Contents of a delivered letter are kept this long for the recipient's questions, then erased.
KEEP_CONTENTS = timedelta(days=30)
# A worker writes a sign of life at least this often, and is believed alive three times as long.
HEARTBEAT = timedelta(seconds=15)
ALIVE = 3 * HEARTBEAT

_LONGEST_NAME = 60
_ADDRESS_LIKE = re.compile(r"://|www[.。]|@|[\r\n]|[a-z0-9-]\.[a-z]{2,}|。(?:com|cn|net|org)", re.IGNORECASE)
_PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
# The 7-bit alphabet of GSM 03.38; the second line counts twice.
_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE = set("^{}\\[~]|€")


def backoff(attempts: int, *, first: timedelta = FIRST_RETRY, longest: timedelta = LONGEST_RETRY) -> timedelta:
    """How long to wait after the `attempts`-th failure (1, 2, …)."""
    # 2**20 half-minutes are a year: the cap is reached long before, and the sum stays small.
    return min(first * 2 ** min(max(attempts - 1, 0), 20), longest)


def message_id(key: str, *, domain: str, secret: str) -> str:
    """The RFC 5322 Message-ID of the letter with this key: the same however often it is sent.

    It is keyed, so that nobody can tell from one letter what another is called.
    """
    digest = hmac.new(secret.encode(), f"message-id:{key}".encode(), hashlib.sha256).hexdigest()
    return f"<{digest[:32]}@{domain}>"


def harmless(name: str) -> str:
    """A stranger's name as it may stand in a letter: empty when it could carry an advertisement.

    Anybody can register with somebody else's address; without this our letters would be a way to
    send links to strangers in our name (FEATURES R14).
    """
    return "" if len(name) > _LONGEST_NAME or _ADDRESS_LIKE.search(name) else name


def places(text: str) -> set[str]:
    """The named places of a staff text: {"name", "day"} of "{name}, see you on {day}"."""
    return set(_PLACE.findall(text))


def unknown_places(text: str, known: Iterable[str]) -> list[str]:
    """What stands in braces and is no place of this kind of letter, as written; single braces too."""
    wrong = [f"{{{name}}}" for name in sorted(places(text) - set(known))]
    rest = _PLACE.sub("", text)
    return wrong + [brace for brace in "{}" if brace in rest]


def fill_places(text: str, values: Mapping[str, Any]) -> str:
    """Put the values into their places; a value is never read as a place again."""
    return _PLACE.sub(lambda place: str(values.get(place[1], "")), text)


def sms_segments(text: str) -> int:
    """How many text messages an operator bills: 70 Chinese letters, or 160 Latin ones; in a chain 67 and 153."""
    if set(text) <= _GSM | _GSM_DOUBLE:
        length, single, chained = len(text) + sum(letter in _GSM_DOUBLE for letter in text), 160, 153
    else:
        length, single, chained = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= single else -(-length // chained)
