"""The page of figures: whole house by month, and by category what may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from home.remembered import remembered
from openday.language import formats
from openday.oversight.satisfaction.figures import SatisfactionFigures, satisfaction_figures
from openday.oversight.statistics import counting, drawing
from openday.oversight.statistics.counting import AnswerTimes, Month
from openday.oversight.views import frames
from openday.oversight.vocabulary import Category


@dataclass(frozen=True, slots=True)
class YearLine:
    """A category in a year: the whole number, or the least it can be."""

    category: str
    received: int
    is_whole: bool


@remembered
def _counted() -> tuple[tuple[Month, ...], tuple[AnswerTimes, ...]]:
    """Every month and every year's answer times. Four queries, whatever the number of cases."""
    now = timezone.now()
    return counting.months(now=now), counting.answer_times(now=now)


@remembered
def _satisfaction(year: int) -> SatisfactionFigures:
    """Two queries."""
    return satisfaction_figures(first=date(year, 1, 1), last=min(timezone.localdate(), date(year, 12, 31)))


@frames.public
def statistics(request: HttpRequest) -> HttpResponse:
    """One year, `?year=2026`, and one of its months by category, `?month=2026-06`; the latest for nonsense."""
    months, times = _counted()
    years = sorted({month.first_day.year for month in months}, reverse=True)
    year = _chosen(request.GET.get("year", ""), {str(one): one for one in years}, years[0] if years else timezone.localdate().year)
    shown = [month for month in months if month.first_day.year == year]
    over = {f"{month.first_day:%Y-%m}": month for month in shown if month.is_over}
    month = _chosen(request.GET.get("month", ""), over, next(reversed(over.values()), None))
    context = {
        "year": year,
        "years": years,
        "until": timezone.localdate() if shown and not shown[-1].is_over else None,
        "counts": counting.sum_of(shown),
        "median": next((one.median for one in times if one.year == year), None),
        "satisfaction": _satisfaction(year),
        "overdue": counting.sum_of(months).overdue,
        "charts": drawing.charts(shown) if shown else [],
        "months": [(formats.month(one.first_day), one) for one in shown],
        "month": formats.month(month.first_day) if month else "",
        "is_settled": bool(month and month.is_settled),
        "chosen": f"{month.first_day:%Y-%m}" if month else "",
        "over": [(key, formats.month(one.first_day)) for key, one in over.items()],
        "categories": drawing.category_lines(month) if month else [],
        "by_year": _by_year(list(over.values())),
    }
    return render(request, "oversight/statistics/page.html", context)


def _by_year(months: Sequence[Month]) -> list[YearLine]:
    if not months:
        return []
    return [YearLine(str(Category(code).label), number, whole) for code, (number, whole) in counting.at_least(months).items()]


def _chosen(asked: str, known: dict[str, Any], otherwise: Any) -> Any:
    return known.get(asked, otherwise)
