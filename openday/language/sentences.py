"""Sentences one after the other, and lists of words: Latin scripts put other things between them than Chinese."""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext_noop, pgettext

# What forms of Django answer: its own Simplified speaks of fields, its Traditional is Taiwan's. Our catalogue stands above both.
_ANSWERS_OF_DJANGO = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
)


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
