"""The visitor answers a session that moved: the new time suits."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from openday.intake.codes import normalise_code
from openday.registrations import passes, queries
from openday.registrations.actions import session_deeds
from openday.registrations.views.answers import SeeOther, page, private


@private
@require_POST
def time_suits(request: HttpRequest, code: str) -> HttpResponse:
    """Note that the party comes at the new time; twice is as good as once."""
    code = normalise_code(code)
    registration = queries.by_code(code) if passes.may_see(request, code) else None
    if registration is None:
        return page(request, "link_needed", {}, status=403)
    session_deeds.time_suits(registration=registration, now=timezone.now())
    return SeeOther(reverse("registrations:ticket", args=[registration.code]))
