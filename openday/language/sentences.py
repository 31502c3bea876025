"""Sentences one after the other: Latin scripts put a space between them, Chinese does not."""

from django.utils.translation import get_language


def gap() -> str:
    """What stands between two sentences in the active language."""
    return "" if (get_language() or "zh").startswith("zh") else " "


def joined(*sentences: str) -> str:
    return gap().join(sentences)
