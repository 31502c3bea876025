"""Close every page view of the admin on pages of other units' open days, with 404."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail_localize.models import Translation

from openday.events.staff.own_pages import foreign_pages

_NAMESPACES = {"wagtailadmin_pages", "wagtail_localize"}
# The names under which Wagtail's page views take a page.
_PAGE_ARGUMENTS = ("page_id", "page_to_move_id", "parent_page_id", "destination_id")


class OwnOpenDayPages:
    """One gate in front of editing, previews, history, revisions, workflow and all that Wagtail may add.

    The rights alone would answer with a redirect that tells the page exists.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        match = request.resolver_match
        if match is None or _NAMESPACES.isdisjoint(match.namespaces) or not request.user.is_authenticated:
            return
        named = {kwargs[name] for name in _PAGE_ARGUMENTS if name in kwargs}
        named |= _pages_of_translation(kwargs.get("translation_id"))
        if any(str(page_id).isdecimal() and int(page_id) in foreign_pages(request.user) for page_id in named):
            raise Http404


def _pages_of_translation(translation_id: int | None) -> set[int]:
    """The pages that a translation leads from and to."""
    if translation_id is None or translation_id >= 2**63:
        return set()
    keys = Translation.objects.filter(pk=translation_id).values("source__object_id")
    return set(Page.objects.filter(translation_key__in=keys).values_list("pk", flat=True))
