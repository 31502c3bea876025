"""Derive Traditional Chinese from Simplified with OpenCC (Apache-2.0), Hong Kong variant by default."""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from opencc import OpenCC

_NUL = "\x00"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# OpenCC's Hong Kong table keeps some forms that Hong Kong's own newspapers and offices do not print.
_USUAL_FORMS = {"s2hk": str.maketrans("麪羣牀峯啓譁", "麵群床峰啟嘩")}
# Labels and short lines come again on every page; long texts would only fill the memory.
_REMEMBERED_LENGTH = 200

_sources: list[Callable[[], Mapping[str, str]]] = []
_edition = 0


def to_traditional(text: str) -> str:
    """Return plain `text` in Traditional characters; anything that is not Chinese stays."""
    if text.isascii() or not _HAN.search(text):
        return text
    try:
        return _remembered(text) if len(text) <= _REMEMBERED_LENGTH else _convert(text)
    except UnicodeEncodeError:
        # A lone surrogate cannot be handed to the converter; the text is readable as it is.
        return text


def glossary() -> dict[str, str]:
    """Words with a rendering of their own: the file beside this one, then what rooms above add."""
    words = dict(_file())
    for source in _sources:
        words.update(source())
    return words


def add_glossary(source: Callable[[], Mapping[str, str]]) -> None:
    """Let a room above bring words (Simplified → Traditional); `forget_glossary` when they change."""
    _sources.append(source)
    forget_glossary()


def forget_glossary() -> None:
    """Read the glossary afresh at the next text."""
    global _edition  # noqa: PLW0603
    _edition += 1
    _own_words.cache_clear()
    _remembered.cache_clear()


def edition() -> int:
    """A number that rises with every change of the glossary: for whoever keeps converted texts."""
    return _edition


@lru_cache(maxsize=8192)
def _remembered(text: str) -> str:
    return _convert(text)


def _convert(text: str) -> str:
    words, pattern = _own_words()
    variant = getattr(settings, "TRADITIONAL_VARIANT", "s2hk")
    convert, forms = _converter(variant).convert, _USUAL_FORMS.get(variant, {})
    # The converter ends at a NUL; splitting on a group keeps the separators at the odd places.
    parts = pattern.split(text)
    parts[::2] = [str(convert(part)).translate(forms) if part else part for part in parts[::2]]
    parts[1::2] = [words.get(part, part) for part in parts[1::2]]
    return "".join(parts)


@cache
def _converter(variant: str) -> OpenCC:
    # The dictionaries of the usual variant lie merged beside this file and take a sixth of the memory.
    merged = Path(__file__).parent / "dictionaries" / f"{variant}.json"
    return OpenCC(str(merged) if merged.exists() else variant)


@cache
def _own_words() -> tuple[dict[str, str], re.Pattern[str]]:
    words = {simplified: traditional for simplified, traditional in glossary().items() if simplified}
    # The longest word first, or 质量 would hide 质量监督.
    longest_first = sorted(words, key=len, reverse=True)
    return words, re.compile(f"({'|'.join(map(re.escape, [*longest_first, _NUL]))})")


@cache
def _file() -> dict[str, str]:
    lines = (Path(__file__).parent / "glossary.txt").read_text(encoding="utf-8").splitlines()
    return {fields[0]: fields[1] for line in lines if not line.startswith("#") and len(fields := line.split()) == 2}
