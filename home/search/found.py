"""What fits a query, of every kind and best first: one question to the index, one for the numbers, one for each kind shown."""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import RawSQL
from modelsearch.query import And, Phrase, PlainText

from home.remembered import remembered
from home.search import synonyms
from home.search.backend import entries, matching
from home.search.sources import Hit, Narrow, kinds, sources, type_ids
from home.search.synonyms import Rules
from home.search.text import for_query, terms
from home.search.words import cut_beginning

LONGEST = 80
SUGGESTED = 8


class Ranked:
    """Hits that can be counted and sliced; only the slice is read."""

    def __init__(self, entries: Any, number: int, language: str) -> None:
        self._entries, self._number, self._language = entries, number, language

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, shown: slice) -> list[Hit]:
        if not self._number:
            return []
        return _hits(list(self._entries[shown]), self._language)


@dataclass(frozen=True)
class Found:
    """`loosely`: nothing has the words as they were typed, these have their parts."""

    rows: Ranked
    loosely: bool = False
    # How many of each kind there are, whatever kind was asked for; kinds without a hit are left out.
    counts: dict[str, int] = field(default_factory=dict)
    # What to mark: the words typed and, with synonyms, those that stand for them.
    terms: list[str] = field(default_factory=list)
    # Words that were looked for besides those typed.
    also: list[str] = field(default_factory=list)


NOTHING = Ranked(None, 0, "")


def read_query(text: str) -> str:
    """What a stranger typed, as one clean short line: no control characters, no lone surrogates."""
    printable = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text[: LONGEST * 4])
    return " ".join(unicodedata.normalize("NFKC", printable).split())[:LONGEST]


def find(query: str, *, language: str, narrow: Narrow | None = None, known: Rules | None = None) -> Found:
    """Everything with every word of `query` in title or text; when there is nothing, what has every part of the words.

    Traditional finds Simplified. A word finds what the staff said it finds (home/search/synonyms.py); `known` are
    other rules than theirs.
    """
    narrow = narrow or Narrow()
    phrases = for_query(query)
    if not phrases:
        return Found(NOTHING)
    wanted, also = synonyms.widened(phrases, synonyms.rules() if known is None else known)
    found = _found(wanted, language, narrow, terms=[*terms(query), *terms(" ".join(also))], also=also)
    # 农药残留检测 as one word is not in “农药残留与重金属检测”; its pairs are, all but the one between the words.
    parts = list(dict.fromkeys(pair for phrase in phrases for pair in _halves(phrase.split())))
    if found.counts or len(parts) == len(phrases) or (_is_narrow(narrow) and _counts(wanted, language, Narrow())):
        return found
    return _found(And([Phrase(part) for part in parts]), language, narrow, terms=terms(query), loosely=True)


def number_of(query: str, *, language: str, known: Rules | None = None) -> int:
    """How many things have the words of `query` as they stand, of whatever kind. One query."""
    phrases = for_query(query)
    wanted, _also = synonyms.widened(phrases, synonyms.rules() if known is None else known)
    return sum(_counts(wanted, language, Narrow()).values())


def suggest(beginning: str, *, language: str) -> list[str]:
    """Up to eight titles with what somebody is typing. One query."""
    if not for_query(beginning):
        return []
    begun = matching(cut_beginning(PlainText(beginning)), begun=True).filter(_public(language, Narrow()))
    shown = begun.annotate(shown=_titles(language)).order_by("-score", "-key").values_list("shown", flat=True)
    return list(dict.fromkeys(title for title in shown[:SUGGESTED] if title))


def _found(query: Any, language: str, narrow: Narrow, **more: Any) -> Found:
    counts = _counts(query, language, narrow)
    number = counts.get(narrow.kind, 0) if narrow.kind else sum(counts.values())
    found = matching(query).filter(_public(language, narrow)).order_by("-score", "-key")
    return Found(Ranked(found.values_list("type_id", "key"), number, language), counts=counts, **more)


def _is_narrow(narrow: Narrow) -> bool:
    return bool(narrow.unit_ids or narrow.year)


def _counts(query: Any, language: str, narrow: Narrow) -> dict[str, int]:
    kind_of = {pk: kind for source in sources() for pk, kind in type_ids(source).items()}
    rows = matching(query).filter(_public(language, replace(narrow, kind=""))).values("type_id").annotate(number=Count("key")).order_by()
    counted: Counter[str] = Counter()
    for type_id, number in rows.values_list("type_id", "number"):
        counted[kind_of[type_id]] += number
    return {kind: counted[kind] for kind in kinds() if counted[kind]}


@remembered
def _public(language: str, narrow: Narrow) -> RawSQL:
    """The condition that an entry of the index belongs to a row that anybody may read now.

    What is asked for is asked of the database each time. Only the words of the question are kept for seconds: Django
    takes longer to write them than the database to answer.
    """
    wanted = Q(pk__in=[])
    for source in sources():
        if types := list(type_ids(source, narrow.kind)):
            rows: QuerySet[Any] = source.narrowed(language, narrow).filter(pk=OuterRef("key")).order_by()
            wanted |= Q(type_id__in=types) & Q(Exists(rows))
    asked = entries().filter(wanted)
    return _written(asked, asked.query.where, BooleanField())


@remembered
def _titles(language: str) -> RawSQL:
    """The title of the row that an entry belongs to, as its source shows it to somebody who is typing."""
    titles = [
        When(
            type_id__in=list(type_ids(source)),
            then=Subquery(source.readable(language).filter(pk=OuterRef("key")).order_by().values(source.title(language))[:1]),
        )
        for source in sources()
    ]
    asked = entries().annotate(shown=Case(*titles, default=Value(""), output_field=TextField()))
    return _written(asked, asked.query.annotations["shown"], TextField())


def _written(asked: Any, expression: Any, output_field: Any) -> RawSQL:
    compiler = asked.query.get_compiler(connection=connection)
    compiler.pre_sql_setup()
    sql, values = compiler.compile(expression)
    return RawSQL(sql, values, output_field)  # noqa: S611 - written by Django a line above, values apart


def _hits(shown: list[tuple[int, int]], language: str) -> list[Hit]:
    found: dict[tuple[int, int], Hit] = {}
    for source in sources():
        types = type_ids(source)
        if keys := [key for type_id, key in shown if type_id in types]:
            hits = source.hits(keys, language)
            found |= {(type_id, key): hits[key] for type_id, key in shown if type_id in types and key in hits}
    return [found[entry] for entry in shown if entry in found]


def _halves(pairs: list[str]) -> list[str]:
    """Every second pair, and the last: together they hold each character."""
    return list(dict.fromkeys([*pairs[::2], pairs[-1]]))
