"""The words of the index under the ways in which people miss them: two characters by their sound, others by their first
and last two letters.
"""

from collections.abc import Collection, Iterable
from itertools import product

from home.models import SearchWord
from openday.language.sounds import sounds

_SHORTEST, _LONGEST = 4, 40


def remember_words(texts: Iterable[str]) -> None:
    """Take the words of cut texts (home/search/text.py) into the table. Two queries for texts without a new word: one."""
    words = {word for text in texts for word in text.split() if word and keys(word)}
    if not words:
        return
    new = words - set(SearchWord.objects.filter(word__in=words).values_list("word", flat=True))
    rows = [SearchWord(word=word, key=key) for word in sorted(new) for key in keys(word)]
    SearchWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


def keys(word: str) -> list[str]:
    """Where a word of the index is looked for: none for what is too short to be missed by a slip, and for figures."""
    if len(word) == 2 and not word.isascii():
        return sounds_of(*word)
    if _SHORTEST <= len(word) <= _LONGEST and word.isalpha() and not any(sounds(letter) for letter in word):
        return [f"^{word[:2]}", f"{word[-2:]}$"]
    return []


def sounds_of(first: str, second: str) -> list[str]:
    return [f"{one} {other}" for one, other in product(sounds(first), sounds(second))]


def words_under(wanted: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, word in SearchWord.objects.filter(key__in=wanted).values_list("key", "word") if wanted else ():
        found.setdefault(key, []).append(word)
    return found
