"""Pages that are no Wagtail pages: site map, and the small files that machines ask for."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import FileSystemStorage, storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.models import Page, Site

from home.doors import for_search_engines, open_doors
from home.face import HTML_LANG
from home.face import names as site_names
from home.family import language_codes
from home.models import SiteSettings
from openday.language.names import ALL, SIMPLIFIED, TRADITIONAL


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Every public page of the language, as a tree."""
    site = Site.find_for_request(request)
    language = translation.get_language() or SIMPLIFIED
    written_in = SIMPLIFIED if language == TRADITIONAL else language
    locale_id = next((pk for pk, code in language_codes().items() if code == written_in), None)
    pages = _public_pages(site).filter(locale_id=locale_id).exclude(depth=2).order_by("path") if site else Page.objects.none()
    rows = [{"title": page.title, "url": page.get_url(request), "level": page.depth - 2} for page in pages[:2000]]
    return render(request, "home/site_map.html", {"rows": rows, "doors": list(open_doors())})


def _public_pages(site: Site) -> Any:
    roots = Page.objects.filter(translation_key=site.root_page.translation_key)
    pages = Page.objects.none()
    for root in roots:
        pages = pages | Page.objects.descendant_of(root, inclusive=True)
    return pages.live().public()


@require_safe
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Every public page in every language it has, with its alternates."""
    site = Site.find_for_request(request)
    entries = [*_page_entries(site), *_view_entries()] if site else []
    return render(request, "home/sitemap.xml", {"entries": entries}, content_type="application/xml")


def _page_entries(site: Site) -> Iterator[dict[str, Any]]:
    codes = language_codes()
    families: dict[object, list[Page]] = {}
    for page in _public_pages(site).order_by("path")[:20000]:
        families.setdefault(page.translation_key, []).append(page)
    for pages in families.values():
        addresses = {}
        for page in pages:
            for language in [SIMPLIFIED, TRADITIONAL] if codes[page.locale_id] == SIMPLIFIED else [codes[page.locale_id]]:
                with translation.override(language):
                    addresses[language] = page.url or ""
        changed_at = max((page.last_published_at for page in pages if page.last_published_at), default=None)
        yield from _entries(addresses, changed_at)


def _view_entries() -> Iterator[dict[str, Any]]:
    for view, arguments, changed_at in for_search_engines():
        addresses = {}
        for language in ALL:
            with translation.override(language):
                addresses[language] = reverse(view, kwargs=arguments)
        yield from _entries(addresses, changed_at)


def _entries(addresses: dict[str, str], changed_at: Any) -> Iterator[dict[str, Any]]:
    alternates = [(HTML_LANG[language], settings.BASE_URL + path) for language, path in addresses.items()]
    # As in the head of the page itself: whoever reads none of the languages gets the first.
    fallback = [("x-default", alternates[0][1])] if alternates else []
    for _tag, address in alternates:
        yield {"address": address, "alternates": alternates + fallback, "changed_at": changed_at}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /api/", *(f"Disallow: /{code}/visits/" for code in ALL)]
    lines += [*(f"Disallow: /{code}/search/" for code in ALL), "", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116; not there until somebody entered a contact, which must be an address with its scheme."""
    site = Site.find_for_request(request)
    contact = (SiteSettings.objects.filter(site=site).values_list("security_contact", flat=True).first() or "") if site else ""
    if not contact:
        raise Http404
    if ":" not in contact:
        contact = f"mailto:{contact}" if "@" in contact else f"https://{contact}"
    until = (timezone.now() + timedelta(days=180)).replace(microsecond=0).isoformat()
    text = f"Contact: {contact}\nExpires: {until}\nPreferred-Languages: zh, en\nCanonical: {settings.BASE_URL}/.well-known/security.txt\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("img/favicon.svg"), permanent=True)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    language = translation.get_language() or SIMPLIFIED
    site = Site.find_for_request(request)
    name = site_names(site.pk if site else None, language)["service"]
    return JsonResponse(
        {
            "name": name,
            "short_name": name[:12],
            "lang": HTML_LANG.get(language, language),
            "start_url": f"/{language}/",
            "display": "browser",
            "background_color": "#f4f8f6",
            "theme_color": "#0b4f52",
            "icons": [{"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def picture_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A drawn size of a picture. Originals and other uploads have no public address.

    A reverse proxy should serve /media/images/ itself (docs/operations); this serves small installations.
    """
    # A bucket answers a name of more than 1,024 bytes with an error of its own.
    if "\x00" in path or len(path.encode()) > 1000:
        raise Http404
    try:
        if isinstance(storages["default"], FileSystemStorage):
            response: HttpResponseBase = serve(request, path, document_root=str(settings.MEDIA_ROOT / "images"))
        else:
            # In a bucket: the visitor's browser only ever asks us.
            # Storages tidy names up: `images/../original_images/x` would open.
            if ".." in path.replace("\\", "/").split("/"):
                raise Http404
            response = FileResponse(storages["default"].open(f"images/{path}"), filename=PurePosixPath(path).name)
    except (OSError, SuspiciousOperation) as fault:
        # A name that is longer than the file system allows is no name of ours.
        raise Http404 from fault
    if isinstance(response, FileResponse):
        # The name holds a hash of filter and focal point; a new upload gets a new name.
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
