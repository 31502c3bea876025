"""What the quality office sees at a glance: load of units, what is late, how categories move, figures for the management review."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import Case as Switch
from django.db.models import Count, F, IntegerField, Min, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth

from openday.accounts.models import Unit, User
from openday.oversight import clock, states
from openday.oversight.models import Case, CheckItem
from openday.oversight.queries import cases_for
from openday.oversight.states import State
from openday.oversight.vocabulary import Category, Outcome

# Near enough to be worked on today.
SOON_DAYS = 3
MONTHS = 12


# ---- Risk ------------------------------------------------------------------------------------------------


def risk(*, today: date) -> Switch:
    """A number to sort the queue by: late weighs most, then soon due, then what went wrong once or concerns people."""
    timed = Q(state__in=states.TIMED)
    weights = (
        (timed & Q(due_on__lt=today), 16),
        (timed & Q(due_on__gte=today, due_on__lte=today + timedelta(days=SOON_DAYS)), 8),
        (Q(state__in=[State.APPEAL, State.REDO]) | Q(appealed_at__isnull=False), 4),
        (Q(category__in=[Category.QUALITY, Category.PERSONAL_DATA]), 2),
        (~Q(named_staff=""), 2),
        (Q(extended_at__isnull=False), 1),
    )
    parts = [Switch(When(condition, then=Value(weight)), default=Value(0), output_field=IntegerField()) for condition, weight in weights]
    total: Combinable = parts[0]
    for part in parts[1:]:
        total += part
    return Switch(When(state__in=states.OPEN, then=total), default=Value(-1), output_field=IntegerField())


# ---- Load ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Load:
    """Open cases of one unit; `unit` is None for those that no unit has yet."""

    unit: Unit | None
    open: int
    review: int
    paused: int
    soon: int
    late: int
    oldest_on: date | None


def loads(user: User, *, today: date) -> list[Load]:
    """Open cases by handling unit, most late first (2 queries)."""
    soon = Q(due_on__gte=today, due_on__lte=today + timedelta(days=SOON_DAYS), state__in=states.TIMED)
    rows = (
        cases_for(user)
        .filter(state__in=states.OPEN)
        .order_by()
        .values("handling_unit")
        .annotate(
            open=Count("pk"),
            review=Count("pk", filter=Q(state=State.REVIEW)),
            paused=Count("pk", filter=Q(state=State.CLARIFY)),
            soon=Count("pk", filter=soon),
            late=Count("pk", filter=Q(state__in=states.TIMED, due_on__lt=today)),
            oldest=Min("received_at"),
        )
    )
    units = Unit.objects.in_bulk()
    found = [
        Load(
            unit=units.get(row["handling_unit"]),
            oldest_on=clock.local_day(row["oldest"]),
            **{name: row[name] for name in ("open", "review", "paused", "soon", "late")},
        )
        for row in rows
    ]
    return sorted(found, key=lambda load: (-load.late, -load.open, load.unit.code if load.unit else ""))


def late_cases(user: User, *, today: date) -> QuerySet[Case]:
    """What is past its day, the longest late first."""
    return cases_for(user).overdue(today=today).select_related("handling_unit", "handler").order_by("due_on", "pk")


# ---- Trends ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Trend:
    """Cases received in each of the last months, the oldest first."""

    label: str
    counts: list[int]

    @property
    def newest_first(self) -> list[int]:
        return self.counts[::-1]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def change(self) -> int:
        """The last three months against the three before."""
        return sum(self.counts[-3:]) - sum(self.counts[-6:-3])


def months_until(today: date) -> list[date]:
    first, found = today.replace(day=1), []
    for _step in range(MONTHS):
        found.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


def trends(user: User, *, today: date) -> dict[str, list[Trend]]:
    """By category, by check and by unit concerned or at work (3 queries for counts, 2 for names)."""
    months = months_until(today)
    counted = cases_for(user).filter(state__in=states.COUNTED, received_at__date__gte=months[0])
    checks = {check.pk: check.name for check in CheckItem.objects.all()}
    units = {unit.pk: unit.name for unit in Unit.objects.all()}
    return {
        "category": _trends(counted, "category", {value: str(label) for value, label in Category.choices}, months),
        "check": _trends(counted.filter(check_item__isnull=False), "check_item", checks, months),
        "unit": _trends(counted.filter(handling_unit__isnull=False), "handling_unit", units, months),
    }


def _trends(cases: QuerySet[Case], column: str, labels: Mapping[Any, str], months: Sequence[date]) -> list[Trend]:
    rows = cases.annotate(month=TruncMonth("received_at")).order_by().values("month", column).annotate(count=Count("pk"))
    counts: dict[Any, Counter[date]] = defaultdict(Counter)
    for row in rows:
        counts[row[column]][clock.local_day(row["month"]).replace(day=1)] += row["count"]
    found = [Trend(labels[key], [counts[key][month] for month in months]) for key in labels if key in counts]
    return sorted(found, key=lambda trend: (-trend.total, trend.label))


# ---- Management review -----------------------------------------------------------------------------------


@dataclass
class Line:
    """One line of the input for the management review: a unit, a category, a check."""

    unit: str
    category: str
    check: str
    received: int = 0
    accepted: int = 0
    answered: int = 0
    in_time: int = 0
    extended: int = 0
    redone: int = 0
    appealed: int = 0
    upheld: int = 0
    partly: int = 0
    not_upheld: int = 0
    late_now: int = 0
    median_days: float | None = None


def review_lines(user: User, *, since: date, until: date, today: date) -> Iterable[Line]:
    """Counts of the cases received in a period, by unit, category and check, for the management review (clause 8.9).

    Rows stream from the database: a hundred thousand cases need no more memory than their days.
    """
    cases = cases_for(user).filter(state__in=states.COUNTED, received_at__date__gte=since, received_at__date__lte=until)
    units = {unit.pk: unit.name for unit in Unit.objects.all()}
    checks = {check.pk: check.name for check in CheckItem.objects.all()}
    lines: dict[tuple[object, str, object], Line] = {}
    days: dict[tuple[object, str, object], list[int]] = defaultdict(list)
    columns = (
        "handling_unit_id", "category", "check_item_id", "accepted_at", "answered_at", "answered_in_time", "extended_at", "redo_at",
        "appealed_at", "outcome", "state", "due_on", "received_at",
    )  # fmt: skip
    for row in cases.order_by("pk").values_list(*columns, named=True).iterator(chunk_size=2000):
        key = (row.handling_unit_id, row.category, row.check_item_id)
        line = lines.get(key)
        if line is None:
            names = (units.get(row.handling_unit_id, ""), str(Category(row.category).label), checks.get(row.check_item_id, ""))
            line = lines[key] = Line(*names)
        line.received += 1
        line.accepted += row.accepted_at is not None
        line.answered += row.answered_at is not None
        line.in_time += bool(row.answered_in_time)
        line.extended += row.extended_at is not None
        line.redone += row.redo_at is not None
        line.appealed += row.appealed_at is not None
        line.upheld += row.outcome == Outcome.UPHELD
        line.partly += row.outcome == Outcome.PARTLY_UPHELD
        line.not_upheld += row.outcome == Outcome.NOT_UPHELD
        line.late_now += row.state in states.TIMED and clock.is_overdue(row.due_on, today=today)
        if row.answered_at is not None:
            days[key].append((clock.local_day(row.answered_at) - clock.local_day(row.received_at)).days)
    for key, line in lines.items():
        line.median_days = float(median(days[key])) if days[key] else None
    return sorted(lines.values(), key=lambda line: (line.unit, line.category, line.check))


def queue_of(user: User, *, today: date, offices: Iterable[states.Who]) -> QuerySet[Case]:
    """What waits for this person, the riskiest and then the next due first."""
    waits = {
        states.Who.QUALITY_OFFICE: states.UNASSIGNED,
        states.Who.HANDLER: frozenset({State.WORKING}),
        states.Who.REVIEWER: frozenset({State.REVIEW}),
    }
    wanted = {state for office in offices for state in waits.get(office, frozenset())}
    queue = cases_for(user).filter(state__in=wanted).annotate(risk=risk(today=today))
    return queue.order_by("-risk", F("due_on").asc(nulls_last=True), "pk")
