"""Laboratories and centres: what they test, with which instruments."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from home.blocks import ArticleBody, InstrumentBlock
from home.models.base import BasePage, ReadableQuerySet
from home.models.news import NewsPage

if TYPE_CHECKING:
    from openday.accounts.models import Unit


class InstrumentsBody(StreamBlock):
    instrument = InstrumentBlock()


class LabQuerySet(ReadableQuerySet):
    def in_order(self, locale_id: int) -> "LabQuerySet":
        """For lists: centres in the order of the tree, each followed by its laboratories, without the long texts."""
        return self.readable(locale_id).with_pictures("accent", "is_example").order_by("path")


LabManager = PageManager.from_queryset(LabQuerySet)


class LabIndexPage(BasePage):
    """All centres with their laboratories."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.LabPage"]
    max_count_per_parent = 1
    template = "home/lab_index_page.html"

    class Meta:
        verbose_name = _("list of laboratories")
        verbose_name_plural = _("lists of laboratories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["centres"] = self._centres()
        return context

    def _centres(self) -> list[tuple["LabPage", list["LabPage"]]]:
        """Each centre with the laboratories below it."""
        centres: list[tuple[LabPage, list[LabPage]]] = []
        for page in LabPage.objects.in_order(self.locale_id):
            if page.is_laboratory and centres and page.path.startswith(centres[-1][0].path):
                centres[-1][1].append(page)
            else:
                centres.append((page, []))
        return centres


class LabPage(BasePage):
    """A centre or a laboratory. Laboratories stand under their centre."""

    class Accent(models.TextChoices):
        JADE = "jade", _("Jade")
        AMBER = "amber", _("Amber")
        INK = "ink", _("Deep teal")
        CELADON = "celadon", _("Celadon")

    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="pages", verbose_name=_("unit"))
    accent = models.CharField(_("colour"), max_length=8, choices=Accent, default=Accent.JADE)
    tests = models.TextField(_("what it tests, in plain words"), max_length=400, blank=True)
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("Marks a laboratory that exists only to show how this site works.")
    )
    body = StreamField(ArticleBody(required=False), verbose_name=_("text"), blank=True)
    instruments = StreamField(InstrumentsBody(required=False), verbose_name=_("instruments"), blank=True)

    objects = LabManager()

    read_with = ("picture", "unit__parent")
    search_kind: ClassVar[str] = "laboratories"
    search_unit: ClassVar[str] = "unit"
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("tests"),
        index.SearchField("body"),
        index.SearchField("instruments"),
    ]
    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("unit"), FieldPanel("accent"), FieldPanel("is_example")], heading=_("Laboratory")),
        FieldPanel("tests"),
        FieldPanel("body"),
        FieldPanel("instruments"),
    ]
    parent_page_types: ClassVar[list[str]] = ["home.LabIndexPage", "home.LabPage"]
    subpage_types: ClassVar[list[str]] = ["home.LabPage"]
    template = "home/lab_page.html"

    class Meta:
        verbose_name = _("laboratory")
        verbose_name_plural = _("laboratories")

    @property
    def centre(self) -> "Unit | None":
        """The centre above a laboratory: visits are often offered for the centre as a whole."""
        return self.unit.parent if self.unit.kind == self.unit.Kind.LABORATORY else None

    @property
    def is_laboratory(self) -> bool:
        """A laboratory inside a centre, as against the centre itself."""
        return self.depth > 4

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["laboratories"] = LabPage.objects.in_order(self.locale_id).descendant_of(self)
        context["news"] = NewsPage.objects.newest(self.locale_id).about(self.unit)[:3]
        return context
