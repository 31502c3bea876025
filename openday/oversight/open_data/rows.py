"""Rows of the datasets, one by one and in a fixed number of queries; and since when there are any."""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone, translation

from openday.accounts.models import Unit
from openday.events.models import OpenDay
from openday.events.queries import page_addresses, public_sessions
from openday.language.names import SIMPLIFIED
from openday.oversight import board, public
from openday.oversight.models import Indicator, Measurement, MonthlyReport, Rating, Target
from openday.oversight.monthly_reports import figures
from openday.oversight.open_data.columns import Row
from openday.oversight.satisfaction.figures import satisfaction_figures
from openday.oversight.satisfaction.rules import Level
from openday.oversight.statistics import counting
from openday.oversight.statistics.counting import NUMBERS

# OVERSIGHT.md section 5, after Alaveteli: a unit of fewer is not named in the files.
FEWEST_OF_A_UNIT = 10
_CHUNK = 2000
# From the best down, as the figures give them.
LEVELS = tuple(level.name.lower() for level in Level)


# ---- Cases ---------------------------------------------------------------------------------


def published_cases(_now: datetime) -> Iterator[Row]:
    """Published cases without their texts. Two queries."""
    large = set(
        public.public_rows()
        .order_by()
        .values_list("handling_unit")
        .annotate(cases=Count("pk"))
        .filter(cases__gte=FEWEST_OF_A_UNIT)
        .values_list("handling_unit", flat=True)
    )
    rows = public.public_rows().values_list(
        "number", "category", "check_item__code", "handling_unit", "handling_unit__code", "received_at", "answered_at", "answered_in_time",
        "outcome", "published_at",
    )  # fmt: skip
    for number, category, check, unit_id, unit, received_at, answered_at, in_time, outcome, published_at in rows.iterator(
        chunk_size=_CHUNK
    ):
        is_large = unit_id in large
        yield {
            # The page of the case names its unit and its days, so what is withheld here must not lead there.
            "number": number if is_large else None,
            "category": category,
            "check": check,
            "unit": unit if is_large else None,
            "received_on": _day(received_at, whole=is_large),
            "answered_on": _day(answered_at, whole=is_large),
            "answered_in_time": in_time,
            "outcome": outcome or None,
            "published_on": _day(published_at, whole=is_large),
        }


def monthly(now: datetime) -> Iterator[Row]:
    for month in counting.months(now=now):
        numbers = {name: getattr(month.counts, name) for name in NUMBERS}
        yield {"month": f"{month.first_day:%Y-%m}", "is_over": month.is_over, **numbers}


def categories(now: datetime) -> Iterator[Row]:
    for month in counting.months(now=now):
        for row in counting.by_category(month):
            yield {
                "month": f"{month.first_day:%Y-%m}",
                "category": row.category,
                "received": row.received,
                **row.fates,
                "withheld": " ".join(row.withheld) or None,
            }


def answer_times(now: datetime) -> Iterator[Row]:
    for times in counting.answer_times(now=now):
        for span in times.spans:
            yield {"year": times.year, "from_days": span.from_days, "to_days": span.to_days, "answers": span.answers}


def satisfaction(now: datetime) -> Iterator[Row]:
    """By the year of the answer; levels only where the page shows them. Two queries for each year, and one."""
    first = Rating.objects.order_by("asked_at").values_list("asked_at", flat=True).first()
    if first is None:
        return
    today = timezone.localdate(now)
    for year in range(timezone.localdate(first).year, today.year + 1):
        figures = satisfaction_figures(first=date(year, 1, 1), last=min(today, date(year, 12, 31)))
        for question, score in (("process", figures.process), ("result", figures.result)):
            levels = score.levels or (None,) * len(LEVELS)
            yield {
                "year": year,
                "question": question,
                "asked": figures.asked,
                "rated": figures.rated,
                **dict(zip(LEVELS, levels, strict=True)),
            }


def monthly_reports(_now: datetime) -> Iterator[Row]:
    """Every published revision, with the numbers as they were printed and not as they are today."""
    rows = MonthlyReport.objects.published().order_by("month", "revision").defer("text_zh", "text_en")
    newest = dict(rows.order_by("month", "revision").values_list("month", "revision"))
    for report in rows.iterator(chunk_size=_CHUNK):
        counted = figures.read(report.figures)
        month, median = f"{report.month:%Y-%m}", counted.median
        with translation.override(SIMPLIFIED):
            page = reverse("oversight:monthly_report_revision", args=[month, report.revision])
        yield {
            "month": month,
            "revision": report.revision,
            "is_newest": newest[report.month] == report.revision,
            "counted_on": _day(counted.counted_at),
            "published_on": _day(report.published_at),
            "reason_zh": report.reason_zh or None,
            "reason_en": report.reason_en or None,
            "page": settings.BASE_URL + page,
            **{name: getattr(counted.counts, name) for name in NUMBERS},
            "median_from_days": median.from_days if median else None,
            "median_to_days": median.to_days if median else None,
        }


# ---- Promises ------------------------------------------------------------------------------


def indicators(_now: datetime) -> Iterator[Row]:
    names = ("code", "name_zh", "name_en", "definition_zh", "definition_en", "basis", "direction", "scale")
    return (dict(zip(names, row, strict=True)) for row in Indicator.objects.order_by("position", "code").values_list(*names))


def targets(_now: datetime) -> Iterator[Row]:
    rows = Target.objects.order_by("indicator__position", "indicator__code", "unit__code", "position").values_list(
        "indicator__code", "unit__code", "limit_per_mille", "valid_from", "set_by_zh", "set_by_en", "source_zh", "source_en"
    )
    names = ("indicator", "unit", "limit_per_mille", "valid_from", "set_by_zh", "set_by_en", "source_zh", "source_en")
    return (dict(zip(names, row, strict=True)) for row in rows)


def measurements(_now: datetime) -> Iterator[Row]:
    rows = (
        Measurement.objects.released()
        .order_by("indicator__position", "indicator__code", "unit__code", "period_to", "pk")
        .values_list(
            "pk", "indicator__code", "unit__code", "period_from", "period_to", "numerator", "denominator", "released_at", "corrects",
            "corrected_by__released_at",
        )
    )  # fmt: skip
    for key, indicator, unit, period_from, period_to, numerator, denominator, released_at, corrects, corrected_at in rows.iterator(
        chunk_size=_CHUNK
    ):
        yield {
            "reading": key,
            "indicator": indicator,
            "unit": unit,
            "period_from": period_from,
            "period_to": period_to,
            "numerator": numerator,
            "denominator": denominator,
            "published_on": _day(released_at),
            "corrects": corrects,
            "is_corrected": corrected_at is not None,
        }


def all_100(_now: datetime) -> Iterator[Row]:
    """The board of 100 %, a row for each of its cells. Four queries."""
    for promise in board.promises():
        for standing in promise.standings:
            reading, target = standing.reading, promise.target
            yield {
                "indicator": promise.indicator.code,
                "unit": standing.unit.code,
                "target_per_mille": target.limit_per_mille,
                "set_by_zh": target.set_by_zh,
                "set_by_en": target.set_by_en or None,
                "source_zh": target.source_zh,
                "source_en": target.source_en or None,
                "reading": reading.pk if reading else None,
                "period_from": reading.period_from if reading else None,
                "period_to": reading.period_to if reading else None,
                "numerator": reading.numerator if reading else None,
                "denominator": reading.denominator if reading else None,
                "verdict": standing.verdict.value,
                "reason_zh": (reading.reason_zh or None) if reading else None,
                "reason_en": (reading.reason_en or None) if reading else None,
            }


# ---- Open days -----------------------------------------------------------------------------


def open_days(_now: datetime) -> Iterator[Row]:
    """Open days with a public page."""
    rows = OpenDay.objects.filter(pk__in=page_addresses()).order_by("code").select_related("unit")
    for open_day in rows:
        yield {
            "code": open_day.code,
            "unit": open_day.unit.code,
            "name_zh": open_day.name_zh,
            "name_en": open_day.name_en or None,
            "place_zh": open_day.place_zh,
            "place_en": open_day.place_en or None,
            "audience": " ".join(open_day.audience) or None,
            "minimum_age": open_day.minimum_age,
            "largest_party": open_day.party_max,
        }


def sessions(_now: datetime) -> Iterator[Row]:
    rows = (
        public_sessions()
        .filter(open_day__in=page_addresses())
        .values_list("pk", "open_day__code", "starts_at", "ends_at", "state", "by_invitation", "individuals_capacity")  # type: ignore[misc]  # annotated
    )
    for key, open_day, starts_at, ends_at, state, by_invitation, places in rows.iterator(chunk_size=_CHUNK):
        yield {
            "session": key,
            "open_day": open_day,
            "starts_at": _moment(starts_at),
            "ends_at": _moment(ends_at),
            "state": state,
            "by_invitation": by_invitation,
            "places": places,
        }


def units(_now: datetime) -> Iterator[Row]:
    names = ("code", "kind", "part_of", "name_zh", "name_en")
    rows = Unit.objects.order_by("code").values_list("code", "kind", "parent__code", "name_zh", "name_en")
    return (dict(zip(names, row, strict=True)) for row in rows)


# ---- Since when -----------------------------------------------------------------------------


def first_rating() -> date | None:
    return _local(Rating.objects.order_by("asked_at").values_list("asked_at", flat=True).first())


def first_case() -> date | None:
    return _local(public.public_rows().order_by("received_at").values_list("received_at", flat=True).first())


def first_month() -> date | None:
    found = counting.months(now=timezone.now())
    return found[0].first_day if found else None


def first_reading() -> date | None:
    return Measurement.objects.released().order_by("period_from").values_list("period_from", flat=True).first()


def first_report() -> date | None:
    return MonthlyReport.objects.published().order_by("month").values_list("month", flat=True).first()


def first_session() -> date | None:
    rows = public_sessions().filter(open_day__in=page_addresses()).order_by("starts_at")
    return _local(rows.values_list("starts_at", flat=True).first())


def _local(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _day(moment: datetime | None, *, whole: bool = True) -> str | None:
    return None if moment is None else f"{timezone.localdate(moment):{'%Y-%m-%d' if whole else '%Y-%m'}}"


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="minutes")
