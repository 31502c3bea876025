"""What the demo content does not show: draws at every step, requests of groups, offers, a gate. Run by `manage.py shell`; prints JSON.

Everything goes through the deeds, at moments of the last days, so that each page tells of a past that could have been.
"""

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone

from openday.accounts.models import User
from openday.events import actions as event_actions
from openday.events.models import OpenDay, Session
from openday.registrations import actions
from openday.registrations.actions import session_deeds
from openday.registrations.draw import actions as draw_actions
from openday.registrations.groups import actions as group_actions
from openday.registrations.models import Draw, Registration
from tests import people
from tests.factories.groups import group_asks
from tests.factories.registrations import Contact, register

NAME = "演示访客"
# One party at the gate for each way to look at the gallery.
LOOKS = 12


def set_up() -> None:
    now = timezone.now()
    organiser = User.objects.get(username="organiser")
    print(json.dumps({"paths": _groups(now, organiser) | _draws(now, organiser) | _visits(now, organiser), "gate": _gate(now, organiser)}))  # noqa: T201


def _plan(open_day: str, starts_at: datetime, by: User, *, now: datetime, **capacities: int) -> Session:
    return event_actions.plan_session(
        open_day=OpenDay.objects.get(code=open_day),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        languages=["zh-hans", "en"],
        capacities=capacities,
        by=by,
        now=now,
    )


def _morning(now: datetime, *, days: int) -> datetime:
    return timezone.localtime(now).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=days)


def _path(address: str) -> str:
    """Below the language, as the gallery opens each page in three."""
    return address.split("/", 2)[2]


def _link(row: Registration) -> str:
    return _path(reverse("registrations:swap", args=[row.token]))


def _register(session: Session, number: int, *, now: datetime, adults: int = 1, **facts: Any) -> Registration:
    return register(session, adults=adults, now=now, name=NAME, contact=Contact(value=f"scene{session.pk}-{number}@example.org"), **facts)


def _groups(now: datetime, by: User) -> dict[str, str]:
    plan = partial(_plan, "food-residues", by=by, now=now, groups=60, individuals=12)
    wished, other = plan(_morning(now, days=23)), plan(_morning(now, days=25))
    asked_on = now - timedelta(hours=30)
    leader = {"name": NAME, "organisation": "（演示）红岭小学", "purpose": "（演示）五年级的孩子想看看蔬菜上的农药残留怎样检测。"}
    states = ("received", "asked", "offered", "placed", "refused", "withdrawn")
    made = {state: group_asks(wished, other, now=asked_on, **leader) for state in states}
    deed: dict[str, Any] = {"by": by, "now": now - timedelta(hours=3)}
    group_actions.ask(visit=made["asked"], question="（演示）孩子们中间有人坐轮椅吗？二楼的实验室要走一段楼梯。", **deed)
    group_actions.offer(visit=made["offered"], session=other, word="（演示）您选的上午已经有两个班级，这一场还有位置。", **deed)
    group_actions.place(visit=made["placed"], session=wished, **deed)
    group_actions.refuse(visit=made["refused"], reason="（演示）这个月的团体名额已满，欢迎下个月再申请。", **deed)
    group_actions.withdraw(visit=made["withdrawn"], now=now)
    return {f"group-{state}": _path(reverse("registrations:group_swap", args=[visit.token])) for state, visit in made.items()}


def _draws(now: datetime, by: User) -> dict[str, str]:
    """Collecting, listed and drawn, each with the ticket of one party that applied."""
    named = {"value_zh": "深圳证券交易所当日深证成指收盘点位", "value_en": "Closing value of the SZSE Component Index of the day"}
    made: dict[str, Draw] = {}
    tickets: dict[str, list[Registration]] = {}
    for number, (step, begun) in enumerate({"open": 1, "listed": 5, "drawn": 6}.items()):
        began = now - timedelta(days=begun)
        session = _plan("toys-and-appliances", _morning(now, days=18 + number), by, now=began, individuals=12)
        closes = now + timedelta(days=3) if step == "open" else began + timedelta(days=2)
        value_on = timezone.localdate(now if step == "listed" else closes + timedelta(days=1))
        made[step] = draw_actions.set_up(session=session, applies_until=closes, value_on=value_on, now=began, by=by, **named)
        tickets[step] = [_register(session, party, now=began + timedelta(hours=1 + party), adults=1 + party % 4) for party in range(9)]
        if step != "open":
            draw_actions.publish_list(draw=made[step], now=closes + timedelta(minutes=1))
    for officer in (by, User.objects.get(username="admin")):
        draw_actions.enter_value(draw=made["drawn"], value="10563.21", now=now - timedelta(days=2), by=officer)
    first, last = (Registration.objects.filter(lot__draw=made["drawn"]).order_by(f"{way}lot__rank").first() for way in ("", "-"))
    assert first
    assert last
    return {
        **{f"draw-{step}": _path(draw.get_absolute_url()) for step, draw in made.items()},
        "draw-looked-up": f"{_path(made['drawn'].get_absolute_url())}?ticket={last.lot.number}",
        "draw-unknown-ticket": f"{_path(made['listed'].get_absolute_url())}?ticket=ABCD-EFGH",
        "register-draw": _path(reverse("registrations:register", args=[made["open"].session_id])),
        "ticket-draw-open": _link(tickets["open"][0]),
        "ticket-draw-listed": _link(tickets["listed"][0]),
        "ticket-won": _link(first),
        "ticket-not-drawn": _link(last),
    }


def _visits(now: datetime, by: User) -> dict[str, str]:
    """Tickets after what others did: places offered, an answer that came too late, a session moved or cancelled, a question."""
    OpenDay.objects.filter(code="seniors").update(offer_hours=4)
    began = now - timedelta(days=4)
    offering = _plan("seniors", _morning(now, days=16), by, now=began, individuals=2)
    holder = _register(offering, 0, now=began, adults=2)
    slow, quick = (_register(offering, party, now=began + timedelta(hours=party), adults=2) for party in (1, 2))
    actions.cancel(registration=holder, now=now - timedelta(days=3))
    actions.expire_offers(now=now)
    rows = {"ticket-offer": quick, "ticket-offer-missed": slow}
    planned = {}
    for number, name in enumerate(("ticket-moved", "ticket-session-cancelled", "ticket-asked")):
        planned[name] = _plan("food-residues", _morning(now, days=24 + number), by, now=began, individuals=12)
        rows[name] = _register(planned[name], 1, now=began, adults=2)
    told = {"reason_zh": "（演示）仪器当天要检定。", "reason_en": "(Demo) An instrument is calibrated that day.", "by": by, "now": now}
    moved, later = planned["ticket-moved"], planned["ticket-moved"].starts_at + timedelta(hours=4)
    changes = [
        session_deeds.move_sessions(times={moved.pk: (later, later + timedelta(minutes=90))}, request_key="scene-moved", **told),
        session_deeds.cancel_sessions(sessions=[planned["ticket-session-cancelled"].pk], request_key="scene-cancelled", **told),
    ]
    for one in changes:
        assert one.change
        session_deeds.tell(change=one.change, now=now)
    actions.ask_if_coming(registration=rows["ticket-asked"], now=now)
    return {name: _link(row) for name, row in rows.items()}


def _gate(now: datetime, by: User) -> dict[str, Any]:
    """A session that begins within the hour, a party for each look, and reception signed in."""
    began = now - timedelta(days=2)
    session = _plan("food-residues", now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1), by, now=began, individuals=60)
    parties = [_register(session, number, now=began, adults=3) for number in range(LOOKS)]
    key = people.session_key(User.objects.get(username="reception"))
    return {"session": session.pk, "codes": [row.code for row in parties], "key": key}
