"""What the frame of every page shows besides its content: names, sections, languages, footer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page, Site

from home.family import Family, address, language_codes
from home.models.settings import SiteSettings
from home.pictures import share_address
from home.remembered import remembered
from openday.language.names import ALL, ENGLISH, SIMPLIFIED, TRADITIONAL, in_language

HTML_LANG = {SIMPLIFIED: "zh-Hans", TRADITIONAL: "zh-Hant", ENGLISH: "en"}
# As Facebook's list of locales knows them, and others after it.
OG_LOCALES = {"zh-Hans": "zh_CN", "zh-Hant": "zh_HK", "en": "en_GB"}
OWN_NAMES = {SIMPLIFIED: "简体", TRADITIONAL: "繁體", ENGLISH: "English"}
_PAIRS = ("service", "authority", "undertaker", "address", "hours", "banner")
_PLAIN = ("site_code", "icp_number", "police_number", "telephone", "email")


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool = False
    # For links to another language: its tag, and whether the page itself exists there.
    lang: str = ""
    exact: bool = True

    @property
    def og_locale(self) -> str:
        return OG_LOCALES.get(self.lang, "")


@dataclass(frozen=True)
class Names:
    """The texts of SiteSettings in one language; an empty one is not shown."""

    service: str
    authority: str
    undertaker: str
    address: str
    hours: str
    banner: str
    site_code: str
    icp_number: str
    police_number: str
    telephone: str
    email: str
    footer_links: tuple[Link, ...] = ()
    share_picture: str = ""

    def __getitem__(self, name: str) -> Any:
        # Letters ask by key: their room is below this one. Templates too, before they ask for the attribute: no str() here,
        # it made the links of the footer letters of their own description.
        return getattr(self, name)


@dataclass(frozen=True)
class Original:
    """Which language a page is shown in instead, its own address, and the nearest page in the visitor's language."""

    language: str
    html_lang: str
    url: str
    nearest: str


@dataclass(frozen=True)
class Face:
    language: str
    html_lang: str
    home_url: str
    names: Names
    sections: tuple[Link, ...]
    languages: tuple[Link, ...]
    alternates: tuple[Link, ...] = ()
    breadcrumbs: tuple[tuple[str, str], ...] = ()
    # For a page that is not there in this language, and is shown as it was written.
    original: "Original | None" = None

    @property
    def content_language(self) -> str:
        """The language of what stands between head and foot."""
        return self.original.language if self.original else self.language

    @property
    def og_locale(self) -> str:
        return OG_LOCALES.get(self.html_lang, "")


@remembered
def names(site_id: int | None, language: str) -> Names:
    """Settings of the site in `language`; sensible empty ones before anybody filled them in."""
    settings = SiteSettings.objects.filter(site_id=site_id).select_related("share_picture").first() or SiteSettings()
    texts = {
        name: in_language(zh=getattr(settings, f"{name}_zh"), en=getattr(settings, f"{name}_en"), language=language) for name in _PAIRS
    }
    texts.update({name: getattr(settings, name) for name in _PLAIN})
    share = share_address(settings.share_picture) if settings.share_picture else ""
    return Names(**texts, footer_links=tuple(_footer_links(settings, language, site_id)), share_picture=share)


def _footer_links(settings: SiteSettings, language: str, site_id: int | None) -> list[Link]:
    wanted = [page_id for name in SiteSettings.LINKS if (page_id := getattr(settings, f"{name}_id"))]
    if not wanted:
        return []
    chosen = list(Page.objects.filter(pk__in=wanted, live=True))
    twins = Page.objects.filter(translation_key__in=[page.translation_key for page in chosen], live=True)
    written_in = SIMPLIFIED if language == TRADITIONAL else language
    codes = language_codes()
    own = {page.translation_key: page for page in twins if codes.get(page.locale_id) == written_in}
    chosen.sort(key=lambda page: wanted.index(page.pk))
    found = [own.get(page.translation_key, page) for page in chosen]
    return [Link(page.title, address(page, language, site_id)) for page in found]


def _address_of(view: str, fallback: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return fallback


@lru_cache(maxsize=32)
def _doors(language: str) -> tuple[tuple[str, str, str], ...]:
    """The five doors of the site: name, address, and what every address behind it begins with."""
    with translation.override(language):
        return (
            (_("Open days"), f"/{language}/open-days/", f"/{language}/open-days/"),
            (_("Laboratories"), f"/{language}/laboratories/", f"/{language}/laboratories/"),
            (pgettext("section", "Oversight"), f"/{language}/oversight/", f"/{language}/oversight/"),
            (_("News"), f"/{language}/news/", f"/{language}/news/"),
            (pgettext("section", "My visit"), _address_of("registrations:find", f"/{language}/visits/find/"), f"/{language}/visits/"),
        )


def sections(language: str, path: str) -> tuple[Link, ...]:
    """The doors of the site; the one that `path` lies behind is current."""
    return tuple(Link(label, url, current=path.startswith(prefix)) for label, url, prefix in _doors(language))


def _languages(language: str, path: str, family: Family | None) -> tuple[Link, ...]:
    """The same page in the other languages; where it does not exist, the address that shows it as it was written."""
    links = []
    for code in ALL:
        url, exact = f"/{code}/", True
        if family is not None and (family.translations or family.fallbacks):
            exact = code in family.translations
            # Through home.middleware.PageFinder; a page in a preview has no address yet.
            own = f"/{code}/{path[len(language) + 2 :]}" if path.startswith(f"/{language}/") else ""
            url = family.translations.get(code) or own or family.fallbacks.get(code) or url
        elif path.startswith(f"/{language}/"):
            # Addresses of views differ by their prefix alone. The query is left out: it may hold a secret.
            url = f"/{code}/{path[len(language) + 2 :]}"
        links.append(Link(OWN_NAMES[code], url, current=code == language, lang=HTML_LANG[code], exact=exact))
    return tuple(links)


def _original(language: str, path: str, family: Family | None, page: Any) -> Original | None:
    """What is shown at an address of a language that the page does not exist in."""
    if family is None or not family.translations or language in family.translations or not path.startswith(f"/{language}/"):
        return None
    if isinstance(page, Page) and language_codes().get(page.locale_id) == (SIMPLIFIED if language == TRADITIONAL else language):
        # A draft in its preview: among the published pages of its family it is missing.
        return None
    written_in = next(iter(family.translations))
    return Original(written_in, HTML_LANG[written_in], family.translations[written_in], family.fallbacks.get(language, f"/{language}/"))


def face(context: Mapping[str, Any]) -> Face:
    """Put the frame together for a template context; works without a request (a failing page has none)."""
    request: HttpRequest | None = context.get("request")
    language = translation.get_language() or SIMPLIFIED
    path = request.path if request is not None else ""
    site = Site.find_for_request(request) if request is not None else None
    family = context.get("family") if isinstance(context.get("family"), Family) else None
    languages = _languages(language, path, family)
    return Face(
        language=language,
        html_lang=HTML_LANG.get(language, language),
        home_url=f"/{language}/",
        names=names(site.pk if site else None, language),
        sections=sections(language, path),
        languages=languages,
        alternates=tuple(link for link in languages if link.exact),
        breadcrumbs=tuple(family.breadcrumbs) if family else (),
        original=_original(language, path, family, context.get("page")),
    )
