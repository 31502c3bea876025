"""The report as a PDF in the active language, with Chinese text in it: the same words and numbers as the page."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openday.language import formats
from openday.language.names import in_our_words
from openday.oversight.monthly_reports.figures import Figures
from openday.oversight.monthly_reports.models import MonthlyReport
from openday.registrations.ticket_pdf import FONT, in_lines, printable

if TYPE_CHECKING:
    from fpdf import FPDF

_MARGIN = 22
_LABEL = 74


def report_pdf(report: MonthlyReport, figures: Figures) -> bytes:
    """Some sheets of A4. Takes about 0.3 s."""
    # Imported here: it brings 40 MB that a worker only needs once somebody wants paper.
    from fpdf import FPDF  # noqa: PLC0415

    pdf = FPDF(format="A4")
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(True, margin=_MARGIN)
    pdf.add_font("noto", fname=FONT)
    pdf.set_lang(translation.get_language() or settings.LANGUAGE_CODE)
    title = _("Monthly report: %(month)s") % {"month": formats.month(report.month)}
    pdf.set_title(title)
    # The same revision is the same file, whenever somebody asks for it.
    pdf.set_creation_date(report.published_at)
    pdf.add_page()
    _text(pdf, title, size=20, after=2)
    if report.published_at is not None:
        _text(pdf, _("Published on %(day)s") % {"day": formats.day(report.published_at, weekday=False)}, size=10, after=1)
    if report.reason:
        words = _("Revision %(number)d: %(reason)s") % {"number": report.revision, "reason": report.reason}
        _text(pdf, words, size=10, after=1)
    pdf.ln(4)
    for paragraph in report.text.split("\n\n"):
        _text(pdf, paragraph, size=12, after=3)
    _heading(pdf, _("Numbers"))
    for label, value in _numbers(figures):
        _row(pdf, label, value)
    if figures.categories:
        _heading(pdf, _("What people wrote about"))
        for line in figures.lines:
            _row(pdf, line.category, line.received)
        pdf.ln(2)
        _text(pdf, _("Numbers of 1 to 4, and as many others as needed to keep them, are withheld."), size=9, after=1)
    address = settings.BASE_URL + reverse("oversight:monthly_report_revision", args=[f"{report.month:%Y-%m}", report.revision])
    pdf.ln(6)
    counted = _("Counted on %(day)s. Revisions and files to compute it again: %(address)s") % {
        "day": formats.day(timezone.localtime(figures.counted_at), weekday=False),
        "address": address,
    }
    _text(pdf, counted, size=9, after=0)
    return bytes(pdf.output())


def _numbers(figures: Figures) -> list[tuple[str, str]]:
    counts = figures.counts
    in_time = f"{counts.in_time}/{counts.answered} ({figures.share_in_time})" if counts.answered else _("Not published")
    return [
        (pgettext("case", "Received"), str(counts.received)),
        (pgettext("case", "Accepted"), str(counts.accepted)),
        (pgettext("case", "Answered"), str(counts.answered)),
        (_("Answered in time"), in_time),
        (pgettext("case", "Not answered yet"), str(counts.waiting)),
        (pgettext("case", "Set aside"), str(counts.set_aside)),
        (_("Working days to an answer"), str(figures.median) if figures.median else _("Not published")),
        (_("Asked to work on again"), str(counts.redone)),
        (_("Second review"), str(counts.appealed)),
        (_("Late on that day"), str(counts.overdue)),
        (_("Summaries published"), str(counts.published)),
        (_("Publications withdrawn"), str(counts.unpublished)),
    ]


def _heading(pdf: "FPDF", text: str) -> None:
    pdf.ln(5)
    _text(pdf, text, size=14, after=1)
    pdf.set_line_width(0.3)
    pdf.line(_MARGIN, pdf.get_y(), pdf.w - _MARGIN, pdf.get_y())
    pdf.ln(2)


def _row(pdf: "FPDF", label: str, value: str) -> None:
    pdf.set_font("noto", size=11)
    font = pdf.fonts["noto"]
    pdf.cell(_LABEL, 7, printable(in_our_words(label), font))
    pdf.cell(0, 7, printable(in_our_words(value), font), new_x="LMARGIN", new_y="NEXT")


def _text(pdf: "FPDF", text: str, *, size: float, after: float) -> None:
    pdf.set_font("noto", size=size)
    for part in text.split("\n"):
        for line in in_lines(printable(in_our_words(part), pdf.fonts["noto"]), pdf=pdf, width=pdf.epw - 2 * pdf.c_margin):
            pdf.cell(0, size * 0.55, line, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(after)
