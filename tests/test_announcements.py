"""What a new page says about a deed is heard: nothing that stands on a page from the start is announced, so it takes the focus."""

import re
from pathlib import Path

import pytest

from tests.test_valid_html import session  # noqa: F401 - a fixture

TEMPLATES = Path(__file__).parents[1] / "site" / "templates"
# Results of a search and of a filter are what the page is for: the search says in its title how many there are.
LISTS = {"home/search.html", "oversight/findings/ledger.html", "oversight/published_list.html"}
_LIVE = re.compile(r'<(\w+)[^>]*role="(?:status|alert)"[^>]*>(.*?)</\1>', re.DOTALL)
_TITLE = re.compile(r"{% block title %}(.*?){% endblock", re.DOTALL)


def of_visitors() -> list[Path]:
    staff = ("desk", "staff", "gate", "wagtail", "glossary", "synonyms", "accounts", "emails")
    return [path for path in sorted(TEMPLATES.rglob("*.html")) if not any(part.startswith(staff) for part in path.parts)]


def unheard(html: str) -> list[str]:
    """Live regions that have their words from the start and do not take the focus."""
    return [found[0][:80] for found in _LIVE.finditer(html) if found[2].strip() and not {"tabindex", "autofocus"} <= set(words(found[0]))]


def words(tag: str) -> list[str]:
    return re.split(r"[\s=>]", tag.partition(">")[0])


def test_what_was_done_takes_the_focus():
    found = {path.relative_to(TEMPLATES).as_posix(): unheard(path.read_text(encoding="utf-8")) for path in of_visitors()}

    assert {name for name, wrong in found.items() if wrong} == LISTS


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ('<p role="status"></p>', 0),
        ('<p role="status">{{ done }}</p>', 1),
        ('<div role="alert" tabindex="-1" autofocus><p>x</p></div>', 0),
        ('<div role="alert"><p tabindex="-1" autofocus>x</p></div>', 1),
    ],
)
def test_the_ear_notices_a_region_that_stays_silent(html, wrong):
    assert len(unheard(html)) == wrong


def test_a_page_with_faults_says_so_first_in_its_title():
    pages = {path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in of_visitors()}
    with_faults = {
        name: text for name, text in pages.items() if "components/error_summary.html" in text and name != "home/style_guide.html"
    }

    assert [name for name, text in with_faults.items() if 'errors %}{% translate "Please check:"' not in _TITLE.search(text)[1]] == []
    assert len(with_faults) >= 8


@pytest.mark.django_db
def test_the_summary_says_which_number_is_wrong_and_keeps_what_was_typed(client, session):  # noqa: F811
    address = f"/zh-hans/visits/{session.pk}/register/"

    page = client.post(address, {"adults": "0", "children_6_13": "两个"}, follow=True).text

    assert re.findall(r'<a href="#id_(?:adults|children_6_13)">(.*?)</a>', page) == [
        "成人：人数不能少于1。",
        "6至13岁儿童：请填写整数，例如2。",
    ]
    # A field for numbers may hold nothing else: browsers would throw it away.
    kept = {html["name"]: (html["type"], html.get("value")) for html in map(attributes, re.findall(r"<input[^>]*data-stepper[^>]*>", page))}
    assert (kept["children_6_13"], kept["adults"]) == (("text", "两个"), ("number", "0"))


def attributes(tag: str) -> dict[str, str]:
    return dict(re.findall(r'(\w+)="([^"]*)"', tag))
