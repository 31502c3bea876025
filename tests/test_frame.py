"""What WCAG wants to be alike on every page: one title and heading of its own, the same ways to go on, the same help, one language."""

import re

import html5lib
import pytest

from tests.test_valid_html import PAGES, session  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
_NAME = "{http://www.w3.org/1999/xhtml}"
# Pages of one kind in other states: their titles say so less than their headings do.
# The campaign is empty here, so that there are two pages that do not exist.
_HAN = re.compile("[\u3400-\u9fff]")
ALIKE = {"open-days/?past=1", "oversight/campaign/"}


def whole(node) -> str:
    return " ".join("".join(node.itertext()).split())


def of_class(tree, element: str, name: str):
    return next((one for one in tree.iter(_NAME + element) if name in (one.get("class") or "").split()), None)


def unmarked(node, lang: str = "") -> list[str]:
    """Chinese that a screen reader would spell out in English: text and descriptions outside of any `lang="zh…"`."""
    lang = node.get("lang") or lang
    # What a visitor typed may be in any language.
    if not isinstance(node.tag, str) or node.tag.removeprefix(_NAME) in {"head", "script", "style", "textarea"}:
        return []
    said = [node.get("alt"), node.get("aria-label"), node.text, *(child.tail for child in node)]
    own = (
        [] if lang.startswith("zh") or node.get("translate") == "no" else [words.strip() for words in said if words and _HAN.search(words)]
    )
    return own + [words for child in node for words in unmarked(child, lang)]


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


def test_what_is_only_in_chinese_says_so_on_english_pages(pages):
    """Nothing here is translated: neither pages nor names of open days, places and units (WCAG 3.1.2)."""
    # Nobody can say in which language a visitor searched.
    assert {path: words for path, tree in pages("en").items() if "query=" not in path and (words := unmarked(tree))} == {}


def test_the_ear_notices_chinese_that_does_not_say_so():
    html = '<html lang="en"><p>食品 <b lang="zh-Hans">检测</b> 食品</p><img alt="样品" src="a"><p translate="no">张三</p>'

    assert unmarked(html5lib.parse(html, treebuilder="etree")) == ["食品", "食品", "样品"]


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


def test_no_page_moves_plays_by_itself_or_turns_the_reader_away(pages):
    """Sounds and pictures that move (1.4.2, 2.2.2, 2.3.1) are films alone, which nothing but a press starts."""
    found = {}
    for path, tree in pages("zh-hans").items():
        elements = {one.tag.removeprefix(_NAME) for one in tree.iter() if isinstance(one.tag, str)}
        metas = {one.get("http-equiv", "").lower() for one in tree.iter(_NAME + "meta")}
        if wrong := elements & {"audio", "marquee", "blink", "object", "embed", "iframe"} | metas & {"refresh"}:
            found[path] = wrong
        for film in tree.iter(_NAME + "video"):
            if "controls" not in film.attrib or film.get("preload") != "none" or {"autoplay", "loop"} & set(film.attrib):
                found[path] = film.attrib

    assert found == {}


def test_every_film_has_captions_or_says_why_not_and_its_words_beside_it(pages):
    films = {}
    for path, tree in pages("zh-hans").items():
        for figure in tree.iter(_NAME + "figure"):
            for film in figure.iter(_NAME + "video"):
                captions = [one.get("srclang") for one in film.iter(_NAME + "track") if one.get("kind") == "captions"]
                has_words = [whole(one) for one in figure.iter(_NAME + "summary")][-1] == "视频文字稿"
                films.setdefault(path, []).append((captions, "视频没有声音。" in whole(figure), has_words))

    # Of the two films of that page one has captions, and audio description in a second file; the other is silent.
    assert films.pop("plain/") == [(["zh-hans"], False, True), (["zh-hans"], False, True), ([], True, True)]
    assert {path: found for path, found in films.items() if found != [(["zh-hans"], False, True)] * 2} == {}
