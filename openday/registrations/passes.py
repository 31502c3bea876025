"""Short signed proofs that the browser carries: "passed the captcha", "has reviewed this", "may see this ticket"."""

import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from openday.registrations.application import Application

_REVIEW_SALT = "registrations.review"
_TICKET_SALT = "registrations.ticket"
_REVIEW_SECONDS = 2 * 3600
TICKET_SECONDS = 2 * 3600
_KEY_LETTERS = 22


def new_request_key() -> str:
    """What makes all posts of one form the same request."""
    return secrets.token_urlsafe(16)


def clean_request_key(text: str) -> str:
    """The key as the form sent it, or a new one when it is not one of ours."""
    known = len(text) == _KEY_LETTERS and text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if known else new_request_key()


@dataclass(frozen=True)
class Review:
    """Someone who solved the captcha saw these values on the review page.

    The captcha is bound to the request key, under which only one registration can ever be made:
    going back to change something needs no second solution, and one solution gives no second registration.
    """

    request_key: str
    session_id: int
    digest: str
    application: Application

    def is_of(self, values: list[tuple[str, str]]) -> bool:
        """Whether exactly these values were on the review page."""
        return self.digest == _digest(values)


def seal_review(*, request_key: str, session_id: int, values: list[tuple[str, str]], application: Application) -> str:
    """Sign what is shown for review. `values` are the hidden fields that will come back with it."""
    return signing.dumps([request_key, session_id, _digest(values), application.as_json()], salt=_REVIEW_SALT)


def open_review(text: str) -> Review | None:
    """None when the proof is missing, altered, or older than two hours."""
    try:
        request_key, session_id, digest, application = signing.loads(text, salt=_REVIEW_SALT, max_age=_REVIEW_SECONDS)
        return Review(request_key, session_id, digest, Application.from_json(application))
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        return None


def _digest(values: list[tuple[str, str]]) -> str:
    # Browsers send every line break of a hidden field as two letters.
    text = "\x1f".join(f"{name}\x1e{value}" for name, value in sorted((name, value.replace("\r\n", "\n")) for name, value in values))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def let_in(response: HttpResponse, code: str) -> None:
    """Let this browser see the ticket for two hours, at its own address only.

    One cookie per language: a cookie's path cannot leave the language open, and the language can be changed on the page.
    """
    value = signing.dumps(code, salt=_TICKET_SALT)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            path = reverse("registrations:ticket", args=[code])
        _set_cookie(response, f"ticket-{language}", value, path=path)


def may_see(request: HttpRequest, code: str) -> bool:
    """Whether this browser came by the secret link of this ticket in the last two hours."""
    text = request.COOKIES.get(f"ticket-{translation.get_language()}", "")
    try:
        return signing.loads(text, salt=_TICKET_SALT, max_age=TICKET_SECONDS) == code
    except (signing.BadSignature, ValueError, UnicodeError):
        return False


def remember(response: HttpResponse, *, session_id: int, code: str) -> None:
    """Let the form of this session recognise the browser that has registered already."""
    path = reverse("registrations:register", args=[session_id])
    _set_cookie(response, "registered", signing.dumps([session_id, code], salt=_TICKET_SALT), path=path)


def remembered_code(request: HttpRequest, *, session_id: int) -> str | None:
    """The code of the registration that this browser made for the session in the last two hours."""
    try:
        found_session, code = signing.loads(request.COOKIES.get("registered", ""), salt=_TICKET_SALT, max_age=TICKET_SECONDS)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        return None
    return code if found_session == session_id else None


def _set_cookie(response: HttpResponse, name: str, value: str, *, path: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=TICKET_SECONDS, path=path, httponly=True, samesite="Lax", secure=secure)
