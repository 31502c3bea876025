"""Every kind of page of the home room in a real browser: no barrier, no sideways scroll, no other host, no script error."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tests.journeys import tree
from tests.journeys.access import barriers_for_the_keyboard, barriers_in_every_mode
from tests.journeys.gallery_walks import set_scene, too_large, too_many
from tests.journeys.kinds_of_page import PAGES, dated

pytestmark = [pytest.mark.browser, pytest.mark.journeys]
# The others are looked at in every mode, which takes too long for CI.
IN_CI = [
    *("home", "news", "article", "article-timeline", "headline", "laboratories", "centre", "laboratory"),
    *("guide", "privacy", "search", "sitemap", "missing"),
]
LOOKS = [
    pytest.param("zh-hans", {"width": 320, "scheme": "dark"}, id="zh-hans-320-dark"),
    pytest.param("en", {"width": 1280, "scheme": "light"}, id="en-1280-light"),
    *(
        pytest.param(language, {"width": width, "scheme": scheme}, id=f"{language}-{width}-{scheme}", marks=pytest.mark.long)
        for language, width, scheme in [
            ("zh-hans", 320, "light"),
            ("zh-hans", 1280, "dark"),
            ("zh-hant", 320, "light"),
            ("zh-hant", 1280, "dark"),
            ("en", 320, "dark"),
        ]
    ),
]


@pytest.mark.parametrize(("language", "visitor"), LOOKS, indirect=["visitor"])
def test_pages_have_no_barriers(visitor, language):
    # The one Chinese headline without a text has no English page.
    pages = {name: f"/{language}/{PAGES[name]}" for name in IN_CI if (language, name) != ("en", "headline")}

    found = {}
    for name, path in pages.items():
        visitor.go(path)
        if barriers := visitor.barriers():
            found[name] = barriers
        if visitor.scrolls_sideways():
            found[f"{name} sideways"] = True
        visitor.shot(f"{language}-{name}")
    assert (found, visitor.faults) == ({}, [])


@pytest.fixture(scope="module")
def scene(demo):
    """Draws, groups, offers: what the demo content does not show."""
    return set_scene(demo.database)["paths"]


@pytest.mark.long
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_kind_of_page_in_every_mode(people, demo, scene, language, width):
    visitor = people("visitor", language=language, width=width)
    first = {state: _session(demo, state) for state in ("over", "cancelled", "open", "full")}
    pages = {
        **PAGES,
        **dated(timezone.localdate()),
        **scene,
        **{f"register-{state}": f"visits/{number}/register/" for state, number in first.items()},
    }

    found = {}
    for name, path in pages.items():
        visitor.go(f"/{language}/{path}")
        if barriers := [*barriers_in_every_mode(visitor), *barriers_for_the_keyboard(visitor)]:
            found[name] = barriers
        # The style guide shows a part in several states beside each other.
        if name != "style-guide" and (noise := [*tree.noise(tree.heard(visitor)), *tree.links_alike(visitor)]):
            found[f"{name} by ear"] = noise

    assert (found, visitor.faults) == ({}, [])


def _session(demo, state: str) -> int:
    sessions = sorted(demo.content["sessions"], key=lambda one: one["starts_at"])
    told = {"over": sessions[0], "cancelled": next(one for one in sessions if one["state"] == "cancelled")}
    told["full"] = next(one for one in sessions if one["wish"] == "full")
    told["open"] = next(one for one in sessions if one["wish"] == "nearly-full")
    return told[state]["id"]


@pytest.mark.parametrize("language", ["zh-hans", pytest.param("zh-hant", marks=pytest.mark.long), "en"])
def test_errors_are_pages_like_any_other(people, language):
    visitor = people("visitor", language=language, width=320)
    page, found = visitor.page, {}

    def look(name: str) -> None:
        if barriers := [*barriers_in_every_mode(visitor), *tree.noise(tree.heard(visitor))]:
            found[name] = barriers

    visitor.go(f"/{language}/visits/find/")
    page.context.clear_cookies()
    visitor.press("main form [type=submit]")
    look("403 csrf")
    too_large(page, f"{visitor.url}/{language}")
    look("413")
    too_many(page, f"{visitor.url}/{language}")
    look("429")
    # No page of the running site may break for this: the text of the page itself is looked at.
    with translation.override(language):
        page.set_content(render_to_string("500.html", {"language": language}))
    visitor.examiner.barriers(f"{visitor.url}/{language}/", page.content())
    look("500")

    assert found == {}


@pytest.mark.parametrize("path", ["news/", "open-days/", "oversight/"])
def test_large_text_contrast_and_simple_layout_stay_without_a_cookie(visitor, path):
    visitor.go("/zh-hans/")
    for choice in ("text:large", "contrast:high", "layout:simple"):
        visitor.page.click(f'[data-comfort="{choice}"]')
    visitor.go(f"/zh-hans/{path}")

    assert visitor.page.evaluate("({...document.documentElement.dataset})") == {"text": "large", "contrast": "high", "layout": "simple"}
    assert visitor.page.get_attribute('[data-comfort="text:large"]', "aria-pressed") == "true"
    assert visitor.page.context.cookies() == []
    assert visitor.barriers() == []
    assert not visitor.scrolls_sideways()
