"""A published case as a service request, and a category as a service. Names, contacts and places of people are not in it.

The texts are the published ones. Days are those of the office; the standard wants moments, so a day is its beginning.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from openday.oversight import public, states
from openday.oversight.models import Case
from openday.oversight.open_data.rows import FEWEST_OF_A_UNIT
from openday.oversight.vocabulary import Category, outcome_in_words

# The standard: the latest 1,000 requests, or 90 days, whichever is less, where nothing else is asked for.
MOST = 1000
DEFAULT_SPAN = timedelta(days=90)
_STATES = {"open": states.OPEN, "closed": frozenset(states.State) - states.OPEN}


def services() -> list[dict[str, Any]]:
    return [
        {
            "service_code": code,
            "service_name": str(label),
            "description": str(label),
            "metadata": False,
            "type": "realtime",
            "keywords": code,
            "group": "",
        }
        for code, label in Category.choices
    ]


def requests(
    *,
    numbers: Iterable[str] = (),
    services_wanted: Iterable[str] = (),
    statuses: Iterable[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    now: datetime,
    first: int = 0,
    most: int = MOST,
) -> list[dict[str, Any]]:
    """Published cases, the latest received first. Numbers override everything else, as the standard says. Two queries."""
    rows = _rows()
    if numbers := list(numbers):
        rows = rows.filter(number__in=numbers)
    else:
        if services_wanted := list(services_wanted):
            rows = rows.filter(category__in=services_wanted)
        if statuses := list(statuses):
            rows = rows.filter(state__in=frozenset().union(*(_STATES.get(status, frozenset()) for status in statuses)))
        end = until or (since + DEFAULT_SPAN if since else now)
        rows = rows.filter(received_at__gte=since or end - DEFAULT_SPAN, received_at__lte=end)
    large = _large_units()
    return [request_of(case, large) for case in rows[first : first + min(most, MOST)]]


def request_of(case: Case, large: frozenset[int]) -> dict[str, Any]:
    """One case in the fields of the standard; what we do not have or do not tell is null, and a place is never there."""
    shown = public.for_everyone(case)
    is_open = case.state in states.OPEN
    is_large = case.handling_unit_id in large
    changed = max(moment for moment in (case.published_at, case.answered_at, case.received_at) if moment)
    return {
        "service_request_id": case.number,
        "status": "open" if is_open else "closed",
        "status_notes": outcome_in_words(case.category, case.outcome) or None,
        "service_name": shown.category,
        "service_code": case.category,
        "description": shown.summary,
        "agency_responsible": shown.unit if is_large and shown.unit else None,
        "service_notice": shown.answer,
        "requested_datetime": _day(case.received_at, whole=is_large),
        "updated_datetime": _day(changed, whole=is_large),
        "expected_datetime": _begins(case.due_on) if is_open and case.due_on and is_large else None,
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def request(number: str) -> dict[str, Any] | None:
    case = _rows().filter(number=number).first()
    return request_of(case, _large_units()) if case else None


def _rows() -> Any:
    # The state says open or closed, the due day when an open one is expected: both are counted in public figures, too.
    return public.public_rows().only(*public.PUBLIC_COLUMNS, "state", "due_on").order_by("-received_at", "-pk")


def _large_units() -> frozenset[int]:
    """Units with ten published cases or more: the others are not named in bulk, and their days are months (open_data/rows.py)."""
    counted = public.public_rows().order_by().values_list("handling_unit").annotate(cases=Count("pk"))
    return frozenset(unit for unit, cases in counted if unit and cases >= FEWEST_OF_A_UNIT)


def _day(moment: datetime, *, whole: bool) -> str:
    day = timezone.localdate(moment)
    return _begins(day if whole else day.replace(day=1))


def _begins(day: date) -> str:
    return timezone.make_aware(datetime.combine(day, time.min)).isoformat()
