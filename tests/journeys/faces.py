"""In which faces people see the site: language, width of the window, JavaScript or not.

CI walks each way in two faces that differ in all three; `make journeys` walks it in every one.
"""

import itertools
from typing import Any

import pytest

LANGUAGES, WIDTHS, JAVASCRIPT = ("zh-hans", "en", "zh-hant"), (320, 1280), (True, False)


def faces(*always: tuple[str, int, bool]) -> list[Any]:
    """Every face as a parameter of the fixture `visitor`; those not in `always` are marked `long`."""
    every = list(itertools.product(LANGUAGES, WIDTHS, JAVASCRIPT))
    assert set(always) <= set(every)
    return [
        pytest.param(
            {"language": language, "width": width, "javascript": javascript, "thorough": (language, width, javascript) not in always},
            id=f"{language}-{width}-{'js' if javascript else 'nojs'}",
            marks=() if (language, width, javascript) in always else pytest.mark.long,
        )
        for language, width, javascript in every
    ]
