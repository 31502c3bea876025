"""What the views share: how a public page may be kept, and how a form page may not."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# Long enough to carry a rush, short enough that a withdrawn page is soon gone everywhere.
PUBLIC_SECONDS = 60

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """A page that any cache may keep: safe methods, no cookie, no token."""
    return require_safe(cache_control(public=True, max_age=PUBLIC_SECONDS)(view))


def too_many(request: HttpRequest, reason: str, *, seconds: int = 3600) -> HttpResponse:
    """Refuse politely: 429, in the visitor's language, with what to do next."""
    response = render(request, "oversight/too_many.html", {"reason": reason}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def see_other(address: str) -> HttpResponse:
    """303: the browser gets the next page with GET, and reloading it sends nothing twice."""
    return HttpResponse(status=303, headers={"Location": address})


def filled(form: Any) -> bool:
    """Say whether files were chosen: a form shown again can't keep them."""
    return bool(getattr(form, "files", None))
