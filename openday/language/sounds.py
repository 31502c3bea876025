"""How Chinese characters sound, without tones: whoever types by sound picks the wrong one of many. Pure."""

from functools import cache
from pathlib import Path

# Told apart in the dictionary and seldom in the mouth, least of all in the south: shi and si, jin and jing.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def sounds(letter: str) -> tuple[str, ...]:
    """The syllables of a Simplified character, the two most common; none for what is no common character."""
    return _table().get(letter, ())


def _near(syllable: str) -> str:
    for long, short in _ALIKE:
        if syllable.startswith(long):
            syllable = short + syllable[len(long) :]
    return syllable[:-1] if syllable.endswith(("ing", "eng", "ang")) else syllable


@cache
def _table() -> dict[str, tuple[str, ...]]:
    read: dict[str, tuple[str, ...]] = {}
    for line in (Path(__file__).parent / "dictionaries" / "sounds.txt").read_text(encoding="utf-8").splitlines():
        syllable, letters = line.split()
        near = _near(syllable)
        for letter in letters:
            if near not in (known := read.get(letter, ())):
                read[letter] = (*known, near)
    return read
