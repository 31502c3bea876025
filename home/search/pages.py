"""Wagtail's pages as the search finds them. A page model says its kind, its unit and its day by attributes."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet

from home.family import address, language_codes, something_is_private
from home.search.excerpts import text_of
from home.search.sources import Hit, Narrow, Source
from openday.language.names import SIMPLIFIED, TRADITIONAL


class PageSource(Source):
    model = Page
    kinds = {
        "open-days": _("Open days"),
        "laboratories": _("Laboratories"),
        "news": _("News"),
        "pages": _("Other pages"),
    }

    def types(self) -> dict[type[Model], str]:
        return {model: getattr(model, "search_kind", "pages") for model in get_page_models()}

    def readable(self, language: str) -> PageQuerySet:
        written_in = SIMPLIFIED if language == TRADITIONAL else language
        locale_id = next((pk for pk, code in language_codes().items() if code == written_in), None)
        rows = Page.objects.live().filter(locale_id=locale_id, depth__gt=2)
        return rows.public() if something_is_private() else rows

    def hits(self, keys: Collection[int], language: str) -> dict[int, Hit]:
        pages = Page.objects.filter(pk__in=keys).specific()
        return {
            page.pk: Hit(
                kind=getattr(page, "search_kind", "pages"),
                key=page.pk,
                title=page.title,
                address=address(page, language),
                text=text_of(page),
                day=_day_of(page),
            )
            for page in pages
        }

    def narrowed(self, language: str, narrow: Narrow) -> PageQuerySet:
        rows = self.readable(language)
        if narrow.unit_ids:
            rows = rows.filter(self._any_of("search_unit", "in", narrow.unit_ids))
        if narrow.year:
            rows = rows.filter(self._any_of("search_day", "year", narrow.year))
        return rows

    def _any_of(self, attribute: str, lookup: str, value: object) -> Q:
        """Pages of a model that has the attribute and fits; no others."""
        wanted = Q(pk__in=[])
        for model in get_page_models():
            if path := getattr(model, attribute, ""):
                wanted |= Q(pk__in=model.objects.filter(**{f"{path}__{lookup}": value}).values("pk"))
        return wanted

    def unit_ids(self, language: str) -> set[int]:
        return self._of_models("search_unit", "", language)

    def years(self, language: str) -> set[int]:
        return self._of_models("search_day", "__year", language)

    def _of_models(self, attribute: str, lookup: str, language: str) -> set[int]:
        readable = self.readable(language).values("pk")
        found: set[Any] = set()
        for model in get_page_models():
            if path := getattr(model, attribute, ""):
                found.update(model.objects.filter(pk__in=readable).order_by().values_list(f"{path}{lookup}", flat=True).distinct())
        return found - {None}


def _day_of(page: Page) -> date | None:
    """The day that stands in the page's own row; the days of an open day's sessions are another table's."""
    path = getattr(page, "search_day", "")
    return getattr(page, path) if path and "__" not in path else None
