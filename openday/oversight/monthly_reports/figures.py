"""The numbers of a report as they are kept with it, and the words that a draft begins with."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openday.language import formats
from openday.oversight.statistics import counting, drawing
from openday.oversight.statistics.answer_times import DaySpan, Median, median_of
from openday.oversight.statistics.counting import CategoryRow, Counts
from openday.oversight.statistics.drawing import CategoryLine


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted for one month, at one moment."""

    counted_at: datetime
    counts: Counts
    categories: tuple[CategoryRow, ...]
    spans: tuple[DaySpan, ...]
    is_settled: bool

    @property
    def median(self) -> Median | None:
        return median_of(self.spans)

    @property
    def lines(self) -> list[CategoryLine]:
        return [drawing.line_of(row) for row in self.categories]

    @property
    def share_in_time(self) -> str:
        return drawing.share(self.counts.in_time, self.counts.answered) if self.counts.answered else ""

    def as_json(self) -> dict[str, Any]:
        return {
            "counted_at": self.counted_at.isoformat(),
            "counts": asdict(self.counts),
            "categories": [{**asdict(row), "fates": dict(row.fates), "withheld": list(row.withheld)} for row in self.categories],
            "spans": [asdict(span) for span in self.spans],
            "is_settled": self.is_settled,
        }


def count(month: date, *, now: datetime) -> Figures:
    """Count a month that is over. Four queries."""
    found = next((one for one in counting.months(now=now) if one.first_day == month), None)
    if found is None:
        found = counting.Month(month, Counts(), is_over=True, categories={})
    spans = counting.spans_between(month, counting.next_month(month), now=now)
    return Figures(now, found.counts, counting.by_category(found), spans, found.is_settled)


def read(kept: Mapping[str, Any]) -> Figures:
    """What `as_json` wrote. A number that a later version of ours adds is 0 in what an earlier one kept."""
    return Figures(
        counted_at=datetime.fromisoformat(kept["counted_at"]),
        counts=Counts(**{name: value for name, value in kept["counts"].items() if name in counting.NUMBERS}),
        categories=tuple(CategoryRow(**{**row, "withheld": tuple(row["withheld"])}) for row in kept["categories"]),
        spans=tuple(DaySpan(**span) for span in kept["spans"]),
        is_settled=kept["is_settled"],
    )


def first_words(month: date, figures: Figures, *, language: str) -> str:
    """What the draft says; the quality office goes on from there."""
    counts = figures.counts
    with translation.override(language):
        named = formats.month(month)
        if not counts.received:
            return _("In %(month)s no message was received.") % {"month": named}
        told = [
            ngettext(
                "In %(month)s we received %(received)d message; %(accepted)d concerned our own work and was accepted.",
                "In %(month)s we received %(received)d messages; %(accepted)d concerned our own work and were accepted.",
                counts.received,
            )
            % {"month": named, "received": counts.received, "accepted": counts.accepted},
            _("By %(day)s we had answered %(answered)d, of these %(in_time)d in time and %(late)d late. %(waiting)d were not answered yet.")
            % {
                "day": formats.day(timezone.localdate(figures.counted_at), weekday=False),
                "answered": counts.answered,
                "in_time": counts.in_time,
                "late": counts.late,
                "waiting": counts.waiting,
            },
        ]
        if figures.median is not None:
            told.append(_("The middle answer took %(days)s working days.") % {"days": figures.median})
        told.append(
            _("%(redone)d authors asked us to work on it again, %(appealed)d for a second review by another unit.")
            % {"redone": counts.redone, "appealed": counts.appealed}
        )
        told.append(
            _("Summaries published in the month: %(published)d; withdrawn: %(unpublished)d.")
            % {"published": counts.published, "unpublished": counts.unpublished}
        )
        return "\n\n".join(told)
