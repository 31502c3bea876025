"""Officers who give places to groups at the same moment, and what is in the database afterwards; prints JSON."""

import json
from datetime import timedelta

from django.utils import timezone

from openday.events.models import Pool
from openday.mail.models import Message
from openday.registrations.groups.models import GroupVisit
from openday.registrations.queries import places_spoken_for
from openday.registrations.rules import Party
from tests import people
from tests.factories.groups import group_asks
from tests.factories.registrations import OpenDayFactory, SessionFactory, soon
from tests.races.together import asker

ask = asker(__name__)

GROUP = Party(adults=1, youths_14_17=9)


def desk(individuals: int, groups: int, *, asking: int) -> None:
    """A session past its cut-off with places of both kinds, requests of groups of ten, and the session keys of two officers."""
    open_day = OpenDayFactory(unit=people.unit("food"), merge_hours_before=24 * 60)
    session = SessionFactory(open_day=open_day, starts_at=soon(days=6), places=individuals)
    pool = Pool.objects.create(session=session, kind=Pool.Kind.GROUPS, capacity=groups)
    visits = [group_asks(session, party=GROUP, supervisors=1, now=timezone.now() - timedelta(days=1)).pk for _n in range(asking)]
    keys = [people.session_key(officer) for officer in (people.alice(), people.adam())]
    print(json.dumps({"session": session.pk, "pool": pool.pk, "visits": visits, "keys": keys}))  # noqa: T201


def count(session_id: int) -> None:
    """Print both sides of each pool's account, the requests by state, and the letters that say yes."""
    pools = Pool.objects.filter(session=session_id)
    states = [str(state) for state in GroupVisit.objects.values_list("state", flat=True)]
    told = {
        "pools": {pool.kind: {"capacity": pool.capacity, "taken": pool.taken, "held": places_spoken_for(pool.pk)} for pool in pools},
        "states": {state: states.count(state) for state in sorted(set(states))},
        "letters": Message.objects.filter(kind="group_confirmed").count(),
    }
    print(json.dumps(told))  # noqa: T201
