"""Parts of a page that are drawn once for equal inputs: what would make them stale, or leak."""

from dataclasses import dataclass

import pytest
from django.utils import translation
from django.utils.safestring import SafeString
from wagtail.models import Site

from home.drawn import _draw, drawn
from home.face import Link
from home.models import SiteSettings

pytestmark = pytest.mark.django_db
BANNER = "components/banner.html"


def test_equal_inputs_are_drawn_once():
    first = drawn(BANNER, text="Closed on Monday.")
    misses = _draw.cache_info().misses

    assert drawn(BANNER, text="Closed on Monday.") == first
    assert _draw.cache_info().misses == misses


def test_each_language_has_its_own():
    with translation.override("en"):
        english = drawn(BANNER, text="1")
    with translation.override("zh-hans"):
        chinese = drawn(BANNER, text="1")

    assert 'aria-label="Notice"' in english
    assert 'aria-label="Notice"' not in chinese


def test_a_text_is_escaped_although_the_same_text_was_safe_before():
    assert "<b>now</b>" in drawn(BANNER, text=SafeString("<b>now</b>"))
    assert "<b>now</b>" not in drawn(BANNER, text="<b>now</b>")


def test_parts_that_are_many_and_long_do_not_fill_the_memory():
    for number in range(60):
        drawn(BANNER, text=f"{number} " + "字" * 200_000)

    assert _draw.cache_info().currsize <= 15


@dataclass
class _Changing:
    title: str

    __hash__ = object.__hash__


@pytest.mark.parametrize("value", [SiteSettings(pk=1), _Changing("x"), (SafeString("x"),), (SiteSettings(pk=1),)])
def test_what_can_change_behind_its_key_is_refused(value):
    with pytest.raises(TypeError, match="plain value"):
        drawn(BANNER, text=value)


def test_a_changed_name_stands_in_the_frame_at_once(client):
    site = Site.objects.get(is_default_site=True)
    before = client.get("/zh-hans/").content.decode()

    SiteSettings.objects.update_or_create(site=site, defaults={"service_zh": "食品实验室开放日", "telephone": "0755-1234567"})

    after = client.get("/zh-hans/").content.decode()
    assert "0755-1234567" not in before
    assert after.split("<footer")[1].count("0755-1234567") == 1
    assert '<span class="masthead__service">食品实验室开放日</span>' in after


def test_the_section_of_the_page_is_marked_and_no_other(client):
    for path in ("/zh-hans/", "/zh-hans/oversight/", "/zh-hans/visits/find/", "/zh-hans/oversight/"):
        page = client.get(path).content.decode()
        nav = page[page.index('class="masthead__links"') :].partition("</nav>")[0]
        assert nav.count('aria-current="true"') == (path != "/zh-hans/")
        assert (f'href="{path}" aria-current' in nav) == (path != "/zh-hans/")


def test_links_compare_by_all_they_show():
    assert Link("News", "/en/news/") != Link("News", "/en/news/", current=True)
