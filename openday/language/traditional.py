"""Derive Traditional Chinese from Simplified with OpenCC (Apache-2.0), Hong Kong variant by default."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from opencc import OpenCC

_NUL = "\x00"
# Chinese letters; or a quotation mark alone, cut off from its words by markup.
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|\A\W*[“”]\W*\Z")
# OpenCC's Hong Kong table keeps some forms that Hong Kong's own newspapers and offices do not print.
_USUAL_FORMS = {"s2hk": str.maketrans("麪羣牀峯啓譁説悦税脱鋭閲户温兑藴醖蜕", "麵群床峰啟嘩說悅稅脫銳閱戶溫兌蘊醞蛻")}
# Readers of Traditional quote in corner brackets, wherever they live.
_QUOTES = str.maketrans("“”", "「」")
# Labels and short lines come again on every page; long texts would only fill the memory.
_REMEMBERED_LENGTH = 200

_sources: list[Callable[[], Mapping[str, str]]] = []
_edition = 0


@dataclass(frozen=True, eq=False)
class _Words:
    """Words with a rendering of their own, and the pattern that finds them; compared as the very object."""

    table: Mapping[str, str]
    pattern: re.Pattern[str]


# What the sources said when they were last asked. Converting a text never asks the database: it may happen anywhere.
_said: dict[str, str] = {}
_words: _Words | None = None


def to_traditional(text: str) -> str:
    """Return plain `text` in Traditional characters; anything that is not Chinese stays.

    Words of the glossary are put in, whether `text` is Simplified or Traditional already, such as a text of the
    interface, whose catalogue was derived when the portal was built. Safe to repeat.
    """
    return _converted(text, _words or _shipped())


def by_rule(text: str) -> str:
    """Convert `text` with the converter and the file beside this one alone: the same in every installation."""
    return _converted(text, _shipped())


def glossary() -> dict[str, str]:
    """Words with a rendering of their own: the file beside this one, then what rooms above add."""
    return _file() | _said


def add_glossary(source: Callable[[], Mapping[str, str]]) -> None:
    """Let a room above bring words (Simplified → Traditional); they count from the next `keep_up`.

    It is asked at every page: it keeps its answer itself for a while.
    """
    _sources.append(source)


def keep_up() -> None:
    """Ask for the words of the rooms above; when they are others than before, a new edition begins."""
    global _edition, _said, _words
    said = {simplified: words for source in _sources for simplified, words in source().items() if simplified}
    if said != _said:
        _said, _words, _edition = said, _with_own(said), _edition + 1


def as_if(text: str, said: Mapping[str, str]) -> str:
    """Convert `text` as it would be if the rooms above said these words: for trying them out."""
    return _convert(text, _with_own(said))


def edition() -> int:
    """A number that rises with every change of the glossary: for whoever keeps converted texts."""
    return _edition


def _with_own(said: Mapping[str, str]) -> _Words:
    # A word may come in Traditional already, by the converter's rule: it is put in there, too.
    in_traditional = {by_rule(simplified): wanted for simplified, wanted in said.items()}
    return _ready({**in_traditional, **_file(), **said})


@cache
def _shipped() -> _Words:
    return _ready(_file())


def _ready(table: Mapping[str, str]) -> _Words:
    # What has its wanted form stays, or 檢測 written as 檢測驗 would grow at every turn, and 後面 would become 後麵.
    table = {**{wanted: wanted for wanted in table.values()}, **table}
    # The longest word first, or 质量 would hide 质量监督.
    longest_first = sorted(table, key=len, reverse=True)
    return _Words(table, re.compile(f"({'|'.join(map(re.escape, [*longest_first, _NUL]))})"))


def _converted(text: str, words: _Words) -> str:
    if text.isascii() or not _CHINESE.search(text):
        return text
    try:
        return _remembered(text, words) if len(text) <= _REMEMBERED_LENGTH else _convert(text, words)
    except UnicodeEncodeError:
        # A lone surrogate cannot be handed to the converter; the text is readable as it is.
        return text


@lru_cache(maxsize=8192)
def _remembered(text: str, words: _Words) -> str:
    return _convert(text, words)


def _convert(text: str, words: _Words) -> str:
    variant = getattr(settings, "TRADITIONAL_VARIANT", "s2hk")
    convert, forms = _converter(variant).convert, _USUAL_FORMS.get(variant, {})
    # The converter ends at a NUL; splitting on a group keeps the separators at the odd places.
    parts = words.pattern.split(text)
    parts[::2] = [str(convert(part)).translate(forms).translate(_QUOTES) if part else part for part in parts[::2]]
    parts[1::2] = [words.table.get(part, part) for part in parts[1::2]]
    return "".join(parts)


@cache
def _converter(variant: str) -> OpenCC:
    # The dictionaries of the usual variant lie merged beside this file and take a sixth of the memory.
    merged = Path(__file__).parent / "dictionaries" / f"{variant}.json"
    return OpenCC(str(merged) if merged.exists() else variant)


@cache
def _file() -> dict[str, str]:
    lines = (Path(__file__).parent / "glossary.txt").read_text(encoding="utf-8").splitlines()
    return {fields[0]: fields[1] for line in lines if not line.startswith("#") and len(fields := line.split()) == 2}
