"""Between two sentences of a template."""

from django import template

from openday.language import sentences

register = template.Library()


@register.simple_tag
def gap() -> str:
    """{% translate "First." %}{% gap %}{% translate "Second." %}: a space, in Chinese none."""
    return sentences.gap()
