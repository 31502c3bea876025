"""The public figures about satisfaction: how many were asked, how many rated, and what they said.

Counted by the day of the answer that is rated, first ratings only: a better follow-up never hides a bad beginning.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from openday.accounts.models import Unit
from openday.oversight import states
from openday.oversight.models import Rating
from openday.oversight.satisfaction import asking
from openday.oversight.satisfaction.rules import FIRST, FOLLOW_UP, Score, score


@dataclass(frozen=True, slots=True)
class SatisfactionFigures:
    """Answers sent from `first` to `last`, both included, and what citizens said of them.

    `process` and `result` show nothing below `fewest` ratings. `follow_ups` counts second ratings, after a call or
    another answer; they are in none of the other figures.
    """

    first: date
    last: date
    fewest: int
    asked: int
    rated: int
    process: Score
    result: Score
    follow_ups: int
    follow_up_result: Score

    @property
    def response_percent(self) -> float | None:
        """How many of a hundred who were asked did rate; None when nobody was asked."""
        return round(100 * self.rated / self.asked, 1) if self.asked else None


def satisfaction_figures(*, first: date, last: date, unit: Unit | None = None) -> SatisfactionFigures:
    """The figures of a period, for pages and open data. Two queries, whatever the number of ratings.

    Whoever publishes several periods and their sum must see to it that a suppressed one cannot be computed: of months
    and a year, say only those that have `process.is_shown`.
    """
    fewest = asking.standard_on(_start(last)).fewest_for_an_average
    rows = Rating.objects.filter(asked_at__gte=_start(first), asked_at__lt=_start(last + timedelta(days=1)))
    rows = rows.filter(case__state__in=states.COUNTED)
    if unit is not None:
        rows = rows.filter(unit=unit)
    return _sum_up(rows.values_list("round", "process", "result").annotate(Count("pk")).order_by(), first=first, last=last, fewest=fewest)


def _sum_up(rows: Iterable[tuple[Any, ...]], *, first: date, last: date, fewest: int) -> SatisfactionFigures:
    asked: Counter[int] = Counter()
    process: dict[int, Counter[int]] = {FIRST: Counter(), FOLLOW_UP: Counter()}
    result: dict[int, Counter[int]] = {FIRST: Counter(), FOLLOW_UP: Counter()}
    for number, how, what, count in rows:
        asked[number] += count
        if how is not None:
            process[number][how] += count
            result[number][what] += count
    return SatisfactionFigures(
        first=first,
        last=last,
        fewest=fewest,
        asked=asked[FIRST],
        rated=process[FIRST].total(),
        process=score(process[FIRST], fewest=fewest),
        result=score(result[FIRST], fewest=fewest),
        follow_ups=result[FOLLOW_UP].total(),
        follow_up_result=score(result[FOLLOW_UP], fewest=fewest),
    )


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
