"""Derive Traditional Chinese from Simplified with OpenCC (Apache-2.0), Hong Kong variant by default."""

from functools import cache, lru_cache

from django.conf import settings
from opencc import OpenCC


@cache
def _converter(variant: str) -> OpenCC:
    return OpenCC(variant)


@lru_cache(maxsize=4096)
def to_traditional(text: str) -> str:
    """Return plain `text` in Traditional characters; anything that is not Chinese stays."""
    return _converter(getattr(settings, "TRADITIONAL_VARIANT", "s2hk")).convert(text)
