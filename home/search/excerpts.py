"""Why a page was found: the piece of its text with the words in it, marked."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.search.index import SearchField

from home.search.text import places
from home.search.words import flat

# Letters before the first word, and in all: about two lines on a telephone, one at a desk.
_BEFORE, _LENGTH = 18, 96
_LONGEST_READ = 20_000
_NEVER_FIRST = set(" ·、。，．：；！？）》」』】”’…,.:;!?)]")


def marked(text: str, wanted: list[str]) -> SafeString:
    """`text` with the `wanted` terms in <mark>."""
    return _marked(text, places(text, wanted))


def excerpt(text: str, wanted: list[str]) -> SafeString:
    """The part of `text` where one of the `wanted` terms stands, or its beginning when only the title has it."""
    found = places(text, wanted)
    start = _begin(text, found[0][0]) if found else 0
    end = min(len(text), start + _LENGTH)
    inside = [(a - start, b - start) for a, b in found if start <= a and b <= end]
    return mark_safe(("…" if start else "") + _marked(text[start:end], inside) + ("…" if end < len(text) else ""))


def _begin(text: str, first: int) -> int:
    """Where an excerpt begins whose first word stands at `first`: never with half a Latin word or the stop of what is left out."""
    start = max(0, first - _BEFORE)
    while 0 < start < first and "!" <= text[start - 1] <= "~" and "!" <= text[start] <= "~":
        start += 1
    while 0 < start < first and text[start] in _NEVER_FIRST:
        start += 1
    return start


def text_of(page: Page) -> str:
    """What the index holds of the page besides its title, as one line."""
    values = (
        field.get_value(page) for field in type(page).get_search_fields() if isinstance(field, SearchField) and field.field_name != "title"
    )
    return joined("\n".join(flat(value) for value in values if value))[:_LONGEST_READ]


# A space between two Chinese characters is the end of a heading or of a list item, never a space of the text.
_HAN = r"[\u3007\u3400-\u9fff\uf900-\ufaff]"
_AFTER_STOP = re.compile(r"(?<=[\u3001\u3002\uff01\uff08-\uff0c\uff1a\uff1b\uff1f\u2026\u201d\u300b]) +")
_BETWEEN_PARTS = re.compile(rf"(?<={_HAN}) +(?={_HAN})|(?<=[^\W_])\s*\n\s*")


def joined(text: str) -> str:
    """The parts of `text`, one on each line, as one line: parts without a stop of their own get a dot between them."""
    return _AFTER_STOP.sub("", " ".join(_BETWEEN_PARTS.sub(" · ", text.strip()).split()))


def _marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    parts, last = [], 0
    for start, end in spans:
        parts += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    return mark_safe("".join([*parts, escape(text[last:])]))
