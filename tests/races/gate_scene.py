"""Phones at the door of one session, and what the database says of it afterwards. Run by `manage.py shell`; prints JSON."""

import json
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from openday.events.models import Pool
from openday.registrations.gate import lists, queries
from openday.registrations.gate.models import CheckIn
from openday.registrations.queries import places_spoken_for
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, register
from tests.races.server import Database


def door(places: int, party: int) -> None:
    """A session that begins in ten minutes with one party, and the session key and the pass of somebody at its door."""
    now = timezone.now()
    open_day = OpenDayFactory(unit=people.unit("food"), party_max=10)
    session = SessionFactory(open_day=open_day, starts_at=now + timedelta(minutes=10), places=places)
    registration = register(session, adults=party, now=now - timedelta(days=1))
    rosa, client = people.rosa(), Client()
    client.force_login(rosa)
    text = json.loads(lists.signed_list(session, user=rosa, now=now)["list"])
    key = client.cookies["sessionid"].value
    print(json.dumps({"session": session.pk, "party": registration.pk, "pass": text["pass"], "key": key}))  # noqa: T201


def count(session_id: int) -> None:
    """Print people inside and to settle, rows, and both sides of the pool's account."""
    found = queries.headcount(session_id)
    pool = Pool.objects.get(session=session_id)
    held = places_spoken_for(pool.pk)
    rows = CheckIn.objects.filter(session=session_id).count()
    print(json.dumps({"inside": found.inside, "to_settle": found.to_settle, "rows": rows, "taken": pool.taken, "held": held}))  # noqa: T201


def ask(database: Database, call: str):
    """Run `gate_scene.<call>` on the database and return what it printed."""
    printed = database.manage("shell", "--verbosity", "0", "-c", f"from tests.races import gate_scene; gate_scene.{call}")
    return json.loads(printed.strip().splitlines()[-1])
