"""Sentences one after the other, and lists of words: Latin scripts put other things between them than Chinese."""

from collections.abc import Iterable

from django.utils.translation import get_language, pgettext


def gap() -> str:
    """What stands between two sentences in the active language."""
    return "" if (get_language() or "zh").startswith("zh") else " "


def joined(*sentences: str) -> str:
    return gap().join(sentences)


def listed(words: Iterable[str]) -> str:
    """Names and counts with what stands between them: Mandarin, English; 普通话、英语."""
    return pgettext("between the parts of a list", ", ").join(words)


def labels_listed(labels: Iterable[str]) -> str:
    """Labels in one line: Everyone, families with children. Each has a capital of its own, and the first alone keeps it."""
    first, *others = [*labels] or [""]
    return listed([first, *(label if label[:2].isupper() else label[:1].lower() + label[1:] for label in others)])
