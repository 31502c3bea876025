"""Tags of the frame: `{% load site_face %}`."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from home.drawn import drawn, drawn_of
from home.face import Face
from home.face import face as put_together
from home.models.images import SiteImage
from home.page_data import absolute
from home.pictures import picture_tag, share_address
from openday.language.names import SIMPLIFIED

register = template.Library()
register.simple_tag(drawn)
register.simple_tag(drawn_of)


@register.simple_tag(takes_context=True)
def face(context: dict[str, Any]) -> Face:
    """`{% face as face %}`: names, sections, languages and alternates of this page."""
    return put_together(context)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small drawing from static/img/icons.svg; decorative, the words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


register.filter(absolute)


@register.simple_tag(takes_context=True)
def same_page(context: dict[str, Any], **changes: object) -> str:
    """The query of this address with `changes` (None removes): `{% same_page page=2 %}`."""
    request = context.get("request")
    query = {key: value for key, value in request.GET.items() if "\x00" not in value} if request is not None else {}
    query.update({key: str(value) for key, value in changes.items()})
    kept = {key: value for key, value in query.items() if changes.get(key, value) is not None}
    return f"?{urlencode(kept)}" if kept else "?"


@register.simple_tag
def site_picture(image: SiteImage | None, place: str = "card", *, alt: str | None = None, eager: bool = False) -> SafeString:
    """`{% site_picture page.picture "hero" eager=True %}`; `alt=""` for an ornament, none for its own description."""
    if image is None:
        return SafeString("")
    own, is_chinese = image.alternative(get_language() or SIMPLIFIED) if alt is None else (alt, False)
    return picture_tag(image, place=place, alt=own, eager=eager, is_chinese=is_chinese)


@register.simple_tag(takes_context=True)
def share_picture(context: dict[str, Any]) -> str:
    """The full address of the picture that a shared link to this page shows; empty when there is none."""
    own = getattr(context.get("page"), "picture", None)
    path = share_address(own) if own is not None else context["face"].names.share_picture
    return absolute(path) if path else ""
