"""Reads about requests that are used twice or need a join."""

from datetime import datetime

from django.db.models import Q, QuerySet

from openday.registrations.models import Asking, Registration
from openday.registrations.rules import Party
from openday.registrations.states import State

# Whoever asks has no place yet, or has some and asks for more.
ASKS = Q(registration__state=State.ASKED) | Q(registration__state=State.CONFIRMED, grows_to__isnull=False)


def of_units(units: set[int]) -> QuerySet[Asking]:
    """The requests of these units, with all that a list says about each; who asked longest first."""
    found = Asking.objects.filter(registration__session__open_day__unit__in=units)
    return found.select_related("registration__session__open_day", "registration__pool", "decided_by").order_by("decide_by", "pk")


def to_decide(units: set[int], *, now: datetime) -> QuerySet[Asking]:
    return of_units(units).filter(ASKS, verdict=Asking.Verdict.OPEN, settled_at=None, decide_by__gt=now)


def to_take_back(units: set[int], *, now: datetime) -> QuerySet[Asking]:
    """Decisions whose letters have not left, the latest first."""
    return of_units(units).filter(ASKS, settled_at=None, letters_at__gt=now).order_by("-letters_at", "-pk")


def growth_of(registration: Registration) -> Asking | None:
    """What a party that has places asks for in addition, while it is not carried out (1 query)."""
    return Asking.objects.filter(registration=registration, grows_to__isnull=False, settled_at=None).first()


def wished(asking: Asking) -> Party | None:
    """The larger party that is asked for; None where the request is about coming at all."""
    return Party(**asking.grows_to) if asking.grows_to else None


def verdicts_due(*, now: datetime) -> list[Asking]:
    found = Asking.objects.filter(settled_at=None, letters_at__lte=now).select_related("registration__session__open_day")
    return list(found.order_by("letters_at", "pk")[:200])


def run_out(*, now: datetime) -> list[Asking]:
    """Requests whose time is over; also those of sessions that moved to an earlier time and have begun."""
    over = Q(decide_by__lte=now) | Q(registration__session__starts_at__lte=now)
    found = Asking.objects.filter(over, verdict=Asking.Verdict.OPEN, settled_at=None)
    return list(found.select_related("registration__session__open_day").order_by("decide_by", "pk")[:200])
