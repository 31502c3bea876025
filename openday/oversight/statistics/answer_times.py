"""How many working days answers took, in spans of five answers or more, and the median that follows from the spans. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from openday.events.working_days import Calendar
from openday.oversight.statistics.suppression import FEWEST_TO_SHOW


@dataclass(frozen=True, slots=True)
class DaySpan:
    """So many answers took from `from_days` to `to_days` working days."""

    from_days: int
    to_days: int
    answers: int


@dataclass(frozen=True, slots=True)
class Median:
    """Half of the answers took no longer than this; two numbers where only the span is published."""

    from_days: int
    to_days: int

    def __str__(self) -> str:
        return str(self.from_days) if self.from_days == self.to_days else f"{self.from_days}–{self.to_days}"


def spans_of(days: Counter[int]) -> tuple[DaySpan, ...]:
    """Neighbouring days put together until each span holds five answers; none at all for fewer."""
    spans: list[DaySpan] = []
    first, answers = None, 0
    for day in sorted(days):
        first = day if first is None else first
        answers += days[day]
        if answers >= FEWEST_TO_SHOW:
            spans.append(DaySpan(first, day, answers))
            first, answers = None, 0
    if answers and spans:
        last = spans.pop()
        spans.append(DaySpan(last.from_days, max(days), last.answers + answers))
    return tuple(spans)


def median_of(spans: Sequence[DaySpan]) -> Median | None:
    """The median as everybody can compute it from the published spans; None without any."""
    total = sum(span.answers for span in spans)
    if not total:
        return None
    low, high = _span_at(spans, (total - 1) // 2), _span_at(spans, total // 2)
    return Median(low.from_days, high.to_days)


def working_days(rows: Iterable[tuple[date, date, int, int]], calendar: Calendar) -> Counter[int]:
    """Count answers by the working days they took. Each row is (received on, answered on, days waited for the citizen, cases)."""
    rows = list(rows)
    worked = _worked_until(calendar, {day for from_day, to_day, *_rest in rows for day in (from_day, to_day)})
    days: Counter[int] = Counter()
    for from_day, to_day, paused, cases in rows:
        days[max(0, worked[to_day] - worked[from_day] - paused)] += cases
    return days


def _span_at(spans: Sequence[DaySpan], position: int) -> DaySpan:
    passed = 0
    for span in spans:
        passed += span.answers
        if passed > position:
            return span
    raise IndexError(position)


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
