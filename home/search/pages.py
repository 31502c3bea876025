"""Public pages of one language that fit a query, best first."""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet
from wagtail.search.query import And, Phrase

from home.family import language_codes, something_is_private
from home.search.text import for_query
from openday.language.names import SIMPLIFIED, TRADITIONAL

LONGEST = 80
# What a reader may narrow a search to; each page model says which it is (`search_kind`).
KINDS = {
    "open-days": _("Open days"),
    "laboratories": _("Laboratories"),
    "news": _("News"),
    "pages": _("Other pages"),
}


@dataclass(frozen=True)
class Found:
    """`rows` can be sliced and counted. `loosely`: no page has the words as they were typed, these have their parts."""

    rows: Any
    loosely: bool = False
    # How many of each kind there are, whatever kind was asked for; kinds without a page are left out.
    counts: dict[str, int] = field(default_factory=dict)


def read_query(text: str) -> str:
    """What a stranger typed, as one clean short line: no control characters, no lone surrogates."""
    printable = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text[: LONGEST * 4])
    return " ".join(unicodedata.normalize("NFKC", printable).split())[:LONGEST]


def find(query: str, *, language: str, kind: str = "") -> Found:
    """Pages with every word of `query` in title or text; when there are none, pages with every part of the words.

    Traditional finds Simplified. `kind` is one of KINDS, or empty for all.
    """
    pages = _readable(language)
    phrases = for_query(query)
    if not phrases:
        return Found(pages.none())
    counts = _counts(pages.search(query))
    if counts:
        return Found(_of_kind(pages, kind).search(query), counts=counts)
    # 农药残留检测 as one word is not in “农药残留与重金属检测”; its pairs are, all but the one between the words.
    parts = list(dict.fromkeys(pair for phrase in phrases for pair in _halves(phrase.split())))
    if len(parts) == len(phrases):
        return Found(pages.none())
    loose = And([Phrase(part) for part in parts])
    return Found(_of_kind(pages, kind).search(loose), loosely=True, counts=_counts(pages.search(loose)))


def suggest(beginning: str, *, language: str) -> list[Page]:
    """Up to eight pages whose title has what somebody is typing."""
    return list(_readable(language).autocomplete(beginning)[:8]) if for_query(beginning) else []


def _halves(pairs: list[str]) -> list[str]:
    """Every second pair, and the last: together they hold each character."""
    return list(dict.fromkeys([*pairs[::2], pairs[-1]]))


def _readable(language: str) -> PageQuerySet:
    written_in = SIMPLIFIED if language == TRADITIONAL else language
    locale_id = next((pk for pk, code in language_codes().items() if code == written_in), None)
    rows = Page.objects.live().filter(locale_id=locale_id, depth__gt=2)
    return (rows.public() if something_is_private() else rows).specific()


def _of_kind(pages: PageQuerySet, kind: str) -> PageQuerySet:
    return pages.exact_type(*(model for model in get_page_models() if _kind(model) == kind)) if kind else pages


def _kind(model: type[Any] | None) -> str:
    return getattr(model, "search_kind", "pages")


def _counts(rows: Any) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for content_type, number in rows.facet("content_type_id").items():
        counted[_kind(ContentType.objects.get_for_id(content_type).model_class())] += number
    return {kind: counted[kind] for kind in KINDS if counted[kind]}
