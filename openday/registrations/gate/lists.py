"""What a device takes along: the parties of one session with as little about people as a door needs.

A masked name, a number of people, a state, and a keyed hash of the code. No contact, no needs, no code: who holds the
ticket brings it. The list is signed with the key of the tickets, so that a device notices when it was altered.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils import timezone, translation
from django.utils.translation import ngettext

from openday.accounts.personal_data import masked
from openday.events.models import Session
from openday.registrations.gate import keys, queries, rules
from openday.registrations.gate.facts import Pass
from openday.registrations.identity import wording as identity_wording
from openday.registrations.identity.people import Demand
from openday.registrations.identity.rows import people_of_session
from openday.registrations.models import Registration

_USE = b"openday list\0"
_PASS_SALT = "registrations.gate"  # noqa: S105 - the name of a use, not a secret
PASS_SECONDS = 8 * 24 * 3600
_HASH_LETTERS = 22


def code_hash(code: str, *, salt: str) -> str:
    """What stands for a code on a device: of no use at another session, whose salt differs."""
    digest = hashlib.sha256(f"{salt}:{code}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:_HASH_LETTERS]


def signed_list(session: Session, *, user: Any, now: datetime, language: str | None = None) -> dict[str, Any]:
    """The list of `session` as text, with its signature (6 queries)."""
    text = json.dumps(_content(session, user=user, now=now, language=language), ensure_ascii=False, separators=(",", ":"))
    number, signature = keys.sign(_USE + text.encode())
    return {"list": text, "key": number, "signature": base64.b64encode(signature).decode()}


def _content(session: Session, *, user: Any, now: datetime, language: str | None) -> dict[str, Any]:
    salt = secrets.token_urlsafe(12)
    arrived = queries.arrived_by_party(session.pk)
    parties = Registration.objects.filter(session=session).order_by("pk")
    count = queries.headcount(session.pk)
    documents = _documents(session, language=language)
    return {
        "session": {
            "id": session.pk,
            "name": session.open_day.name_in(language),
            "starts_at": moment(session.starts_at),
            "ends_at": moment(session.ends_at),
            "opens_at": moment(rules.opens_at(session)),
            "is_open": session.state == Session.State.OPEN,
        },
        "made_at": moment(now),
        "dies_at": moment(session.ends_at + rules.LIST_LIVES_AFTER),
        "salt": salt,
        "pass": signing.dumps([user.pk, session.pk, now.timestamp()], salt=_PASS_SALT),
        "inside": count.inside,
        "left": count.left,
        "to_settle": count.to_settle,
        "parties": [
            [row.pk, code_hash(row.code, salt=salt), masked(row, "name"), row.party.people, row.state, arrived.get(row.pk, 0)]
            # Where documents are checked: masked names, how each number ends, and how many are not named.
            + ([documents(row)] if documents else [])
            for row in parties
        ],
    }


def _documents(session: Session, *, language: str | None) -> Callable[[Registration], list[str]] | None:
    """What the door reads of the documents of a party, in the language of the app; None where none are checked (1 query)."""
    demand = Demand.of(session.open_day)
    if demand is None:
        return None
    people = people_of_session(session.pk)

    def lines(row: Registration) -> list[str]:
        named = people.get(row.pk, [])
        missing = max(0, demand.number_of_people(row.adults) - len(named))
        with translation.override(language or translation.get_language()):
            words = [identity_wording.masked_line(one) for one in named]
            if missing:
                without = ngettext("%(missing)s adult without a document", "%(missing)s adults without a document", missing)
                words.append(without % {"missing": missing})
        return words

    return lines


def open_pass(text: str) -> Pass | None:
    """Who took the list along; None when the pass is not ours or older than a week."""
    try:
        user_id, session_id, listed = signing.loads(text, salt=_PASS_SALT, max_age=PASS_SECONDS)
        return Pass(user_id, session_id, datetime.fromtimestamp(listed, tz=timezone.get_default_timezone()))
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        return None


def moment(at: datetime) -> int:
    """Milliseconds since 1970, the only form of a moment that no phone reads in a zone of its own."""
    return round(at.timestamp() * 1000)
