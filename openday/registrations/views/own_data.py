"""What we keep about a visitor: to read, to take away, to have erased."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from openday.registrations import actions, own_data
from openday.registrations.states import CAN_BE_CANCELLED
from openday.registrations.views.answers import SeeOther, page, private
from openday.registrations.views.tickets import mine, stranger, ticket_words


@private
@require_safe
def my_data(request: HttpRequest, code: str) -> HttpResponse:
    """Everything of the registration in words, with why and how long."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    words = ticket_words(registration, now=timezone.now())
    return page(request, "own_data", words | {"sections": own_data.in_words(registration)})


@private
@require_safe
def my_data_file(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a file for programs."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    answer = JsonResponse(own_data.as_json(registration), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="visit-{registration.code}.json"'
    return answer


@private
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Say what is erased and what stays, ask once more, then erase."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    now = timezone.now()
    ticket = reverse("registrations:ticket", args=[registration.code])
    if registration.anonymised_at is not None:
        return SeeOther(ticket)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        actions.erase(registration=registration, now=now)
        return SeeOther(ticket)
    words = ticket_words(registration, now=now)
    ends_visit = registration.state in CAN_BE_CANCELLED and now < registration.session.starts_at
    return page(request, "erase", words | {"ends_visit": ends_visit, "unticked": request.method == "POST"}, status=_status(request))


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
