"""Previews in every language that readers have: as it is written, in Traditional, and what the translation says so far."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import Translation

from home.family import language_codes
from openday.language.names import ALL, SIMPLIFIED, TRADITIONAL

_LABELS = {
    "zh-hans": _("In Simplified Chinese"),
    "zh-hant": _("In Traditional Chinese"),
    "en": _("In English"),
}


def modes(page: Page) -> list[tuple[str, "Promise | str"]]:
    """Language codes with their names: first the one that the page is written in, then those that it exists in besides."""
    own = written_in(page)
    codes = language_codes()
    keys = Page.objects.filter(translation_key=page.translation_key).values_list("locale_id", flat=True)
    written = {own, *(codes[pk] for pk in keys if pk in codes)}
    others = (code for code in ALL if code != own and _source(code) in written)
    return [(code, _LABELS[code]) for code in (own, *others)]


def written_in(page: Page) -> str:
    return language_codes().get(page.locale_id, SIMPLIFIED)


def shown(page: Page, mode: str, *, request: HttpRequest | None) -> Page:
    """The page that `mode` shows: the one at hand, or its translation as far as it is.

    Raises PermissionDenied for a draft that the user of `request` may not edit.
    """
    if _source(mode) == written_in(page):
        return page
    twin = Page.objects.filter(translation_key=page.translation_key, locale__language_code=_source(mode)).first()
    if twin is None:
        return page
    twin = twin.specific
    if request is not None and not twin.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    begun = Translation.objects.filter(source__object_id=page.translation_key, target_locale_id=twin.locale_id, enabled=True).first()
    # The editor of translations keeps each text by itself: the page has them only when somebody asks to publish it.
    return (
        begun.source.get_ephemeral_translated_instance(begun.target_locale, fallback=True)
        if begun
        else twin.get_latest_revision_as_object()
    )


def _source(code: str) -> str:
    return SIMPLIFIED if code == TRADITIONAL else code
