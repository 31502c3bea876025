"""Published cases: the list with its filters, and one case."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from home.paging import page_of
from openday.oversight import public
from openday.oversight.forms import PublishedFilter
from openday.oversight.redaction.public import pictures_of
from openday.oversight.views import frames

PER_PAGE = 20


@frames.public
def published(request: HttpRequest) -> HttpResponse:
    """The list, newest first. A hostile or unknown value of a filter narrows nothing."""
    form = PublishedFilter(request.GET or None)
    chosen = form.chosen()
    page = page_of(_narrowed(public.public_rows(), chosen), request, per_page=PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "cases": tuple(public.for_everyone(case) for case in page),
        "is_filtered": bool(chosen),
    }
    return render(request, "oversight/published_list.html", context)


@frames.public
def published_case(request: HttpRequest, number: str) -> HttpResponse:
    """One case; 410 when it was published once, 404 for every other number."""
    case = public.public_rows().filter(number=number).first()
    if case is not None:
        return render(request, "oversight/published_case.html", {"case": public.for_everyone(case), "pictures": pictures_of(case.pk)})
    if (gone := public.tombstone(number)) is not None:
        return render(request, "oversight/published_gone.html", {"gone": gone}, status=410)
    raise Http404(_("No case with this number is published."))


def _narrowed(cases: Any, chosen: dict[str, Any]) -> Any:
    if "category" in chosen:
        cases = cases.filter(category=chosen["category"])
    if "unit" in chosen:
        cases = cases.filter(handling_unit=chosen["unit"])
    if "year" in chosen:
        cases = cases.filter(published_at__year=chosen["year"])
    return cases
