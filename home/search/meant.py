"""“Did you mean”: for a query that finds nothing or little, the words of the index that it may have been meant to be.

Two ways to miss a word: a slip on a Latin keyboard, up to two letters wrong, missing, doubled or swapped; and the
wrong character of the right sound, chosen from the list of an input method. Whatever is offered has been searched
for: it finds something public, and more than what was typed.
"""

from itertools import pairwise

from home.search.found import LONGEST, number_of
from home.search.text import runs
from home.search.vocabulary import keys, sounds_of, words_under
from openday.language.folding import fold

# A query that finds so many things is no slip.
LITTLE = 2
_MOST_SLIPS = 2
# Nobody types a sentence with one wrong character; a long run would ask for hundreds of keys.
_LONGEST_RUN = 16
_TRIED, _OFFERED, _PATHS = 3, 2, 3


def meant(query: str, *, language: str, found: int) -> list[str]:
    """Up to two queries to offer instead, the one that finds most first. One query for words, at most three for trying."""
    text = fold(query)[: LONGEST * 2]
    parts = [run for run in runs(text) if _may_be_a_slip(run[0], is_chinese=run[3])][:4]
    known = words_under({key for run, _start, _end, is_chinese in parts for key in _keys_of(run, is_chinese=is_chinese)})
    others = [
        (start, end, _other_characters(run, known) if is_chinese else _other_spellings(run, known)) for run, start, end, is_chinese in parts
    ]
    tried = [(number_of(one, language=language), one) for one in _combined(text, others)[:_TRIED]]
    better = sorted((one for one in tried if one[0] > found), key=lambda one: -one[0])
    # A pair that stands somewhere by accident (零件测试 has 件测) is no word beside one that is used.
    return [words for number, words in better[:_OFFERED] if number * 3 >= better[0][0]]


def slips(one: str, other: str, at_most: int = _MOST_SLIPS) -> int | None:
    """Letters wrong, missing, too many or swapped with their neighbour between two words; None for more than `at_most`."""
    if abs(len(one) - len(other)) > at_most:
        return None
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, wanted in enumerate(other, start=1):
            costs = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                costs = min(costs, before_last[column - 2] + 1)
            line.append(costs)
        if min(line) > at_most:
            return None
        before_last, last = last, line
    return last[-1] if last[-1] <= at_most else None


def _may_be_a_slip(run: str, *, is_chinese: bool) -> bool:
    return 2 <= len(run) <= _LONGEST_RUN if is_chinese else bool(_keys_of(run, is_chinese=False))


def _keys_of(run: str, *, is_chinese: bool) -> list[str]:
    return [key for pair in pairwise(run) for key in sounds_of(*pair)] if is_chinese else keys(run)


def _other_spellings(word: str, known: dict[str, list[str]]) -> list[str]:
    """Words of the index, the nearest first; none when the word itself is one."""
    # Short words have too many neighbours: two slips in four letters is another word.
    allowed = 1 if len(word) < 6 else _MOST_SLIPS
    near = {other for key in keys(word) for other in known.get(key, ())}
    if word in near:
        return []
    counted = sorted((number, other) for other in near if (number := slips(word, other, allowed)) is not None)
    return [other for _number, other in counted[:_PATHS]]


def _other_characters(run: str, known: dict[str, list[str]]) -> list[str]:
    """The run with some of its characters replaced by others of their sound, so that more of its pairs are words of the index.

    A walk through the run that keeps the cheapest few ways to reach each character: a pair that is no word costs
    more than any number of replaced characters.
    """
    steps = [{word for key in sounds_of(*pair) for word in known.get(key, ())} for pair in pairwise(run)]
    unknown = len(run) + 1
    beginnings = {run[0]} | {word[0] for word in steps[0]}
    ways = {letter: [(int(letter != run[0]), letter)] for letter in beginnings}
    for place, step in enumerate(steps, start=1):
        letter = run[place]
        here = {letter} | {word[1] for word in step} | ({word[0] for word in steps[place]} if place < len(steps) else set())
        ways = {one: _cheapest(ways, one, step, replaced=one != letter, unknown=unknown) for one in here}
    broken = sum("".join(pair) not in step for pair, step in zip(pairwise(run), steps, strict=True))
    ended = sorted(way for reached in ways.values() for way in reached)
    # Only what mends a broken pair: 检测 typed for 监测 is no slip where both are words.
    return [way for costs, way in ended if costs < broken * unknown - 1][:_PATHS] if broken else []


def _cheapest(
    ways: dict[str, list[tuple[int, str]]], letter: str, step: set[str], *, replaced: bool, unknown: int
) -> list[tuple[int, str]]:
    """The few cheapest ways that go on with `letter`."""
    reached = (
        (costs + replaced + (0 if before + letter in step else unknown), way + letter)
        for before, known in ways.items()
        for costs, way in known
    )
    return sorted(reached)[:_PATHS]


def _combined(text: str, others: list[tuple[int, int, list[str]]]) -> list[str]:
    """The query with every slip mended the likeliest way, then with one of them mended another way."""
    mended = [(start, end, ways) for start, end, ways in others if ways]
    made = []
    for turn in range(_PATHS):
        for chosen in range(len(mended)) if turn else [0]:
            parts, last = [], 0
            for number, (start, end, ways) in enumerate(mended):
                parts += [text[last:start], ways[min(turn, len(ways) - 1) if number == chosen else 0]]
                last = end
            made.append(" ".join("".join([*parts, text[last:]]).split()))
    return [one for one in dict.fromkeys(made) if one != text and mended]
