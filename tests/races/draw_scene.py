"""A draw by the real clock, and what is left of it after its races. Run by `manage.py shell`; prints JSON."""

import json
import time
from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.events.models import Pool
from openday.mail.models import Message
from openday.registrations.draw import actions
from openday.registrations.models import Draw, Lot, Registration
from openday.registrations.queries import places_spoken_for
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, soon
from tests.races.together import asker, say_ready

ask = asker(__name__)

VALUE = "3 9 14 21 28 33"


def begin(places: int, officers: int) -> None:
    """A draw that collects, and the session keys of so many officers."""
    now, food = timezone.now(), people.unit("food")
    session = SessionFactory(open_day=OpenDayFactory(unit=food, code=f"draw-{uuid4().hex[:12]}"), starts_at=soon(), places=places)
    facts = {"value_zh": "福利彩票双色球红球", "value_en": "Lottery, red balls", "value_on": timezone.localdate(now) + timedelta(days=3)}
    draw = actions.set_up(session=session, applies_until=now + timedelta(days=1), **facts, now=now, by=people.alice())
    keys = [people.session_key(people.person(f"officer{number}", "organiser", of="food")) for number in range(officers)]
    page = reverse("registrations-staff:draw", args=[session.pk])
    print(json.dumps({"session": session.pk, "draw": draw.pk, "page": page, "keys": keys}))  # noqa: T201


def publish(draw_id: int, folder: str) -> None:
    """Publish the list as soon as somebody has applied, by a clock that is ahead; then the day of the value comes."""
    draw = Draw.objects.select_related("session").get(pk=draw_id)
    say_ready(folder)
    while not Lot.objects.filter(draw=draw).exists():
        time.sleep(0.001)
    published = actions.publish_list(draw=draw, now=draw.applies_until)
    print(json.dumps(published))  # noqa: T201


def come_to_the_day(draw_id: int) -> None:
    """Let the day of the value be today, with the entry of a first officer."""
    Draw.objects.filter(pk=draw_id).update(value_on=timezone.localdate(timezone.now()))
    print(json.dumps(actions.enter_value(draw=Draw.objects.get(pk=draw_id), value=VALUE, now=timezone.now(), by=people.alice())))  # noqa: T201


def stand(draw_id: int) -> None:
    """Print tickets in the list and beside it, how often it was drawn, and both sides of the pool's account."""
    draw = Draw.objects.get(pk=draw_id)
    pool = Pool.objects.get(session=draw.session_id)
    rows = Registration.objects.filter(session=draw.session_id)
    told = {
        "lots": Lot.objects.filter(draw=draw).count(),
        "listed": len(json.loads(draw.list_text)["tickets"]),
        "drawn": AuditEntry.objects.filter(deed="registrations.draw_drawn").count(),
        "told": Message.objects.filter(kind__in=["draw_won", "draw_waiting"]).count(),
        "confirmed": rows.filter(state="confirmed").count(),
        "taken": pool.taken,
        "held": places_spoken_for(pool.pk),
    }
    print(json.dumps(told))  # noqa: T201
