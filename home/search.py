"""Search over titles and summaries. Chinese has no spaces: parts of words must match, so the index alone finds too little."""

import unicodedata
from functools import cache

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from opencc import OpenCC
from wagtail.models import Page, get_page_models

from home.family import language_codes
from home.models.base import BasePage
from openday.language.names import SIMPLIFIED, TRADITIONAL

LONGEST = 80
MOST_WORDS = 6


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def read_query(text: str) -> str:
    """What a stranger typed, as one clean short line: no control characters, no lone surrogates."""
    printable = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text[: LONGEST * 4])
    return " ".join(unicodedata.normalize("NFKC", printable).split())[:LONGEST]


def find(query: str, *, language: str) -> QuerySet[Page]:
    """Public pages of the language that contain every word of `query` in title or summary, titles first.

    Traditional finds Simplified.
    """
    words = _to_simplified().convert(query).split()[:MOST_WORDS]
    written_in = SIMPLIFIED if language == TRADITIONAL else language
    codes = language_codes()
    locale_id = next((pk for pk, code in codes.items() if code == written_in), None)
    summaries = [f"{model._meta.model_name}__summary" for model in get_page_models() if issubclass(model, BasePage)]
    rows = Page.objects.live().public().filter(locale_id=locale_id, depth__gt=2)
    in_title = Q()
    for word in words:
        anywhere = Q(title__icontains=word) | Q(search_description__icontains=word)
        for summary in summaries:
            anywhere |= Q(**{f"{summary}__icontains": word})
        rows = rows.filter(anywhere)
        in_title &= Q(title__icontains=word)
    rank = Case(When(in_title, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(rank, "-last_published_at", "pk").specific()
