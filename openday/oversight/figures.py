"""The public counts: how many came in, how many were answered, how long it took.

Each figure carries its period; a figure that does not exist is None and is shown as 未公布, never 0.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from openday.events.queries import load_calendar
from openday.events.working_days import Calendar
from openday.oversight import states
from openday.oversight.models import Case

# A median of fewer answers says more about the one citizen than about the office.
FEWEST_FOR_A_MEDIAN = 5
FEWEST_TO_SHOW = 5


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """Cases received from the first of January to today; `overdue` counts all open cases, whenever received."""

    period_from: date
    period_to: date
    received: int
    accepted: int
    answered: int
    in_time: int
    overdue: int
    median_working_days: float | None


def small_cell(count: int) -> str:
    """Write a count that stands beside a unit: 1 to 4 become "<5", so that nobody can be made out."""
    return f"<{FEWEST_TO_SHOW}" if 0 < count < FEWEST_TO_SHOW else str(count)


def case_figures(*, now: datetime) -> CaseFigures:
    """Count the cases of this year. Three queries, whatever their number."""
    today = timezone.localdate(now)
    period_from = today.replace(month=1, day=1)
    since = timezone.make_aware(datetime.combine(period_from, time.min))
    counted = Q(received_at__gte=since, received_at__lte=now, state__in=states.COUNTED)
    late = Q(state__in=states.TIMED, due_on__lt=today)
    counts = Case.objects.aggregate(
        received=Count("pk", filter=counted),
        accepted=Count("pk", filter=counted & Q(accepted_at__isnull=False)),
        answered=Count("pk", filter=counted & Q(answered_at__isnull=False)),
        in_time=Count("pk", filter=counted & Q(answered_in_time=True)),
        overdue=Count("pk", filter=late),
    )
    # Grouped by day in the database: a hundred thousand cases are a few thousand rows here.
    spans = (
        Case.objects.filter(counted, answered_at__isnull=False)
        .annotate(from_day=TruncDate("received_at"), to_day=TruncDate("answered_at"))
        .values_list("from_day", "to_day", "paused_days")
        .annotate(cases=Count("pk"))
        .order_by()
    )
    return CaseFigures(
        period_from=period_from,
        period_to=today,
        median_working_days=median_working_days(spans, load_calendar()),
        **counts,
    )


def median_working_days(spans: Iterable[tuple[date, date, int, int]], calendar: Calendar) -> float | None:
    """The median of the working days from receipt to answer, days of waiting for the citizen taken off.

    Each span is (received on, answered on, days waited, number of cases). None below five cases.
    """
    rows = list(spans)
    worked = _worked_until(calendar, {day for from_day, to_day, *_rest in rows for day in (from_day, to_day)})
    days: Counter[int] = Counter()
    for from_day, to_day, paused, cases in rows:
        days[max(0, worked[to_day] - worked[from_day] - paused)] += cases
    total = days.total()
    if total < FEWEST_FOR_A_MEDIAN:
        return None
    return (_nth(days, (total - 1) // 2) + _nth(days, total // 2)) / 2


def _worked_until(calendar: Calendar, days: set[date]) -> dict[date, int]:
    """Running totals of working days, so that thousands of spans cost one walk through the year."""
    totals: dict[date, int] = {}
    if not days:
        return totals
    day, last, total = min(days), max(days), 0
    while day <= last:
        total += calendar.is_workday(day)
        totals[day] = total
        day += timedelta(days=1)
    return totals


def _nth(days: Counter[int], position: int) -> int:
    passed = 0
    for value in sorted(days):
        passed += days[value]
        if passed > position:
            return value
    raise IndexError(position)
