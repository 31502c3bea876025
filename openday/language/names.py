"""The three languages of the portal and texts kept in two of them."""

from django.utils import translation

from openday.language.traditional import to_traditional

SIMPLIFIED = "zh-hans"
TRADITIONAL = "zh-hant"
ENGLISH = "en"
ALL = (SIMPLIFIED, TRADITIONAL, ENGLISH)


def in_language(*, zh: str, en: str, language: str | None = None) -> str:
    """Choose the text for `language` (default: the active one).

    Traditional is derived from `zh`; English falls back to `zh` when it is empty.
    """
    language = language or translation.get_language() or SIMPLIFIED
    if language.startswith("en"):
        return en or zh
    return to_traditional(zh) if language == TRADITIONAL else zh
