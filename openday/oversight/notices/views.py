"""The notice on the screen and on paper, for the holder of the receipt."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openday.oversight import public
from openday.oversight.models import ClosingNotice
from openday.oversight.views import frames
from openday.oversight.views.receipts import opened_case
from openday.oversight.vocabulary import Category, outcome_in_words


@never_cache
@require_safe
def notice(request: HttpRequest, position: int) -> HttpResponse:
    """One notice of the opened case; without a receipt the form for number and code."""
    now = timezone.now()
    case = opened_case(request, now=now)
    if case is None:
        return frames.see_other(reverse("oversight:case"))
    if case.text_erased_at is not None:
        raise Http404(_("What this notice said is erased."))
    found = get_object_or_404(ClosingNotice.objects.select_related("case", "unit", "reviewer_unit"), case=case, position=position)
    context: dict[str, Any] = {
        "notice": found,
        "category": str(Category(case.category).label),
        "check": case.check_item.name if case.check_item else "",
        "received_at": case.received_at,
        "outcome": outcome_in_words(case.category, found.outcome),
        "ways": public.for_its_author(case, now=now).ways_again,
    }
    return render(request, "oversight/notices/notice.html", context)
