"""Words of a text for an index that knows only words between spaces. Pure.

Chinese has no spaces, so both databases take a whole line for one word and find almost nothing. Each run of
characters is therefore written as its pairs, then its single characters: 开放日 becomes 开放 放日 开 放 日. A query is
a phrase of pairs, a query of one character that character. Measured against six other ways (docs/decisions/0006).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from openday.language.folding import fold

_HAN = r"\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# GB2763 is two words, so that it is found as GB 2763 too.
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>(?:(?![{_HAN}])[^\W\d_])+)|(?P<number>\d+)")
_SPACE = re.compile(r"\s+")
# A query is somebody's line, not a text to compare with texts.
MOST_PHRASES = 8
_LONGEST_PHRASE = 24


def for_index(text: str) -> str:
    """`text` as words with spaces between them."""
    return " ".join(_words(fold(text)))


def _words(folded: str) -> Iterator[str]:
    for run in _RUN.finditer(folded):
        letters = run.group()
        if run.lastgroup == "han":
            yield from _pairs(letters)
            if len(letters) > 1:
                yield from letters
        else:
            yield letters


def for_query(text: str) -> list[str]:
    """The phrases that must all stand in what is found; empty when `text` holds no letter and no figure."""
    phrases: list[str] = []
    for part in _SPACE.split(fold(text)):
        other: list[str] = []
        for run in _RUN.finditer(part):
            if run.lastgroup == "han":
                phrases += [" ".join(other)] if other else []
                other = []
                phrases.append(" ".join(_pairs(run.group()[: _LONGEST_PHRASE + 1])))
            else:
                other.append(run.group())
        phrases += [" ".join(other[:_LONGEST_PHRASE])] if other else []
    return list(dict.fromkeys(phrases))[:MOST_PHRASES]


def _pairs(run: str) -> list[str]:
    return [first + second for first, second in pairwise(run)] or [run]


def run_of(phrase: str) -> str:
    """What `for_query` made the phrase of: 重金 金属 is 重金属; words and figures keep the spaces between them."""
    pairs = phrase.split()
    if re.match(rf"[{_HAN}]", phrase) and len(pairs[0]) > 1:
        return "".join(pair[0] for pair in pairs) + pairs[-1][1:]
    return phrase


def runs(text: str) -> list[tuple[str, int, int, bool]]:
    """The runs of folded `text`: what stands there, from where to where, and whether it is Chinese."""
    return [(run.group(), run.start(), run.end(), run.lastgroup == "han") for run in _RUN.finditer(text)]


def terms(query: str) -> list[str]:
    """The runs of characters, words and figures of `query`, as `fold` writes them, longest first: what to mark in a text."""
    return sorted({run.group() for run in _RUN.finditer(fold(query))}, key=len, reverse=True)


def places(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where one of the `wanted` terms stands in `text`, as (start, end), first to last and without overlap.

    A word must begin where a word of the text begins; characters may stand anywhere.
    """
    # Folding may change the length: each folded letter remembers where it came from.
    folded, origin = [], []
    for position, letter in enumerate(text):
        for other in fold(letter):
            folded.append(other)
            origin.append(position)
    line = "".join(folded)
    taken: list[tuple[int, int]] = []
    for term in wanted:
        start = line.find(term)
        while start >= 0:
            end = start + len(term)
            begins = re.match(rf"[{_HAN}\d]", term) or start == 0 or not line[start - 1].isalpha()
            span = (origin[start], origin[end - 1] + 1)
            if begins and all(span[1] <= a or b <= span[0] for a, b in taken):
                taken.append(span)
            start = line.find(term, end)
    return sorted(taken)
