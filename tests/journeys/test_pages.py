"""Every kind of page of the home room in a real browser: no barrier, no sideways scroll, no other host, no script error."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.journeys]
PAGES = {
    "home": "",
    "news-list": "news/",
    "news": "news/six-hundred-percent/",
    "timeline": "news/mobilisation-meeting/",
    "headline": "news/headline-business-and-team/",
    "laboratories": "laboratories/",
    "centre": "laboratories/food/",
    "laboratory": "laboratories/food/pesticide-residue/",
    "guide": "visit-guide/",
    "privacy": "privacy/",
    "search": "search/?query=%E9%A3%9F%E5%93%81",
    "site-map": "sitemap/",
    "missing": "nowhere/",
}
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
    pages = {name: f"/{language}/{path}" for name, path in PAGES.items() if (language, name) != ("en", "headline")}

    found = {}
    for name, path in pages.items():
        visitor.go(path)
        if barriers := visitor.barriers():
            found[name] = barriers
        if visitor.scrolls_sideways():
            found[f"{name} sideways"] = True
        visitor.shot(f"{language}-{name}")
    assert (found, visitor.faults) == ({}, [])


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
