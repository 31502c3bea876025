"""Reads of the gate: who is inside, and what waits for a decision."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from openday.accounts.roles import units_of
from openday.events.models import Pool, Session
from openday.registrations.gate.facts import Headcount
from openday.registrations.gate.models import CheckIn
from openday.registrations.gate.states import Kind
from openday.registrations.models import Registration
from openday.registrations.states import State

# What the list on a phone shows: yesterday's for what was not sent, a week ahead to be prepared at home.
DAYS_BACK, DAYS_AHEAD = 1, 7
COMES = (State.CONFIRMED, State.ATTENDED, State.NO_SHOW)
_PEOPLE = F("places") + F("companions")


def own_sessions(user: Any) -> QuerySet[Session]:
    """Sessions of the user's units, cancelled ones included."""
    own = Session.objects.filter(open_day__unit__in=units_of(user)).exclude(state=Session.State.DRAFT)
    return own.select_related("open_day__unit").order_by("starts_at", "pk")


def sessions_at_the_gate(user: Any, *, now: datetime) -> QuerySet[Session]:
    """Those from yesterday until a week from now: what a phone may take along."""
    return own_sessions(user).filter(ends_at__gte=now - timedelta(days=DAYS_BACK), starts_at__lte=now + timedelta(days=DAYS_AHEAD))


def arrived_of(registration_id: int) -> int:
    """How many people of the party are inside."""
    found = CheckIn.objects.that_count().filter(registration_id=registration_id).aggregate(people=Sum("people"))
    return found["people"] or 0


def arrived_by_party(session_id: int) -> dict[int, int]:
    """People inside by registration (1 query)."""
    rows = CheckIn.objects.that_count().filter(session_id=session_id, registration__isnull=False).order_by()
    return dict(rows.values_list("registration_id").annotate(people=Sum("people")))


def people_inside(session: Any) -> Coalesce:
    """For `annotate` on sessions: everybody inside, with and without registration. `session` is an OuterRef."""
    counted = CheckIn.objects.that_count().filter(session=session).order_by().values("session")
    return Coalesce(Subquery(counted.annotate(inside=Sum("people")).values("inside")), 0)


def headcount(session_id: int) -> Headcount:
    """The numbers of one session (4 queries)."""
    inside = dict(CheckIn.objects.that_count().filter(session_id=session_id).order_by().values_list("kind").annotate(people=Sum("people")))
    expected = Registration.objects.filter(session_id=session_id, state__in=COMES).aggregate(people=Sum(_PEOPLE))
    pool = Pool.objects.filter(session_id=session_id, kind=Pool.Kind.INDIVIDUALS).first()
    return Headcount(
        registered=inside.get(Kind.ARRIVED, 0),
        walk_ins=inside.get(Kind.WALK_IN, 0),
        expected=expected["people"] or 0,
        to_settle=CheckIn.objects.filter(session_id=session_id).to_settle().count(),
        left=pool.left if pool else 0,
    )


def sessions_to_close(*, before: datetime) -> QuerySet[Session]:
    """Sessions that ended before this moment, whose gate was used, with parties that are still only expected.

    Without a single check-in nobody stood at the gate, and nothing is known about who came.
    """
    expected = Registration.objects.filter(state=State.CONFIRMED, visit_on__gte=timezone.localdate(before) - timedelta(days=30)).values(
        "session_id"
    )
    used = CheckIn.objects.values("session_id")
    ended = Session.objects.filter(pk__in=expected, state=Session.State.OPEN, ends_at__lte=before)
    return ended.filter(pk__in=used).order_by("pk")
