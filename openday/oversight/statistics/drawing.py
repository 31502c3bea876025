"""Charts and tables of counts, in the active language: for the page of figures and for monthly reports."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.charts import Chart, Series, columns, lines
from openday.language import formats
from openday.oversight.statistics.counting import CategoryRow, Month, by_category
from openday.oversight.vocabulary import Category


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One category as a row of words: a number, “withheld”, or a dash for what is not told yet."""

    category: str
    received: str
    in_time: str
    late: str
    waiting: str
    set_aside: str


def charts(months: Sequence[Month]) -> list[Chart]:
    """What came in and was answered, and how much of that in time, for the months of a year."""
    # A phone has room for the number of a month, not for its name; the table has it.
    labels = [str(month.first_day.month) for month in months]
    whole = [formats.month(month.first_day) for month in months]
    counts = [month.counts for month in months]
    return [
        columns(
            key="received",
            title=_("Received and answered"),
            description=_("Cases by the month in which they were received, and how many of them have been answered by now."),
            over=_("Month"),
            labels=labels,
            whole_labels=whole,
            series=[
                Series(pgettext("case", "Received"), [one.received for one in counts]),
                Series(pgettext("case", "Answered"), [one.answered for one in counts]),
            ],
        ),
        lines(
            key="in-time",
            title=_("Answered in time"),
            description=_("How many of each hundred first answers left on or before the due day. A month without an answer has no dot."),
            over=_("Month"),
            labels=labels,
            whole_labels=whole,
            series=[
                Series(
                    _("In time, of the answers"),
                    [100 * one.in_time / one.answered if one.answered else None for one in counts],
                    [f"{share(one.in_time, one.answered)} ({one.in_time}/{one.answered})" if one.answered else "–" for one in counts],
                )
            ],
            number=lambda value: f"{value:.0f}%",
            target=(100, _("All in time")),
        ),
    ]


def share(part: int, whole: int) -> str:
    """Per cent with one decimal; never rounded up to 100."""
    tenths = part * 1000 // whole
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths / 10:.1f}%"


def category_lines(month: Month) -> list[CategoryLine]:
    return [line_of(row) for row in by_category(month)]


def line_of(row: CategoryRow) -> CategoryLine:
    return CategoryLine(
        category=str(Category(row.category).label),
        received=_written(row, "received", row.received),
        **{fate: _written(row, fate, count) for fate, count in row.fates.items()},
    )


def _written(row: CategoryRow, name: str, count: int | None) -> str:
    if name in row.withheld:
        return pgettext("number", "withheld")
    return "–" if count is None else str(count)
