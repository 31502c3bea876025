"""Find a notice and hand it out, for the citizen and for the desk."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from openday.oversight.models import Case, ClosingNotice


def notice_of(case: Case, position: int) -> ClosingNotice:
    """404 when there is none, or when what it said is erased."""
    if case.text_erased_at is not None:
        raise Http404(_("What this notice said is erased."))
    rows = ClosingNotice.objects.select_related("case__check_item", "case__standard", "unit", "reviewer_unit")
    return get_object_or_404(rows, case=case, position=position)


def pdf_answer(notice: ClosingNotice, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{notice.number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
