"""What the head of a page says to machines: `{% load page_head %}`."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from home import json_ld, page_data, share
from home.face import Face
from home.page_data import absolute
from home.pictures import share_address
from openday.language.names import SIMPLIFIED

register = template.Library()


@register.simple_block_tag
def captured(content: str) -> SafeString:
    """`{% captured as head_title %}…{% endcaptured %}`: what is drawn in between, to be said more than once."""
    # Drawn by the template engine, so whatever had to be escaped is.
    return mark_safe(content.strip())


@register.simple_tag(takes_context=True)
def own_query(context: dict[str, Any]) -> str:
    """The part of the query that makes another page of this one: `?page=2`, `?past=1`; filters show parts of the same page."""
    request: HttpRequest | None = context.get("request")
    if request is None or not request.GET:
        return ""
    number = request.GET.get("page", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 7 and int(number) > 1
    kept = ["past=1"] if request.GET.get("past") == "1" else []
    kept += [f"page={int(number)}"] if is_number else []
    return "?" + "&amp;".join(kept) if kept else ""


@register.simple_tag(takes_context=True)
def shared_card(context: dict[str, Any]) -> str:
    """The whole address of the picture drawn for this page (1200 × 630); empty when there is none."""
    page, face = context.get("page"), context["face"]
    # A page shown in place of a missing translation has its card and its data at its own address.
    path = share.address(page, face.names, face.language) if isinstance(page, Page) and not face.original else ""
    return absolute(path) if path else ""


@register.simple_tag(takes_context=True)
def page_json_ld(context: dict[str, Any]) -> SafeString:
    """The data block of a page of the site; empty on views and in the first preview of a page."""
    page, face, request = context.get("page"), context["face"], context.get("request")
    if not isinstance(page, Page) or not isinstance(face, Face) or face.original or request is None:
        return SafeString("")
    picture = getattr(page, "picture", None)
    whole = absolute(share_address(picture)) if picture else ""
    return json_ld.script(page_data.of_page(page, face, address=absolute(request.path), picture=whole))


@register.simple_tag
def way_json_ld(*steps: str) -> SafeString:
    """`{% way_json_ld "Oversight" oversight_url parent_title parent_url here "" %}`: breadcrumbs of a view, below the home page."""
    return json_ld.script([page_data.of_way(translation.get_language() or SIMPLIFIED, steps)])
