"""The three languages of the portal and texts kept in two of them."""

import re

from django.utils import translation

from openday.language.traditional import to_traditional

SIMPLIFIED = "zh-hans"
TRADITIONAL = "zh-hant"
ENGLISH = "en"
ALL = (SIMPLIFIED, TRADITIONAL, ENGLISH)
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]")


def in_language(*, zh: str, en: str, language: str | None = None) -> str:
    """Choose the text for `language` (default: the active one).

    Traditional is derived from `zh`; English falls back to `zh` when it is empty.
    """
    language = language or translation.get_language() or SIMPLIFIED
    if language.startswith("en"):
        return en or zh
    return to_traditional(zh) if language == TRADITIONAL else zh


def is_fallback(text: str) -> bool:
    """Whether `text` is Chinese on an English page; a Chinese word in an English sentence does not make it so."""
    if text.isascii() or not (translation.get_language() or SIMPLIFIED).startswith(ENGLISH):
        return False
    return len(_HAN.findall(text)) > len(_LATIN.findall(text))


def in_our_words(text: str) -> str:
    """A text of the interface with the words of the glossary, where no page is converted as a whole: feeds, letters."""
    return to_traditional(text) if translation.get_language() == TRADITIONAL else text
