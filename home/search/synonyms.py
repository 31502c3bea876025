"""Words that stand for others, as the staff keep them: 重金属 finds texts about 铅 because somebody said so.

They widen a query, never the index: a change is at work everywhere within `settings.REMEMBER_SECONDS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from modelsearch.query import And, Or, Phrase

from home.models import SynonymGroup
from home.remembered import remembered
from home.search.text import for_query, run_of
from openday.language.names import SIMPLIFIED

# A query with more than this many other ways to say it takes too long.
_MOST_OTHERS = 12


@dataclass(frozen=True)
class Rules:
    """Phrases of a word as the index has them → the words it finds besides."""

    others: dict[tuple[str, ...], tuple[str, ...]]
    # Words of two characters and more, which may stand inside what somebody typed without a space, longest first.
    inside: tuple[tuple[str, tuple[str, ...]], ...] = ()


NONE = Rules({})


@remembered
def rules() -> Rules:
    return put_together(SynonymGroup.objects.all())


def put_together(groups: Any) -> Rules:
    others: dict[tuple[str, ...], tuple[str, ...]] = {}
    for group in groups:
        for word, also in group.pairs():
            said = tuple(for_query(word))
            others[said] = tuple(dict.fromkeys([*others.get(said, ()), *also]))[:_MOST_OTHERS]
    runs = ((run_of(said[0]), also) for said, also in others.items() if len(said) == 1 and len(run_of(said[0])) > 1)
    return Rules(others, tuple(sorted(runs, key=lambda one: -len(one[0]))))


def widened(phrases: Sequence[str], known: Rules) -> tuple[Any, list[str]]:
    """The question to the index for these phrases, all of which must be there, and the words it asks for besides."""
    parts: list[Any] = []
    also: list[str] = []
    rest = list(phrases)
    while rest:
        # Words of several phrases first: “heavy metals” is one word to its group and two to the index.
        taken = next((size for size in range(len(rest), 0, -1) if tuple(rest[:size]) in known.others), 1)
        ways = [rest[:taken]]
        if words := known.others.get(tuple(rest[:taken])):
            ways += [for_query(word) for word in words]
        else:
            words, instead = _inside(rest[0], known)
            ways += instead
        also += words
        parts.append(_any_of(ways))
        del rest[:taken]
    return (And(parts) if len(parts) > 1 else parts[0]), list(dict.fromkeys(also))


def _inside(phrase: str, known: Rules) -> tuple[tuple[str, ...], list[list[str]]]:
    """重金属检测 has 重金属 in it, so that 铅检测 will do too."""
    run = run_of(phrase)
    for word, others in known.inside:
        if word in run and word != run and not word.isascii():
            return others, [for_query(run.replace(word, other, 1)) for other in others]
    return (), []


def _any_of(ways: list[list[str]]) -> Any:
    asked = [And([Phrase(one) for one in way]) if len(way) > 1 else Phrase(way[0]) for way in ways]
    return Or(asked) if len(asked) > 1 else asked[0]


@dataclass(frozen=True)
class Try:
    """What a search for a word finds without the group and with it."""

    word: str
    also: list[str]
    without: int
    with_group: int


def tried(group: SynonymGroup) -> list[Try]:
    """Each word of a group that may not be saved yet, tried on the Chinese pages and what else is public."""
    from home.search.found import number_of  # noqa: PLC0415 - which stands on this file

    own = put_together([group])
    language = translation.get_language() or SIMPLIFIED
    return [
        Try(word, also, number_of(word, language=language, known=NONE), number_of(word, language=language, known=own))
        for word, also in group.pairs()
        if for_query(word)
    ]
