"""Between two sentences of a template, and texts in another language than the page."""

from typing import Any

from django import template
from django.utils.html import format_html

from openday.language import names, sentences

register = template.Library()


@register.simple_tag
def gap() -> str:
    """{% translate "First." %}{% gap %}{% translate "Second." %}: a space, in Chinese none."""
    return sentences.gap()


@register.filter
def as_written(text: Any) -> Any:
    """{{ open_day.place|as_written }}: a text that fell back to Chinese tells a screen reader so."""
    return format_html('<span lang="zh-Hans">{}</span>', text) if names.is_fallback(str(text)) else text
