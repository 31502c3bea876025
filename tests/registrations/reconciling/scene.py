"""An open day on which everything is held that can be held, by the deeds themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from openday.events.models import Pool, Session
from openday.registrations import actions
from openday.registrations.gate import actions as gate
from openday.registrations.gate.facts import Scan
from openday.registrations.gate.states import Kind
from openday.registrations.groups import actions as group_actions
from openday.registrations.invitations import actions as invitations
from openday.registrations.models import GroupVisit, Registration
from openday.registrations.rules import OVERTAKEN_AT_MOST
from tests import people
from tests.factories.groups import group_asks
from tests.factories.registrations import NOW, OpenDayFactory, SessionFactory, register


@dataclass
class Scene:
    session: Session
    asked: Session
    coming: Registration
    came: Registration
    offered: Registration
    saving: Registration
    group: Registration

    @property
    def visit(self) -> GroupVisit:
        return GroupVisit.objects.get()

    @property
    def pool(self) -> Pool:
        return self.session.pools.get(kind=Pool.Kind.INDIVIDUALS)


def scan(kind: str, count: int, *, at: datetime, **facts) -> Scan:
    return Scan(scan_id=uuid4(), kind=kind, people=count, at=at, **facts)


def everything_held(now: datetime = NOW) -> Scene:
    """Parties that come and came, a party that saves, an open offer, a walk-in, a group that was offered places, an invitation."""
    open_day = OpenDayFactory(unit=people.unit("food"))
    start = now + timedelta(days=6)
    session = SessionFactory(open_day=open_day, places=8, starts_at=start)
    coming, came, leaver = register(session, now=now), register(session, adults=2, now=now), register(session, now=now)
    scans = [scan(Kind.ARRIVED, 2, at=start, party_id=came.pk), scan(Kind.WALK_IN, 1, at=start)]
    gate.receive(session=session, scans=scans, by=people.rosa(), listed_at=now, now=start)
    register(session, adults=3, now=now)
    saving = register(session, adults=4, now=now)
    # Smaller ones went before it as often as the rule lets them: what comes free is saved for it.
    Registration.objects.filter(pk=saving.pk).update(overtaken=OVERTAKEN_AT_MOST)
    actions.cancel(registration=leaver, now=now)

    asked = SessionFactory(open_day=OpenDayFactory(offer_hours=4), places=1, starts_at=start)
    first = register(asked, now=now)
    offered = register(asked, now=now)
    actions.cancel(registration=first, now=now)

    guests = [invitations.Guest("guest@example.org", party_max=2)]
    invited_to = SessionFactory(open_day=open_day, starts_at=start + timedelta(days=1))
    invitations.invite(open_day=open_day, session=invited_to, guests=guests, reserve=True, valid_until=start, by=people.alice(), now=now)

    Pool.objects.create(session=session, kind=Pool.Kind.GROUPS, capacity=60)
    group = group_actions.offer(visit=group_asks(session, now=now), session=session, word="", by=people.alice(), now=now)
    return Scene(session, asked, *(Registration.objects.get(pk=row.pk) for row in (coming, came, offered, saving, group)))
