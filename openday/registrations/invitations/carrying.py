"""The invitation that a browser carries: a signed cookie, set by the secret link or a typed code, for two hours."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from openday.events.models import Session
from openday.registrations.invitations import queries, using
from openday.registrations.models import Invitation
from openday.registrations.passes import TICKET_SECONDS
from openday.registrations.views.answers import page

_SALT = "registrations.invitation"


def let_carry(response: HttpResponse, code: str) -> None:
    """Below /<language>/visits/ only; one cookie per language, as for tickets."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            path = reverse("registrations:invitation").removesuffix("invitation/")
        response.set_cookie(
            f"invitation-{language}",
            signing.dumps(code, salt=_SALT),
            max_age=TICKET_SECONDS,
            path=path,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def carried(request: HttpRequest) -> Invitation | None:
    """The invitation, whatever has become of it; no query for browsers that carry none."""
    text = request.COOKIES.get(f"invitation-{translation.get_language()}", "")
    if not text:
        return None
    try:
        code = signing.loads(text, salt=_SALT, max_age=TICKET_SECONDS)
    except (signing.BadSignature, ValueError, UnicodeError):
        return None
    return queries.by_code(code) if isinstance(code, str) else None


def carried_to(request: HttpRequest, session: Session, *, now: datetime) -> Invitation | None:
    """The invitation if it counts for this session."""
    found = carried(request)
    counts = found is not None and found.state == Invitation.State.OPEN and found.valid_until > now and using.fits(found, session)
    return found if counts else None


def gone(request: HttpRequest) -> HttpResponse:
    """409: the invitation was used by somebody else a moment ago, withdrawn, or has run out."""
    return page(request, "invitations/gone", {}, status=409)
