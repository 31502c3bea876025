"""A party names its adults, or corrects them, behind the secret link."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from openday.registrations.facts import NotActive, TooLate
from openday.registrations.identity import actions, wording
from openday.registrations.identity.forms import NamesForm
from openday.registrations.identity.people import Demand
from openday.registrations.identity.rows import roll_of
from openday.registrations.views.answers import SeeOther, page, private
from openday.registrations.views.tickets import mine, stranger, ticket_words


@private
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest, code: str) -> HttpResponse:
    """Show and take names and documents, as long as the visit can be changed; no page without a demand."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    demand = Demand.of(registration.session.open_day)
    if demand is None:
        raise Http404
    now = timezone.now()
    words = ticket_words(registration, now=now)
    if not words["may_cancel"]:
        return page(request, "too_late", words, status=409 if request.method == "POST" else 200)
    roll = roll_of(registration, demand)
    asked: dict[str, Any] = {"demand": demand, "roll": roll, "has_consent": actions.has_consent(registration), "request": request}
    form = NamesForm(request.POST if request.method == "POST" else None, **asked)
    if form.is_bound and form.is_valid():
        try:
            actions.name_people(registration=registration, people=form.people(), now=now)
        except (NotActive, TooLate):
            registration.refresh_from_db()
            return page(request, "too_late", ticket_words(registration, now=now), status=409)
        return SeeOther(reverse("registrations:ticket", args=[registration.code]) + "?said=named")
    words |= {
        "form": form,
        "demand": demand,
        "roll": roll,
        "named": wording.named(roll),
        "has_changed": request.GET.get("said") == "changed",
    }
    return page(request, "identity/names", words, status=422 if form.is_bound else 200)
