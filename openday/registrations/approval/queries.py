"""Reads about requests that are used twice or need a join."""

from datetime import datetime

from django.db.models import Q, QuerySet

from openday.registrations.models import Asking
from openday.registrations.states import State


def of_units(units: set[int]) -> QuerySet[Asking]:
    """The requests of these units, with all that a list says about each; who asked longest first."""
    found = Asking.objects.filter(registration__session__open_day__unit__in=units)
    return found.select_related("registration__session__open_day", "registration__pool", "decided_by").order_by("decide_by", "pk")


def to_decide(units: set[int], *, now: datetime) -> QuerySet[Asking]:
    return of_units(units).filter(verdict=Asking.Verdict.OPEN, registration__state=State.ASKED, decide_by__gt=now)


def to_take_back(units: set[int], *, now: datetime) -> QuerySet[Asking]:
    """Decisions whose letters have not left, the latest first."""
    return of_units(units).filter(settled_at=None, letters_at__gt=now, registration__state=State.ASKED).order_by("-letters_at", "-pk")


def verdicts_due(*, now: datetime) -> list[Asking]:
    found = Asking.objects.filter(settled_at=None, letters_at__lte=now).select_related("registration__session__open_day")
    return list(found.order_by("letters_at", "pk")[:200])


def run_out(*, now: datetime) -> list[Asking]:
    """Requests whose time is over; also those of sessions that moved to an earlier time and have begun."""
    over = Q(decide_by__lte=now) | Q(registration__session__starts_at__lte=now)
    found = Asking.objects.filter(over, verdict=Asking.Verdict.OPEN, settled_at=None)
    return list(found.select_related("registration__session__open_day").order_by("decide_by", "pk")[:200])
