"""Pages that are true until a moment: no cache keeps them longer.

What a page says may change by the clock alone, such as "opens at 17:00". Whoever draws such a part says so with
`true_until`, and `home.middleware.public_cache` lets caches keep the page up to that moment.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone


def true_until(request: HttpRequest | None, moment: datetime | None) -> None:
    """Note that the answer to `request` changes at `moment`; the earliest of several counts. None changes nothing."""
    if request is None or moment is None:
        return
    known: datetime | None = getattr(request, "_true_until", None)
    request._true_until = moment if known is None else min(known, moment)  # type: ignore[attr-defined]


def seconds_to_keep(request: Any, longest: int) -> int:
    """How many whole seconds the answer may be kept, `longest` at most; 0 when it changes within this second."""
    return seconds_until(getattr(request, "_true_until", None), longest)


def seconds_until(moment: datetime | None, longest: int) -> int:
    """The whole seconds up to `moment`, between 0 and `longest`: rounded down, as a second too long is too late."""
    if moment is None:
        return longest
    return max(0, min(longest, int((moment - timezone.now()).total_seconds())))
