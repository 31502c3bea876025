"""What stands ready at the gate, and what happens behind the back of a phone. Run by `manage.py shell`; prints JSON."""

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from openday.events.models import OpenDay
from openday.registrations import actions, tickets
from openday.registrations.gate import queries
from openday.registrations.gate.models import CheckIn
from openday.registrations.models import Registration
from tests import people
from tests.factories.registrations import Contact, OpenDayFactory, SessionFactory, register
from tests.races.together import asker

ask = asker(__name__)

# One name per party, as the first characters are what a door sees.
PARTIES = {"family": ("李梅", 3), "group": ("王芳", 5), "couple": ("张伟", 2), "single": ("Alice", 1)}


def stand_ready(*starts: int) -> None:
    """A session for each number of minutes from now (negative: has begun), with a party of each kind, and people signed in.

    All in one go: each call starts a Python of its own.
    """
    open_day = OpenDayFactory(unit=people.unit("food"), party_max=10, name_zh="走进食品实验室：看一份样品的一天")
    keys = {"rosa": [people.session_key(people.rosa()) for _phone in range(8)], "alice": [people.session_key(people.alice())]}
    print(json.dumps({"keys": keys, "sessions": [_session(open_day, minutes) for minutes in starts]}))  # noqa: T201


def _session(open_day: OpenDay, minutes: int) -> dict[str, Any]:
    now = timezone.now()
    made = SessionFactory(open_day=open_day, starts_at=now + timedelta(minutes=minutes), places=14)
    parties = {}
    for kind, (name, adults) in PARTIES.items():
        contact = Contact(value=f"{kind}-{made.pk}@example.org")
        row = register(made, adults=adults, name=name, contact=contact, now=now - timedelta(days=3), request_key=f"{kind}-{made.pk}")
        parties[kind] = {"code": row.code, "text": tickets.text_of(row)}
    return {"id": made.pk, "parties": parties}


def meanwhile(session_id: int, cancelled: str) -> None:
    """While the phones have no network the desk cancels a party, and somebody registers."""
    now = timezone.now()
    actions.cancel(registration=Registration.objects.get(code=cancelled), now=now, by=people.alice())
    some = Registration.objects.filter(session=session_id).first()
    contact = Contact(value="late@example.org")
    made = register(some.session, name="赵六", contact=contact, now=now - timedelta(days=2), request_key="late")
    print(json.dumps({"text": tickets.text_of(made)}))  # noqa: T201


def count(session_id: int) -> None:
    found = queries.headcount(session_id)
    rows = CheckIn.objects.filter(session=session_id)
    print(  # noqa: T201
        json.dumps(
            {"inside": found.inside, "walk_ins": found.walk_ins, "to_settle": sorted(rows.to_settle().values_list("trouble", flat=True))}
        )
    )
