"""What WCAG wants to be alike on every page: one title and heading of its own, the same ways to go on, the same help, one language."""

import html5lib
import pytest

from tests.test_valid_html import PAGES, session  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
_NAME = "{http://www.w3.org/1999/xhtml}"
# Pages of one kind in other states: their titles say so less than their headings do.
# The campaign is empty here, so that there are two pages that do not exist.
ALIKE = {"open-days/?past=1", "oversight/campaign/"}


def whole(node) -> str:
    return " ".join("".join(node.itertext()).split())


def of_class(tree, element: str, name: str):
    return next((one for one in tree.iter(_NAME + element) if name in (one.get("class") or "").split()), None)


@pytest.fixture
def pages(client, session):  # noqa: F811
    """Every kind of public page of one language, as a tree."""

    def read(language: str):
        return {
            path: html5lib.parse(client.get(f"/{language}/{path.format(session=session.pk)}").content.decode(), treebuilder="etree")
            for path in PAGES
        }

    return read


@pytest.mark.parametrize(("language", "lang"), [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")])
def test_every_page_has_a_language_a_heading_and_a_title_of_its_own(pages, language, lang):
    found = pages(language)

    assert {tree.get("lang") for tree in found.values()} == {lang}
    assert {
        path: [whole(one) for one in tree.iter(_NAME + "h1")] for path, tree in found.items() if len(list(tree.iter(_NAME + "h1"))) != 1
    } == {}
    titles = [whole(next(tree.iter(_NAME + "title"))) for path, tree in found.items() if path not in ALIKE]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_every_page_begins_with_the_way_to_its_content(pages):
    found = {}
    for path, tree in pages("zh-hans").items():
        first = next(tree.iter(_NAME + "a"))
        main = next(tree.iter(_NAME + "main"))
        if (first.get("href"), main.get("id")) != ("#main", "main"):
            found[path] = first.get("href")

    assert found == {}


def test_ways_and_help_stand_on_every_page_in_the_same_order(pages):
    found = pages("zh-hans")

    ways = {path: [whole(one) for one in of_class(tree, "ul", "masthead__links").iter(_NAME + "a")] for path, tree in found.items()}
    tools = {path: [whole(one) for one in of_class(tree, "div", "masthead__tools").iter(_NAME + "button")] for path, tree in found.items()}
    help_at = {path: [whole(one) for one in of_class(tree, "footer", "footer").iter(_NAME + "h2")] for path, tree in found.items()}
    for alike in (ways, tools, help_at):
        assert {path: words for path, words in alike.items() if words != alike[""]} == {}
        assert len(alike[""]) >= 2


def test_no_page_moves_plays_or_turns_the_reader_away(pages):
    """Nothing of 1.2, 1.4.2, 2.2.2 and 2.3.1 can apply while no page holds these, nor any that loads itself anew."""
    found = {}
    for path, tree in pages("zh-hans").items():
        elements = {one.tag.removeprefix(_NAME) for one in tree.iter() if isinstance(one.tag, str)}
        metas = {one.get("http-equiv", "").lower() for one in tree.iter(_NAME + "meta")}
        if wrong := elements & {"video", "audio", "marquee", "blink", "object", "embed", "iframe"} | metas & {"refresh"}:
            found[path] = wrong

    assert found == {}
