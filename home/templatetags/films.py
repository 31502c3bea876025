"""Tags of films: `{% load films %}`."""

from django import template
from django.utils.translation import get_language

from home.films import captions_address
from home.models import SiteDocument
from openday.language.names import SIMPLIFIED

register = template.Library()


@register.simple_tag
def captions_of(document: SiteDocument) -> str:
    """`{% captions_of value.captions %}`: their address for the language of this page."""
    return captions_address(document, get_language() or SIMPLIFIED)
