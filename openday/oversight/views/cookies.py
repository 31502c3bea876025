"""What a citizen's browser keeps for half an hour: a receipt just given, a case just opened.

Sealed, so that nothing can be read or changed; out of reach of scripts; sent to the one page that
needs it. A page has an address in each language, so each gets its own copy: who changes the
language on the receipt page must not lose the receipt. No row is written, so nothing has to be
swept, and the code never stands in an address or a log.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from openday.accounts.encryption import UnknownKey, key_ring
from openday.language.names import ALL


def keep(response: HttpResponse, name: str, content: dict[str, Any], *, view: str, now: datetime, lasts: timedelta) -> None:
    """Give the browser `content` (JSON) for the page `view` in every language, until now + lasts."""
    sealed = key_ring().seal(json.dumps({"name": name, "until": (now + lasts).timestamp(), "content": content}))
    for language, path in _paths(view):
        response.set_cookie(
            f"{name}-{language}",
            sealed,
            max_age=lasts,
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def read(request: HttpRequest, name: str, *, now: datetime) -> dict[str, Any] | None:
    """Return what `keep` gave; None when there is nothing, it was altered, or its time is over."""
    sealed = request.COOKIES.get(f"{name}-{translation.get_language()}", "")
    try:
        kept = json.loads(key_ring().open(sealed))
    except (UnknownKey, ValueError):
        return None
    # The browser's own expiry is a courtesy; this one counts. The name keeps one cookie from passing for another.
    if kept.get("name") != name or kept.get("until", 0) < now.timestamp():
        return None
    return kept["content"]


def forget(response: HttpResponse, name: str, *, view: str) -> None:
    for language, path in _paths(view):
        response.delete_cookie(f"{name}-{language}", path=path, samesite="Lax")


def _paths(view: str) -> list[tuple[str, str]]:
    paths = []
    for language in ALL:
        with translation.override(language):
            paths.append((language, reverse(view)))
    return paths
