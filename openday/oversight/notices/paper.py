"""The notice as a PDF in the active language: the same words as the page, to keep or to hand over."""

from collections.abc import Collection

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from openday.language import formats
from openday.oversight.models import ClosingNotice
from openday.oversight.paper import Paper
from openday.oversight.vocabulary import Category, outcome_in_words

_LABEL = 50


def notice_pdf(notice: ClosingNotice, *, ways: Collection[str]) -> bytes:
    """Some sheets of A4, without a name on them. `ways` are what may still be asked for. Takes about 0.3 s."""
    case = notice.case
    title = _("Notice of closing")
    paper = Paper(title=f"{title} {notice.number}", made_at=notice.issued_at)
    paper.text(str(settings.WAGTAIL_SITE_NAME), size=10, after=3)
    paper.text(title, size=20, after=4)
    about = str(Category(case.category).label)
    for label, value in (
        (_("Number of this notice"), notice.number),
        (_("Issued on"), formats.day(notice.issued_at)),
        (pgettext("case", "About"), f"{about} · {case.check_item.name}" if case.check_item else about),
        (pgettext("case", "Received"), formats.day(case.received_at)),
        (pgettext("case", "Answered"), formats.day(notice.answered_at)),
        (_("Worked on by"), notice.unit.name),
        (_("Reviewed by someone of"), notice.reviewer_unit.name),
    ):
        paper.row(label, value, label_width=_LABEL)
    paper.heading(pgettext("notice of closing", "Decision"))
    paper.text(outcome_in_words(case.category, notice.outcome), size=12, after=0)
    paper.heading(_("Reasons"))
    paper.text(notice.reasons, size=12, after=0)
    left_out = paper.left_out
    paper.heading(_("If you disagree"))
    for line in _what_to_do(notice, ways):
        paper.text(line, size=12, after=1)
    paper.pdf.ln(5)
    paper.text(
        _(
            "The case is closed with this notice. Closed means that we are done with it, not that you must agree. Formal notice of the end "
            "under ISO/IEC 17025:2017, 7.9.7."
        ),
        size=9,
        after=1,
    )
    if left_out:
        paper.text(_left_out(left_out), size=9, after=0)
    return paper.written()


def _what_to_do(notice: ClosingNotice, ways: Collection[str]) -> list[str]:
    if not ways:
        return [
            _("Both ways of asking again are used up or their days are over. You can always send a new message and name this case number.")
        ]
    day = {"day": formats.day(notice.again_until)}
    lines = [_("Until %(day)s you may ask, on the page of your case with number and code:") % day]
    if "redo" in ways:
        lines.append("– " + _("once, that the case is worked on again;"))
    if "appeal" in ways:
        lines.append("– " + _("once, for a second review by another unit. Nobody decides then who had a part in this answer."))
    return [*lines, settings.BASE_URL + reverse("oversight:case")]


def _left_out(count: int) -> str:
    """The font of the house has 13,000 characters; an officer may well have written another one."""
    words = ngettext(
        "%(count)d character that this paper can't show is printed as 〓; it stands on the page of the case: %(address)s",
        "%(count)d characters that this paper can't show are printed as 〓; they stand on the page of the case: %(address)s",
        count,
    )
    return words % {"count": count, "address": settings.BASE_URL + reverse("oversight:case")}
