"""To another session of the same open day: choose, look once more, move."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openday.events import queries as event_queries
from openday.registrations import actions, queries, wording
from openday.registrations.facts import AlreadyRegistered, NotActive, RegistrationClosed, SessionFull, TooLate
from openday.registrations.models import Registration
from openday.registrations.views.answers import SeeOther, page, private
from openday.registrations.views.tickets import mine, stranger, ticket_words


@private
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, code: str) -> HttpResponse:
    """GET the sessions to choose from, GET `?session=` to look once more, POST to move (303)."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    now = timezone.now()
    words = ticket_words(registration, now=now)
    if not words["may_move"]:
        return page(request, "too_late", words, status=409 if request.method == "POST" else 200)
    chosen = request.POST.get("session") if request.method == "POST" else request.GET.get("session")
    if chosen is None:
        return _choose(request, registration, words, now=now, unchosen="next" in request.GET)
    there = next((one for one in _offered(registration, now=now) if str(one.session.pk) == chosen), None)
    if there is None:
        return _choose(request, registration, words, now=now, refusal=_("This session takes no registrations any more."))
    if request.method != "POST":
        return page(request, "move_review", words | {"there": there, "enough": there.left >= registration.places})
    try:
        actions.move(registration=registration, session=there.session, now=now)
    except SessionFull as fact:
        return _choose(request, registration, words, now=now, refusal=wording.places_left(fact.left))
    except RegistrationClosed:
        return _choose(request, registration, words, now=now, refusal=_("This session takes no registrations any more."))
    except AlreadyRegistered:
        return _choose(request, registration, words, now=now, refusal=_("You have another registration for that session or that day."))
    except (TooLate, NotActive):
        return page(request, "too_late", words, status=409)
    return SeeOther(reverse("registrations:ticket", args=[registration.code]) + "?said=moved")


def _offered(registration: Registration, *, now: datetime) -> list[event_queries.SessionWithPlaces]:
    return queries.sessions_to_move_to(registration, now=now)


def _choose(
    request: HttpRequest, registration: Registration, words: dict[str, Any], *, now: datetime, refusal: str = "", unchosen: bool = False
) -> HttpResponse:
    """The sessions with places for the whole party, and those with too few, which can't be chosen."""
    sessions = _offered(registration, now=now)
    context = {
        "sessions": [one for one in sessions if one.left >= registration.places],
        "too_small": [one for one in sessions if one.left < registration.places],
        "refusal": refusal,
        "unchosen": unchosen,
    }
    return page(request, "move", words | context, status=409 if refusal else 422 if unchosen else 200)
