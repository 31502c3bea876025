"""One process of the storm: deeds of visitors, staff, timers and the gate in random order, as fast as they go.

Run by `manage.py shell` in several processes on one database. A refusal is an answer; every other exception would have been
a page with status 500, and is printed with its trace.
"""

import itertools
import json
import random
import time
import traceback
from collections import Counter
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from openday.events import actions as event_actions
from openday.events.models import Pool, Session, SessionChange
from openday.registrations import actions
from openday.registrations.actions import rows, session_deeds
from openday.registrations.approval import actions as approval
from openday.registrations.draw import actions as drawing
from openday.registrations.facts import Refused
from openday.registrations.gate import actions as gate
from openday.registrations.gate.facts import Scan
from openday.registrations.gate.models import CheckIn
from openday.registrations.gate.states import Kind, Reason
from openday.registrations.groups import actions as groups
from openday.registrations.groups.models import GroupVisit
from openday.registrations.invitations import actions as invitations
from openday.registrations.models import Asking, Draw, Invitation, Offer, Registration, RegistrationQuerySet
from openday.registrations.rules import Party
from openday.registrations.states import OfferState, Purpose, State
from tests import people
from tests.factories import groups as group_factory
from tests.factories.registrations import Contact, OpenDayFactory, SessionFactory, register, soon
from tests.races.together import asker, ready

ask = asker(__name__)
SESSIONS = 4


def begin() -> None:
    """Three open days, each with sessions of few places for people and groups.

    One asks who waits first, one gives at once, and on the third staff decide about everybody whom they have not invited.
    """
    people.alice(), people.rosa(), people.quentin()
    for rules in ({"offer_hours": 4}, {"offer_hours": 0}, {"offer_hours": 0, "approval_hours": 48}):
        open_day = OpenDayFactory(unit=people.unit("food"), party_max=7, merge_hours_before=24 * 60, **rules)
        for number in range(SESSIONS):
            _plan(open_day, number)
    print(json.dumps(Session.objects.count()))  # noqa: T201


@transaction.atomic
def _plan(open_day, number: int) -> Session:
    # As the deed of the office: nobody sees a session before it has its places.
    made = SessionFactory(open_day=open_day, starts_at=soon(days=6 + number % 20), places=12)
    Pool.objects.create(session=made, kind=Pool.Kind.GROUPS, capacity=30)
    return made


def _any(rows):
    return rows.order_by("?").first()


def _parties(states: tuple[str, ...]) -> RegistrationQuerySet:
    return Registration.objects.with_visit().filter(state__in=states or (State.CONFIRMED, State.WAITING, State.ASKED))


class Storm:
    """Every method that ends in a deed: it picks its row, waits a moment as people do, and acts on what it saw."""

    def __init__(self, number: int) -> None:
        self.chance, self.number = random.Random(number), number
        self.staff, self.rosa, self.quality = people.alice(), people.rosa(), people.quentin()
        self.contacts = itertools.count()
        # Request keys of other processes would be repeated presses of theirs.
        group_factory._numbers = itertools.count(number * 10**6)

    def session(self, **facts) -> Session:
        return _any(Session.objects.select_related("open_day").filter(**({"state": Session.State.OPEN} | facts)))

    def party(self, *states: str) -> Registration | None:
        return _any(_parties(states))

    def people(self) -> Party:
        return Party(adults=self.chance.randint(1, 3), children_6_13=self.chance.choice([0, 0, 1, 2]))

    def contact(self) -> Contact:
        # A few come back with the address they have used before.
        number = next(self.contacts) if self.chance.random() < 0.8 else self.chance.randint(0, 9)
        return Contact(value=f"storm{self.number}-{number}@example.org")

    def registers(self, now):
        party = self.people()
        bands = {"adults": party.adults, "children_6_13": party.children_6_13}
        register(self.session(), **bands, now=now, contact=self.contact(), request_key=uuid4().hex, consents={Purpose.VISIT: "v1"})

    def cancels(self, now):
        if party := self.party():
            actions.cancel(registration=party, now=now, by=self.chance.choice([None, self.staff]))

    def changes(self, now):
        if party := self.party():
            actions.change_party(registration=party, party=self.people(), now=now)

    def moves(self, now):
        if party := self.party():
            actions.move(registration=party, session=self.session(open_day=party.session.open_day), now=now)

    def chooses(self, now):
        if party := self.party(State.WAITING):
            pools = Pool.objects.filter(session__open_day=party.session.open_day_id, kind=party.pool.kind)
            actions.choose(registration=party, pools=list(pools), smaller=self.chance.choice([None, Party(adults=1)]), now=now)

    def erases(self, now):
        if party := self.party(*State.values):
            actions.erase(registration=party, now=now)

    def answers(self, now):
        if offer := _any(Offer.objects.filter(state=OfferState.OPEN).select_related("registration", "pool__session")):
            self.chance.choice([actions.accept, actions.accept, actions.decline])(offer=offer, now=now)

    def lets_offers_pass(self, now):
        # As the timer does a day later: offers made until now have run out.
        for offer in Offer.objects.filter(state=OfferState.OPEN).select_related("registration", "pool__session")[:2]:
            actions.offers._expire(offer, now=now)

    def serves_queues(self, now):
        actions.promote(session=self.session(), now=now)

    def asks_who_comes(self, now):
        if party := self.party(State.CONFIRMED):
            actions.ask_if_coming(registration=party, now=now)
            self.chance.choice([actions.say_coming, actions.release_unconfirmed])(registration=party, now=now)

    def withdraws_consent(self, now):
        if party := self.party():
            actions.withdraw_consent(registration=party, purpose=Purpose.FOLLOW_UP, now=now)
            session_deeds.time_suits(registration=party, now=now)

    def staff_change_numbers(self, now):
        session = self.session()
        numbers = {Pool.Kind.INDIVIDUALS: self.chance.randint(6, 18), Pool.Kind.GROUPS: self.chance.randint(10, 40)}
        event_actions.adjust_sessions(sessions=[session], capacities=numbers, by=self.staff, now=now)
        actions.promote(session=session, now=now)

    def merges(self, now):
        session = self.session()
        event_actions.merge_pools(session=session, now=now)
        actions.promote(session=session, now=now)

    def staff_change_sessions(self, now):
        session = self.session()
        facts = {"reason_zh": "设备检修。", "request_key": uuid4().hex, "by": self.staff, "now": now}
        if self.chance.random() < 0.5:
            later = (session.starts_at + timedelta(hours=1), session.ends_at + timedelta(hours=1))
            session_deeds.move_sessions(times={session.pk: later}, **facts)
        else:
            session_deeds.cancel_sessions(sessions=[session.pk], **facts)

    def staff_take_back_or_tell(self, now):
        if change := _any(SessionChange.objects.filter(state__in=SessionChange.OPEN)):
            if self.chance.random() < 0.7:
                session_deeds.take_back(change=change, by=self.staff, now=now)
            else:
                session_deeds.tell(change=change, now=now)
        for open_day_id in set(Session.objects.values_list("open_day_id", flat=True)):
            left = Session.objects.filter(open_day=open_day_id, state=Session.State.OPEN)
            if left.count() < 2 and (gone := Session.objects.filter(open_day=open_day_id).select_related("open_day").first()):
                _plan(gone.open_day, Session.objects.count())

    def group_asks(self, now):
        session = self.session()
        group_factory.group_asks(
            session, party=Party(adults=2, children_6_13=self.chance.randint(3, 12)), supervisors=2, contact=self.contact(), now=now
        )

    def office_answers(self, now):
        if visit := _any(GroupVisit.objects.select_related("open_day").filter(state__in=["received", "asked"])):
            session = self.session(open_day=visit.open_day)
            deed = self.chance.choice(["place", "place", "offer", "refuse", "ask"])
            if deed == "place":
                groups.place(visit=visit, session=session, by=self.staff, now=now)
            elif deed == "offer":
                groups.offer(visit=visit, session=session, word="", by=self.staff, now=now)
            elif deed == "refuse":
                groups.refuse(visit=visit, reason="满额。", by=self.staff, now=now)
            else:
                groups.ask(visit=visit, question="何时？", by=self.staff, now=now)

    def leader_acts(self, now):
        if visit := _any(GroupVisit.objects.select_related("open_day").filter(state__in=["offered", "received", "asked"])):
            deed = self.chance.choice([groups.accept, groups.decline, groups.withdraw, groups._expire])
            deed(visit=visit, now=now)
            groups.change(visit=visit, party=Party(adults=2, children_6_13=4), supervisors=2, now=now)

    def group_changes(self, now):
        placed = Registration.objects.with_visit().filter(pool__kind=Pool.Kind.GROUPS, state=State.CONFIRMED)
        if party := _any(placed):
            if self.chance.random() < 0.7:
                actions.change_party(registration=party, party=Party(adults=2, children_6_13=self.chance.randint(1, 14)), now=now)
            else:
                actions.cancel(registration=party, now=now)

    def staff_decide(self, now):
        if asking := _any(Asking.objects.filter(verdict="open").select_related("registration__session")):
            approval.decide(askings=[asking], approve=self.chance.random() < 0.6, by=self.staff, now=now, reason="满额。")

    def staff_change_their_minds(self, now):
        if asking := _any(Asking.objects.filter(settled_at=None, letters_at__gt=now).select_related("registration")):
            approval.take_back(askings=[asking], by=self.staff, now=now)

    def decisions_take_effect(self, now):
        approval.settle_all(now=now + timedelta(minutes=11))

    def a_request_is_not_decided(self, now):
        if asking := _any(Asking.objects.filter(verdict="open").select_related("registration__session")):
            approval._lapse(asking, now=now)

    def staff_invite(self, now):
        session = self.session()
        invitations.invite(
            open_day=session.open_day,
            session=session,
            guests=[invitations.Guest(self.contact().value, party_max=self.chance.randint(1, 4))],
            reserve=self.chance.random() < 0.7,
            valid_until=now + timedelta(days=3),
            by=self.staff,
            now=now,
        )

    def a_guest_comes(self, now):
        if invitation := _any(Invitation.objects.filter(state="open").select_related("session__open_day")):
            facts = {"contact": self.contact(), "request_key": uuid4().hex, "consents": {Purpose.VISIT: "v1"}}
            register(invitation.session, adults=self.chance.randint(1, invitation.party_max), now=now, invitation=invitation, **facts)

    def an_invitation_ends(self, now):
        invitations.end_all(now=now)
        if invitation := _any(Invitation.objects.filter(state="open").select_related("session")):
            invitations.withdraw(invitation=invitation, by=self.staff, now=now)

    def a_draw_begins(self, now):
        session = _plan(self.session().open_day, self.chance.randint(0, 15))
        day = timezone.localdate(now) + timedelta(days=2)
        words = {"value_zh": "示例", "value_en": "example"}
        drawing.set_up(session=session, applies_until=now + timedelta(seconds=1), value_on=day, **words, by=self.staff, now=now)

    def a_draw_goes_on(self, now):
        if (draw := _any(Draw.objects.filter(state="collecting").select_related("session"))) is not None:
            drawing.publish_list(draw=draw, now=now)
        if (draw := _any(Draw.objects.filter(state="listed").select_related("session"))) is not None:
            officer = self.chance.choice([self.staff, self.quality])
            drawing.enter_value(draw=draw, value="2026", now=now + timedelta(days=2), by=officer)

    def at_the_door(self, now):
        session = self.session()
        self.scan(session, self.chance.choice([Kind.ARRIVED, Kind.ARRIVED, Kind.WALK_IN]), now)

    def scan(self, session: Session, kind: str, now) -> None:
        facts = {"scan_id": uuid4(), "kind": kind, "people": self.chance.randint(1, 2), "at": now, "reason": Reason.HOST}
        if kind == Kind.ARRIVED:
            party = _any(Registration.objects.filter(session=session))
            if party is None:
                return
            facts["party_id"] = party.pk
        gate.receive(session=session, scans=[Scan(**facts)], by=self.rosa, listed_at=now, now=now)

    def at_the_desk(self, now):
        done = CheckIn.objects.filter(kind__in=[Kind.ARRIVED, Kind.WALK_IN]).select_related("session__open_day")
        if about := _any(done):
            scan = Scan(scan_id=uuid4(), kind=Kind.UNDONE, people=0, at=now, about=about.scan_id)
            gate.receive(session=about.session, scans=[scan], by=self.rosa, listed_at=now, now=now)
        if (about := CheckIn.objects.to_settle().first()) is not None:
            gate.settle(check_in=about, counts=self.chance.random() < 0.5, by=self.staff, now=now)


# How often each deed comes, beside once: many register, few cancel a whole session.
_OFTEN = {"registers": 8, "cancels": 3, "changes": 3, "moves": 3, "answers": 3, "group_asks": 2, "office_answers": 2, "at_the_door": 3}
_OFTEN |= {"staff_decide": 2, "a_guest_comes": 2, "a_draw_goes_on": 2}
_DEEDS = [name for name in vars(Storm) if not name.startswith("_") and name not in {"session", "party", "people", "contact", "scan"}]


def storm(folder: str, number: int, seconds: float, *, guarded: bool = True) -> None:
    """Act for so many seconds; print how often each deed was done and refused, and what went wrong."""
    if not guarded:
        RegistrationQuerySet.move, rows.fresh, Storm.party = _move_whatever_it_is, _as_it_was_seen, _the_one_that_others_see
    one, told = Storm(number), Counter()
    names = [name for name in _DEEDS for _n in range(_OFTEN.get(name, 1))]
    wrong: list[str] = []
    ready(folder)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        name = one.chance.choice(names)
        try:
            getattr(one, name)(timezone.now())
            told[name] += 1
        except Refused as fact:
            told[f"{name}: {type(fact).__name__}"] += 1
        except Exception:
            wrong.append(f"{name}\n{traceback.format_exc()}")
    print(json.dumps({"told": told, "wrong": wrong}))  # noqa: T201


def _move_whatever_it_is(self, pk: int, *, old: str, new: str, **values: object) -> bool:
    return self.filter(pk=pk).update(state=new, **values) == 1


def _as_it_was_seen(registration: Registration, pools: dict[int, Pool]) -> Registration:
    registration.pool = pools[registration.pool_id]
    return registration


def _the_one_that_others_see(_self: Storm, *states: str) -> Registration | None:
    # SQLite serves one after the other: of many parties two would hardly ever pick the same in so short a time.
    found = _parties(states).order_by("pk").first()
    time.sleep(0.02)
    return found


def sweep() -> None:
    """Print what no storm may leave behind: pools beyond their places, and parties that could have had free places."""
    beyond = [pool.pk for pool in Pool.objects.all() if not 0 <= pool.taken <= pool.capacity]
    with transaction.atomic():
        for session in Session.objects.filter(state=Session.State.OPEN):
            actions.promote(session=session, now=timezone.now())
    served_twice = [len(actions.promote(session=session, now=timezone.now())) for session in Session.objects.all()]
    states = Counter(Registration.objects.values_list("state", flat=True))
    print(json.dumps({"beyond": beyond, "served_twice": sum(served_twice), "states": states}))  # noqa: T201
