"""A page's ancestors and translations: breadcrumbs, the language switch and hreflang from one query."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Subquery
from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.remembered import remembered
from openday.language.names import ALL, SIMPLIFIED, TRADITIONAL


@dataclass(frozen=True)
class Family:
    """Addresses are paths; `translations` has only the languages that the page really exists in."""

    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)
    translations: dict[str, str] = field(default_factory=dict)
    # For a language the page lacks: the nearest ancestor that has it.
    fallbacks: dict[str, str] = field(default_factory=dict)


@remembered
def language_codes() -> dict[int, str]:
    """Locale id → language code."""
    return dict(Locale.objects.values_list("pk", "language_code"))


@remembered
def something_is_private() -> bool:
    """Whether any page is restricted at all. Lists of an open site need not ask which; each page itself is always asked."""
    return PageViewRestriction.objects.exists()


def address(page: Page, language: str, site_id: int | None = None) -> str:
    """The path of `page` under the prefix of `language` (Traditional shows the Simplified tree); whole for another site."""
    with translation.override(language):
        parts = page.get_url_parts()
    if parts is None:
        return ""
    lives_at, root, path = parts
    return str(path) if site_id in {None, lives_at} else f"{root}{path}"


def _in_language(pages: list[Page], language: str, codes: dict[int, str]) -> Page | None:
    written_in = SIMPLIFIED if language == TRADITIONAL else language
    return next((page for page in pages if codes.get(page.locale_id) == written_in), None)


def of(page: Page, request: HttpRequest | None = None) -> Family:
    """Return the family of a saved page; a page in its first preview has none."""
    if not page.path or page.pk is None:
        return Family()
    site = Site.find_for_request(request) if request is not None else None
    return _read(page.path, page.translation_key, translation.get_language() or SIMPLIFIED, site.pk if site else None)


@remembered
def _read(path: str, translation_key: UUID, active: str, site_id: int | None) -> Family:
    paths = [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
    line = Page.objects.filter(path__in=paths, depth__gt=1)
    relatives = list(
        Page.objects.filter(translation_key__in=Subquery(line.values("translation_key")), live=True).only(
            "path", "depth", "title", "url_path", "locale_id", "translation_key"
        )
    )
    codes = language_codes()
    by_key: dict[object, list[Page]] = {}
    for relative in relatives:
        by_key.setdefault(relative.translation_key, []).append(relative)
    ancestors = sorted((one for one in relatives if one.path in paths and one.path != path), key=lambda one: one.depth)
    translations, fallbacks = {}, {}
    for language in ALL:
        if (twin := _in_language(by_key.get(translation_key, []), language, codes)) is not None:
            translations[language] = address(twin, language, site_id)
            continue
        for ancestor in reversed(ancestors):
            if (twin := _in_language(by_key[ancestor.translation_key], language, codes)) is not None:
                fallbacks[language] = address(twin, language, site_id)
                break
    return Family([(one.title, address(one, active, site_id)) for one in ancestors], translations, fallbacks)
