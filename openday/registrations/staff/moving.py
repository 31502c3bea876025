"""Staff move one party, or a group, to another session: choose, see what happens and the letter, move."""

from copy import copy
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openday.events.models import Pool
from openday.mail import rendering
from openday.registrations import actions, emails, queries, wording
from openday.registrations.facts import AlreadyRegistered, NotActive, RegistrationClosed, SessionFull
from openday.registrations.models import Registration
from openday.registrations.staff.deeds import inspect_page, registration_or_404, way_to
from openday.registrations.states import CAN_BE_MOVED


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the sessions, GET `?session=` what would happen, POST to move (302); 409 when that is not possible any more."""
    registration, now = registration_or_404(pk), timezone.now()
    if registration.state not in CAN_BE_MOVED or registration.anonymised_at:
        messages.error(request, _("This registration is over or was cancelled already. Nothing was changed."))
        return inspect_page(request, registration, status=409)
    pools = list(queries.pools_to_move_to(registration, now=now))
    chosen = request.POST.get("session") if request.method == "POST" else request.GET.get("session")
    there = next((pool for pool in pools if str(pool.session_id) == chosen), None)
    if request.method == "POST":
        return _move(request, registration, pools, there, now=now)
    if chosen and there is None:
        return _page(request, registration, pools, refusal=_("This session takes nobody any more."), status=409)
    return _page(request, registration, pools, there=there, now=now)


def _move(request: HttpRequest, registration: Registration, pools: list[Pool], there: Pool | None, *, now: datetime) -> HttpResponse:
    refusal = _("This session takes nobody any more.")
    try:
        if there is not None:
            actions.move(registration=registration, session=there.session, now=now, by=request.user)
            messages.success(request, _("The party is moved and written to."))
            return redirect("registrations-staff:inspect", registration.pk)
    except SessionFull as fact:
        needed = _("The party needs %(needed)d places.") % {"needed": registration.places}
        refusal = f"{needed} {wording.places_left(fact.left)}"
    except AlreadyRegistered:
        refusal = _("The contact is registered in that session or on that day already.")
    except RegistrationClosed:
        pass
    except NotActive:
        messages.error(request, _("Somebody else got there first. Nothing was changed."))
        return inspect_page(request, registration_or_404(registration.pk), status=409)
    return _page(request, registration, pools, refusal=refusal, status=409)


def _page(
    request: HttpRequest,
    registration: Registration,
    pools: list[Pool],
    *,
    there: Pool | None = None,
    now: datetime | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "page_title": _("Move to another session"),
        "header_title": _("Move to another session"),
        "header_icon": "date",
        "breadcrumbs_items": way_to(_("Move to another session"), registration=registration),
        "registration": registration,
        "party": wording.people(registration.party),
        "pools": pools,
        "there": there,
        "enough": there is not None and there.left >= registration.places,
        "letter": _letter(registration, there, now=now) if there is not None and now is not None else "",
        "refusal": refusal,
    }
    response = TemplateResponse(request, "registrations/staff/move.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _letter(registration: Registration, there: Pool, *, now: datetime) -> str:
    """The letter that would leave, without the secret of its link; nothing is written."""
    moved = copy(registration)
    moved.session, moved.pool = there.session, there
    words = emails.prepare(moved, confirmed=False, now=now).words
    if registration.contact_kind == "email":
        written = rendering.email("registration_moved", registration.language, words)
        text = f"{written.subject}\n\n{written.text}"
    else:
        text = rendering.sms("registration_moved", registration.language, words)
    return text.replace(registration.token, "…")
