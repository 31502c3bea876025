"""How this room answers: never stored by a cache, never indexed, never sent on in a Referer."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render


class SeeOther(HttpResponseRedirect):
    """303: the deed is done, fetch the result with GET."""

    status_code = 303


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep every answer of the view out of caches, search engines and Referer headers."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, f"registrations/{name}.html", context, status=status)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: say politely that it was too often, and what to do."""
    response = page(request, "too_many", {}, status=429)
    response["Retry-After"] = "3600"
    return response
