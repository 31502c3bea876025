"""What a guest opens: the link of the letter, or a code typed by hand; then the sessions of the invitation. GET changes nothing."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openday.events import queries as event_queries
from openday.events import rules as event_rules
from openday.events.queries import SessionWithPlaces
from openday.intake import limits
from openday.registrations.invitations import carrying, queries
from openday.registrations.invitations.forms import CodeForm
from openday.registrations.models import Invitation
from openday.registrations.views.answers import SeeOther, page, private, too_many

_TRIES_PER_ADDRESS = 30
_SESSIONS_SHOWN = 30


@private
@require_safe
def swap(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the secret of the link for a short-lived cookie. Mail scanners fetch links: nothing is used up here."""
    code = queries.code_of(token)
    if code is None:
        return page(request, "unknown_link", {}, status=404)
    response = redirect("registrations:invitation")
    carrying.let_carry(response, code)
    return response


@private
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """The invitation this browser carries and its sessions; without one, the form for a code (POST, 303)."""
    if request.method == "POST":
        return _by_code(request)
    found = carrying.carried(request)
    if found is None:
        return page(request, "invitations/code", {"form": CodeForm(request=request)})
    now = timezone.now()
    counts = found.state == Invitation.State.OPEN and found.valid_until > now
    context = {
        "invitation": found,
        "open_day": found.open_day,
        "counts": counts,
        "sessions": _sessions(found) if counts else [],
        "registration": found.registration,
    }
    return page(request, "invitations/invitation", context)


def _by_code(request: HttpRequest) -> HttpResponse:
    """The same words for a code that never was and one of somebody else's making; thirty tries an hour."""
    form = CodeForm(request.POST, request=request)
    if not limits.allow("invitations.address", limits.client_address(request), limit=_TRIES_PER_ADDRESS, seconds=3600):
        return too_many(request)
    if not form.is_valid():
        return page(request, "invitations/code", {"form": form}, status=422)
    found = queries.by_code(form.cleaned_data["code"])
    if found is None:
        form.add_error("code", ValidationError(_("We know no invitation with this code. Please check it."), code="unknown"))
        return page(request, "invitations/code", {"form": form}, status=422)
    response = SeeOther(reverse("registrations:invitation"))
    carrying.let_carry(response, found.code)
    return response


def _sessions(found: Invitation) -> list[SessionWithPlaces]:
    """Where the guest can register now; full ones only with places reserved for the guest, or a waiting list."""
    now = timezone.now()
    rows = event_queries.sessions_with_places(now=now, open_day_ids=[found.open_day_id], limit=_SESSIONS_SHOWN)
    rows = [one for one in rows if found.session_id in {None, one.session.pk}]
    return [one for one in rows if event_rules.registration_is_open(found.open_day, one.session, now=now) and _takes(found, one)]


def _takes(found: Invitation, one: SessionWithPlaces) -> bool:
    return bool(found.places) or one.left > 0 or found.open_day.waiting_list
