"""The notice on the screen and on paper, for the holder of the receipt."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openday.intake.limits import allow
from openday.oversight import public
from openday.oversight.notices.handing import notice_of, pdf_answer
from openday.oversight.notices.paper import notice_pdf
from openday.oversight.views import frames
from openday.oversight.views.receipts import opened_case
from openday.oversight.vocabulary import Category, outcome_in_words

PAPERS_PER_HOUR = 30


@never_cache
@require_safe
def notice(request: HttpRequest, position: int) -> HttpResponse:
    """One notice of the opened case; without a receipt the form for number and code."""
    now = timezone.now()
    case = opened_case(request, now=now)
    if case is None:
        return frames.see_other(reverse("oversight:case"))
    found = notice_of(case, position)
    context: dict[str, Any] = {
        "notice": found,
        "category": str(Category(case.category).label),
        "check": case.check_item.name if case.check_item else "",
        "received_at": case.received_at,
        "outcome": outcome_in_words(case.category, found.outcome),
        "ways": public.for_its_author(case, now=now).ways_again,
    }
    return render(request, "oversight/notices/notice.html", context)


@never_cache
@require_safe
def paper(request: HttpRequest, position: int) -> HttpResponse:
    """The same as a PDF. Its name carries the number, which is public."""
    now = timezone.now()
    case = opened_case(request, now=now)
    if case is None:
        return frames.see_other(reverse("oversight:case"))
    found = notice_of(case, position)
    # A sheet costs a third of a second: nobody needs the same one so often.
    if not allow("notice-papers", str(case.pk), limit=PAPERS_PER_HOUR, seconds=3600):
        return frames.too_many(request, _("You asked for this paper very often in the last hour. Please wait an hour."))
    return pdf_answer(found, notice_pdf(found, ways=public.for_its_author(case, now=now).ways_again))
