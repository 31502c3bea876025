"""What every page of the portal has: a summary, a picture, and its place in three languages."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from home import family, previews
from home.models.images import SiteImage
from home.models.page_form import PageForm
from home.panels import ChecklistPanel
from home.pictures import every_spec
from openday.language.names import SIMPLIFIED


class ReadableQuerySet(PageQuerySet):
    """Lists of pages as visitors see them; the number of queries does not grow with the rows."""

    def readable(self, locale_id: int) -> "ReadableQuerySet":
        """Published pages in this language, and the Chinese ones nobody translated yet."""
        rows = self.live()
        if family.something_is_private():
            rows = rows.public()
        chinese = next((pk for pk, code in family.language_codes().items() if code == SIMPLIFIED), locale_id)
        if locale_id == chinese:
            return rows.filter(locale_id=locale_id)
        own = self.model.objects.filter(locale_id=locale_id, live=True).values("translation_key")
        return rows.filter(Q(locale_id=locale_id) | (Q(locale_id=chinese) & ~Q(translation_key__in=own)))

    def with_pictures(self, *more: str) -> "ReadableQuerySet":
        """With what a list shows, and no more: a page has some forty columns."""
        shown = [*more, "path", "depth", "title", "url_path", "locale_id", "live", "summary", "picture_id"]
        return self.only(*shown).prefetch_related(Prefetch("picture", queryset=SiteImage.objects.prefetch_renditions(*every_spec())))


class BasePage(Page):
    """Summary and picture for lists, search results and shared links; `family` for breadcrumbs and other languages."""

    summary = models.CharField(
        _("summary"),
        max_length=200,
        blank=True,
        help_text=_("One or two plain sentences for lists, search results and shared links. 30 to 80 characters read best."),
    )
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Shown at the top of the page, in lists and with shared links."),
    )

    base_form_class = PageForm

    # What every visit of the page needs besides its own row, read with it in one query.
    read_with: ClassVar[tuple[str, ...]] = ("picture",)

    # Where a reader finds it when narrowing a search: the kind, and the lookups that lead to its unit and its day.
    search_kind: ClassVar[str] = "pages"
    search_unit: ClassVar[str] = ""
    search_day: ClassVar[str] = ""
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("summary", boost=2)]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        ChecklistPanel(heading=_("Before publishing")),
        MultiFieldPanel([FieldPanel("summary"), FieldPanel("picture")], heading=_("In lists and at the top")),
    ]

    class Meta:
        abstract = True

    class PersonalData:
        none = "A public page; who wrote it stands in Wagtail's own log."

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Ask whether anything is private before reading every ancestor; most sites have no private page."""
        restrictions = PageViewRestriction.objects.all()
        return super().get_view_restrictions() if restrictions.exists() else restrictions.none()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["family"] = family.of(self, request)
        return context

    @cached_property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return previews.modes(self)

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Preview the page in the language that `preview_mode` names, at the address it has there: the frame follows the address."""
        mode = preview_mode if preview_mode in dict(self.preview_modes) else self.default_preview_mode
        page = previews.shown(self, mode, request=original_request)
        with translation.override(mode):
            response: HttpResponse = super(BasePage, page).make_preview_request(original_request, mode, extra_request_attrs)
        return response

    @property
    def description(self) -> str:
        """What search engines and shared links show."""
        return self.search_description or self.summary
