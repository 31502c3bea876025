"""Counts of cases by the month in which they were received: the only place where cases are counted for the public.

Months are months in the office's time zone. A case belongs for good to the month of its receipt; what became of it is told there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, DateField, Q
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from openday.events.queries import load_calendar
from openday.oversight import states
from openday.oversight.models import Case, CaseEvent
from openday.oversight.states import Deed, State
from openday.oversight.statistics import suppression
from openday.oversight.statistics.answer_times import DaySpan, Median, median_of, spans_of, working_days
from openday.oversight.statistics.suppression import Withheld
from openday.oversight.vocabulary import Category

# What becomes of a case: each is in exactly one of these, so that they add up to what was received.
FATES = ("in_time", "late", "waiting", "set_aside")


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the cases received in a period: how many stand where. The whole house, nothing withheld."""

    received: int = 0
    accepted: int = 0
    in_time: int = 0
    late: int = 0
    waiting: int = 0
    set_aside: int = 0
    redone: int = 0
    appealed: int = 0
    extended: int = 0
    # Open, and the due day has passed: as of the moment of counting.
    overdue: int = 0
    # Marked as no genuine message; in no other number.
    not_genuine: int = 0
    # Of the month itself, whenever the case was received.
    published: int = 0
    unpublished: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in NUMBERS))

    @property
    def answered(self) -> int:
        return self.in_time + self.late


NUMBERS = tuple(Counts.__slots__)


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its counts, and the same by category where the month is over; see `by_category`."""

    first_day: date
    counts: Counts
    is_over: bool
    categories: Mapping[str, Counts]

    @property
    def is_settled(self) -> bool:
        """Every case of the month has had its answer or was set aside: what became of them changes no more."""
        return self.is_over and not self.counts.waiting


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One category in one month. A number is None when it is withheld, or not yet told because the month is not settled."""

    category: str
    received: int | None
    fates: Mapping[str, int | None]
    withheld: tuple[str, ...]

    @property
    def answered(self) -> int | None:
        parts = (self.fates["in_time"], self.fates["late"])
        return None if None in parts else sum(part for part in parts if part is not None)


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """The spans of working days of the cases received in a year, and their median."""

    year: int
    spans: tuple[DaySpan, ...]

    @property
    def median(self) -> Median | None:
        return median_of(self.spans)


def months(*, now: datetime) -> tuple[Month, ...]:
    """Every month from the first case to today, oldest first, months without a case included. Two queries."""
    counted: dict[date, dict[str, Counts]] = defaultdict(dict)
    for row in _grouped(now):
        counted[row["month"]][row["category"]] = Counts(**{name: row[name] for name in NUMBERS if name in row})
    log = _publications(now)
    this_month = timezone.localdate(now).replace(day=1)
    first = min([*counted, *log], default=None)
    if first is None:
        return ()
    found = []
    month = first
    while month <= this_month:
        categories = counted.get(month, {})
        whole = reduce(add, categories.values(), Counts()) + log.get(month, Counts())
        found.append(Month(month, whole, month < this_month, categories))
        month = next_month(month)
    return tuple(found)


def by_category(month: Month) -> tuple[CategoryRow, ...]:
    """The month by category, in the office's order, small cells withheld; nothing while the month still runs.

    What became of the cases is told once the month is settled: a number that goes up by one tells whose case was answered that day.
    """
    if not month.is_over:
        return ()
    counts = [month.categories.get(category, Counts()) for category in Category.values]
    hidden = suppression.withheld([[getattr(one, fate) for fate in FATES] for one in counts])
    rows = enumerate(zip(Category.values, counts, strict=True))
    return tuple(_category_row(at, category, one, hidden, month.is_settled) for at, (category, one) in rows)


def answer_times(*, now: datetime, year: int | None = None) -> tuple[AnswerTimes, ...]:
    """How long answers took, by the year of receipt, oldest first. Two queries; days grouped in the database."""
    cases = _answered(now)
    if year is not None:
        cases = cases.filter(received_at__gte=_starts(date(year, 1, 1)), received_at__lt=_starts(date(year + 1, 1, 1)))
    years: dict[int, list[tuple[date, date, int, int]]] = defaultdict(list)
    for row in _days_of(cases):
        years[row[0].year].append(row)
    calendar = load_calendar()
    return tuple(AnswerTimes(one, spans_of(working_days(years[one], calendar))) for one in sorted(years))


def spans_between(first: date, until: date, *, now: datetime) -> tuple[DaySpan, ...]:
    """How long answers took to cases received from `first` to the day before `until`. Two queries."""
    cases = _answered(now).filter(received_at__gte=_starts(first), received_at__lt=_starts(until))
    return spans_of(working_days(_days_of(cases), load_calendar()))


def _answered(now: datetime) -> Any:
    return Case.objects.filter(state__in=states.COUNTED, answered_at__isnull=False, received_at__lte=now)


def _days_of(cases: Any) -> Any:
    days = cases.annotate(from_day=TruncDate("received_at"), to_day=TruncDate("answered_at"))
    return days.values_list("from_day", "to_day", "paused_days").annotate(cases=Count("pk")).order_by()


def sum_of(some: Iterable[Month]) -> Counts:
    return reduce(add, (month.counts for month in some), Counts())


def at_least(some: Sequence[Month]) -> dict[str, tuple[int, bool]]:
    """For each category what the published months add up to, and whether that is all of it.

    A category with a withheld month has no total: the total less the months that are shown would be the one that is not.
    """
    known: Counter[str] = Counter()
    partial: set[str] = set()
    for month in some:
        for row in by_category(month):
            if row.received is None:
                partial.add(row.category)
            else:
                known[row.category] += row.received
    return {category: (known[category], category not in partial) for category in Category.values}


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _grouped(now: datetime) -> Any:
    genuine = ~Q(state=State.SPAM)
    answered = genuine & Q(answered_at__isnull=False)
    open_or_aside = genuine & Q(answered_at__isnull=True)
    return (
        Case.objects.filter(received_at__lte=now)
        .annotate(month=TruncMonth("received_at", output_field=DateField()))
        .values("month", "category")
        .annotate(
            received=Count("pk", filter=genuine),
            accepted=Count("pk", filter=genuine & Q(accepted_at__isnull=False)),
            in_time=Count("pk", filter=answered & Q(answered_in_time=True)),
            late=Count("pk", filter=answered & ~Q(answered_in_time=True)),
            waiting=Count("pk", filter=open_or_aside & ~Q(state__in=states.SET_ASIDE)),
            set_aside=Count("pk", filter=open_or_aside & Q(state__in=states.SET_ASIDE)),
            redone=Count("pk", filter=genuine & Q(redo_at__isnull=False)),
            appealed=Count("pk", filter=genuine & Q(appealed_at__isnull=False)),
            extended=Count("pk", filter=genuine & Q(extended_at__isnull=False)),
            overdue=Count("pk", filter=Q(state__in=states.TIMED, due_on__lt=timezone.localdate(now))),
            not_genuine=Count("pk", filter=Q(state=State.SPAM)),
        )
        .order_by()
    )


def _publications(now: datetime) -> dict[date, Counts]:
    rows = (
        CaseEvent.objects.filter(deed__in=[Deed.PUBLISH, Deed.WITHDRAW_PUBLICATION], at__lte=now)
        .annotate(month=TruncMonth("at", output_field=DateField()))
        .values_list("month", "deed")
        .annotate(events=Count("pk"))
        .order_by()
    )
    found: dict[date, Counts] = {}
    for month, deed, events in rows:
        counted = Counts(published=events) if deed == Deed.PUBLISH else Counts(unpublished=events)
        found[month] = found.get(month, Counts()) + counted
    return found


def _category_row(at: int, category: str, counts: Counts, hidden: Withheld, is_settled: bool) -> CategoryRow:
    fates: dict[str, int | None] = dict.fromkeys(FATES)
    names = ["received"] if at in hidden.rows else []
    if is_settled:
        fates = {fate: None if (at, column) in hidden.cells else getattr(counts, fate) for column, fate in enumerate(FATES)}
        names += [fate for fate, count in fates.items() if count is None]
    return CategoryRow(category, None if at in hidden.rows else counts.received, fates, tuple(names))


def _starts(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware at once
