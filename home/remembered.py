"""Keep small answers in the process for a few seconds: the site, the names in the footer, the home pages.

No signals and no shared cache: a change is seen everywhere within `settings.REMEMBER_SECONDS`.
Tests set it to 0, so that nothing outlives the test that made it.
"""

import time
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from django.conf import settings

Answer = TypeVar("Answer")
_clearings: list[Callable[[], None]] = []


def forget_everything() -> None:
    """Ask everything anew in this process."""
    for clear in _clearings:
        clear()


def remembered(function: Callable[..., Answer], *, at_most: int = 1024) -> Callable[..., Answer]:
    """Call `function` at most once per span of seconds and arguments; `at_most` so many answers are kept."""
    latest = 0

    @lru_cache(maxsize=at_most)
    def answer(_span: int, *arguments: object) -> Answer:
        return function(*arguments)

    @wraps(function)
    def ask(*arguments: object) -> Answer:
        nonlocal latest
        seconds = settings.REMEMBER_SECONDS
        if not seconds:
            return function(*arguments)
        span = int(time.monotonic() // seconds)
        if span != latest:
            # Nobody asks for an earlier span again; its pages and lists would stay until `at_most` new ones pushed them out.
            answer.cache_clear()
            latest = span
        return answer(span, *arguments)

    _clearings.append(answer.cache_clear)
    ask.forget = answer.cache_clear  # type: ignore[attr-defined]
    return ask
