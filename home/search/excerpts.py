"""Why a page was found: the piece of its text with the words in it, marked."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.search.index import SearchField

from home.search.text import places, terms
from home.search.words import flat

# Letters before the first word, and in all: about two lines on a telephone, one at a desk.
_BEFORE, _LENGTH = 18, 96
_LONGEST_READ = 20_000


def marked(text: str, query: str) -> SafeString:
    """`text` with the words of `query` in <mark>."""
    return _marked(text, places(text, terms(query)))


def excerpt(page: Page, query: str) -> SafeString:
    """The part of the page's text where `query` stands, or its beginning when only the title has it."""
    text = _text_of(page)
    found = places(text, terms(query))
    start = max(0, found[0][0] - _BEFORE) if found else 0
    end = min(len(text), start + _LENGTH)
    inside = [(a - start, b - start) for a, b in found if start <= a and b <= end]
    return mark_safe(("…" if start else "") + _marked(text[start:end], inside) + ("…" if end < len(text) else ""))


def _text_of(page: Page) -> str:
    """What the index holds of the page besides its title, as one line."""
    values = (
        field.get_value(page) for field in type(page).get_search_fields() if isinstance(field, SearchField) and field.field_name != "title"
    )
    return " ".join(" ".join(flat(value) for value in values if value).split())[:_LONGEST_READ]


def _marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    parts, last = [], 0
    for start, end in spans:
        parts += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    return mark_safe("".join([*parts, escape(text[last:])]))
