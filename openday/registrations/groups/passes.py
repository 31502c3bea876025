"""Signed proofs that the leader's browser carries: what was reviewed, and "may see this request"."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from openday.registrations.passes import TICKET_SECONDS

_REVIEW_SALT = "registrations.group.review"
_PAGE_SALT = "registrations.group.page"
_REVIEW_SECONDS = 2 * 3600


@dataclass(frozen=True)
class Review:
    """Somebody who solved the captcha saw these values on the review page. Under one key, one request is ever made."""

    request_key: str
    open_day: str
    values: dict[str, Any]


def seal(review: Review) -> str:
    return signing.dumps([review.request_key, review.open_day, review.values], salt=_REVIEW_SALT, compress=True)


def open_sealed(text: str, *, request_key: str, open_day: str) -> Review | None:
    """None when the proof is missing, altered, older than two hours, or of another form."""
    try:
        key, code, values = signing.loads(text, salt=_REVIEW_SALT, max_age=_REVIEW_SECONDS)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        return None
    return Review(key, code, values) if (key, code) == (request_key, open_day) else None


def let_in(response: HttpResponse, code: str) -> None:
    """Let this browser see the request for two hours, at its own address only; one cookie per language, as for tickets."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            path = reverse("registrations:group", args=[code])
        response.set_cookie(
            f"group-{language}",
            signing.dumps(code, salt=_PAGE_SALT),
            max_age=TICKET_SECONDS,
            path=path,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def may_see(request: HttpRequest, code: str) -> bool:
    try:
        text = request.COOKIES.get(f"group-{translation.get_language()}", "")
        return bool(signing.loads(text, salt=_PAGE_SALT, max_age=TICKET_SECONDS) == code)
    except (signing.BadSignature, ValueError, UnicodeError):
        return False
