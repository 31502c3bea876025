"""The style guide in a browser: no barrier in any of its parts, nothing wider than the window, nothing squeezed."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.journeys]
LOOKS = [
    pytest.param("zh-hans", {"width": 320, "scheme": "dark"}, id="zh-hans-320-dark"),
    pytest.param("en", {"width": 1280, "scheme": "light"}, id="en-1280-light"),
    pytest.param("zh-hant", {"width": 1280, "scheme": "light"}, id="zh-hant-1280-light", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("language", "visitor"), LOOKS, indirect=["visitor"])
def test_no_part_of_the_style_guide_is_a_barrier(visitor, language):
    visitor.go(f"/{language}/style-guide/")

    # Four cards once shared a row so narrow that their titles stood letter below letter.
    narrow = "[...document.querySelectorAll('main .card__title, main .session-card__title')].filter(one => one.clientWidth < 90).length"
    assert (visitor.barriers(), visitor.scrolls_sideways(), visitor.faults) == ([], False, [])
    assert visitor.page.evaluate(narrow) == 0
