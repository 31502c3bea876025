"""What the races of registration begin with, and what is in the database afterwards.

Called in a process of its own by `manage.py shell`, on the database of the servers; prints JSON.
"""

import json
from datetime import timedelta

from django.db.models import Count, Sum

from openday.events.models import Pool
from openday.mail.models import Message
from openday.registrations.models import Registration
from openday.registrations.states import HOLDS_PLACES
from tests.factories.registrations import OpenDayFactory, SessionFactory, soon
from tests.races.server import Database


def sessions(*places: int, one_per_day: bool = False) -> None:
    """Make one open day with a session of each number of places, an hour apart on one day."""
    open_day = OpenDayFactory(party_max=7, one_per_day=one_per_day)
    start = soon(days=6).replace(hour=1)
    made = [SessionFactory(open_day=open_day, starts_at=start + timedelta(hours=n), places=each) for n, each in enumerate(places)]
    print(json.dumps([session.pk for session in made]))  # noqa: T201


def count(session: int) -> None:
    """Print how the session stands: by its pool, by its registrations, by its letters."""
    pool = Pool.objects.get(session=session)
    rows = Registration.objects.filter(session=session)
    holding = rows.filter(state__in=HOLDS_PLACES).aggregate(places=Sum("places"))["places"] or 0
    waiting = list(rows.filter(state="waiting").values_list("places", flat=True))
    states = dict(rows.values_list("state").annotate(Count("pk")).order_by())
    letters = Message.objects.filter(kind__in=["registration_confirmed", "registration_waiting"]).count()
    print(  # noqa: T201
        json.dumps(
            {
                "capacity": pool.capacity,
                "taken": pool.taken,
                "holding": holding,
                "waiting": waiting,
                "states": states,
                "rows": rows.count(),
                "first_letters": letters,
                "promoted_letters": Message.objects.filter(kind="registration_promoted").count(),
            }
        )
    )


def ask(database: Database, call: str):
    """Run `scene.<call>` on the database and return what it printed."""
    printed = database.manage("shell", "--verbosity", "0", "-c", f"from tests.races import scene; scene.{call}")
    return json.loads(printed.strip().splitlines()[-1])
