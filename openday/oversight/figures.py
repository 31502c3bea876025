"""The public counts: how many came in, how many were answered, how long it took.

Each figure carries its period; a figure that does not exist is None and is shown as 未公布, never 0. They are whole-house counts;
the same by month and category, with what is withheld there, in statistics/.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q
from django.utils import timezone

from openday.oversight import states
from openday.oversight.models import Case
from openday.oversight.statistics.answer_times import Median
from openday.oversight.statistics.counting import answer_times


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
    median_working_days: Median | None


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
    return CaseFigures(
        period_from=period_from,
        period_to=today,
        median_working_days=times[-1].median if (times := answer_times(now=now, year=today.year)) else None,
        **counts,
    )
