"""A group with places and others held for it, while its leader, the office and the timer act at the same moment; prints JSON."""

import json
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone

from openday.events.models import Pool, Session
from openday.registrations import actions
from openday.registrations.facts import Refused
from openday.registrations.groups import actions as group_actions
from openday.registrations.groups import swapping
from openday.registrations.models import Offer, Registration
from openday.registrations.queries import places_spoken_for
from openday.registrations.rules import Party
from tests import people
from tests.factories.groups import group_asks, session_for_groups
from tests.factories.registrations import OpenDayFactory, soon
from tests.races.together import asker, ready

ask = asker(__name__)


def asked_instead() -> None:
    """Print a group's registration, the offer to it and both sessions; in the other one is a group of the same size already."""
    now = timezone.now()
    old = session_for_groups(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=soon(days=8))
    new = session_for_groups(open_day=old.open_day, starts_at=soon(days=10), places=80)
    group_actions.place(visit=group_asks(new, now=now), session=new, by=people.alice(), now=now)
    visit = group_asks(old, now=now)
    row = group_actions.place(visit=visit, session=old, by=people.alice(), now=now)
    offer = swapping.offer_instead(visit=visit, session=new, word="", by=people.alice(), now=now)
    print(json.dumps({"row": row.pk, "offer": offer.pk, "sessions": [old.pk, new.pk]}))  # noqa: T201


_DEEDS = {
    "accept": lambda row, offer, now: actions.accept(offer=offer, now=now),
    "decline": lambda row, offer, now: actions.decline(offer=offer, now=now),
    "expire": lambda row, offer, now: actions.expire_offers(now=now + timedelta(days=4)),
    "cancel": lambda row, offer, now: actions.cancel(registration=row, now=now),
    "shrink": lambda row, offer, now: actions.change_party(registration=row, party=Party(adults=4, children_6_13=20), now=now),
    "move": lambda row, offer, now: actions.move(registration=row, session=offer.pool.session, by=people.alice(), now=now),
}


def act(folder: str, deed: str, row: int, offer: int, *, guarded: bool = True) -> None:
    """Do one deed with what a page showed before; print what became of it."""
    if not guarded:
        # Its import takes the guards away in this process.
        from tests.races.controls import unguarded_swaps_of_groups  # noqa: F401
    seen = Registration.objects.with_visit().get(pk=row), Offer.objects.select_related("registration", "pool__session").get(pk=offer)
    ready(folder)
    try:
        _DEEDS[deed](*seen, timezone.now())
    except (Refused, DatabaseError) as fact:
        print(json.dumps(type(fact).__name__))  # noqa: T201
    else:
        print(json.dumps("done"))  # noqa: T201


def stand(row: int, sessions: list[int]) -> None:
    """Print where the party is, how many offers are open, and both sides of the account of both pools."""
    found = Registration.objects.get(pk=row)
    pools = [Pool.objects.get(session=Session(pk=pk), kind=Pool.Kind.GROUPS) for pk in sessions]
    told = {
        "state": found.state,
        "session": found.session_id,
        "places": found.places,
        "offers": Offer.objects.filter(state="open").count(),
        "taken": [pool.taken for pool in pools],
        "held": [places_spoken_for(pool.pk) for pool in pools],
    }
    print(json.dumps(told))  # noqa: T201
