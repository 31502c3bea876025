"""Texts as a search compares them: 檢測 is 检测, ＧＢ is gb."""

import unicodedata
from functools import cache
from pathlib import Path


def fold(text: str) -> str:
    """`text` without the differences nobody means when searching: form and width of characters, capitals.

    Traditional and variant characters become Simplified one by one. The length may change (㎎ becomes mg).
    """
    return unicodedata.normalize("NFKC", text).casefold().translate(_table())


@cache
def _table() -> dict[int, int]:
    letters, others = (Path(__file__).parent / "dictionaries" / "folding.txt").read_text(encoding="utf-8").splitlines()
    return {ord(letter): ord(other) for letter, other in zip(letters, others, strict=True)}
