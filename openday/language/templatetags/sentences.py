"""Between two sentences of a template, the beginnings of texts, and texts in another language than the page."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from openday.language import names, sentences, widths

register = template.Library()


@register.simple_tag
def gap() -> str:
    """{% translate "First." %}{% gap %}{% translate "Second." %}: a space, in Chinese none."""
    return sentences.gap()


@register.filter
def as_written(text: Any) -> Any:
    """{{ open_day.place|as_written }}: a text that fell back to Chinese tells a screen reader so."""
    return format_html('<span lang="zh-Hans">{}</span>', text) if names.is_fallback(str(text)) else text


@register.filter
def language_of(text: Any) -> str:
    """<div{{ message.text|language_of }}>: the attribute that says so, for a text that the page puts into paragraphs."""
    return mark_safe(' lang="zh-Hans"') if names.is_fallback(str(text)) else ""


@register.filter
def beginning(text: Any, most: int) -> str:
    """{{ case.answer|beginning:160 }}: at most so many columns, a Chinese letter takes two."""
    return widths.cut(str(text), most)
