"""News: what happened, when, and who said so."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from home.blocks import ArticleBody
from home.models.base import BasePage, ReadableQuerySet
from home.paging import page_of

if TYPE_CHECKING:
    from openday.accounts.models import Unit


class Topic(models.TextChoices):
    """What a reader may want to follow on its own. Few, so that none of them stays empty."""

    OPEN_DAYS = "open-days", pgettext_lazy("topic of news", "Open days")
    LABORATORIES = "laboratories", pgettext_lazy("topic of news", "In the laboratories")
    CAMPAIGN = "campaign", pgettext_lazy("topic of news", "Rectification campaign")
    ADVICE = "advice", pgettext_lazy("topic of news", "Advice for daily life")
    NOTICES = "notices", pgettext_lazy("topic of news", "Notices")


class NewsQuerySet(ReadableQuerySet):
    def newest(self, locale_id: int) -> "NewsQuerySet":
        """For lists: newest first, without the texts."""
        shown = ["published_on", "headline_only", "source_is_cut", "source_name", "topic"]
        return self.readable(locale_id).with_pictures(*shown).order_by("-published_on", "-pk")

    def about(self, unit: "Unit") -> "NewsQuerySet":
        """Of a unit, of those below it, and for a laboratory also of its centre."""
        is_part = unit.kind == unit.Kind.LABORATORY and unit.parent_id
        return self.filter(Q(unit=unit) | Q(unit__parent=unit) | (Q(unit=unit.parent_id) if is_part else Q()))


NewsManager = PageManager.from_queryset(NewsQuerySet)


class NewsIndexPage(BasePage):
    """All news, newest first."""

    PER_PAGE = 12

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.NewsPage"]
    max_count_per_parent = 1
    template = "home/news_index_page.html"

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        # An unknown topic in an address is no topic.
        topic = next((one for one in Topic if one.value == request.GET.get("topic")), None)
        rows = NewsPage.objects.newest(self.locale_id)
        context["news"] = page_of(rows.filter(topic=topic) if topic else rows, request, per_page=self.PER_PAGE)
        context["topics"], context["topic"] = tuple(Topic), topic
        return context


class NewsPage(BasePage):
    """One piece of news. What another office published is shown as headline, date and source, never retold."""

    published_on = models.DateField(_("date of the event or publication"), db_index=True, default=timezone.localdate)
    topic = models.CharField(
        _("topic"),
        max_length=16,
        choices=Topic,
        default=Topic.NOTICES,
        help_text=_("Readers can filter the list by it and follow it as a feed."),
    )
    unit = models.ForeignKey(
        "accounts.Unit",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="news",
        verbose_name=_("about which unit"),
        help_text=_("The news then also stands on the page of this laboratory or centre."),
    )
    body = StreamField(ArticleBody(required=False), verbose_name=_("text"), blank=True)
    source_name = models.CharField(_("source"), max_length=120, blank=True)
    source_title = models.CharField(_("title in the source"), max_length=200, blank=True)
    source_date = models.DateField(_("date in the source"), null=True, blank=True)
    source_is_cut = models.BooleanField(_("the title is cut off in the source"), default=False)
    headline_only = models.BooleanField(
        _("headline only"), default=False, help_text=_("The source printed no more than the headline. No text of ours stands in for it.")
    )

    objects = NewsManager()

    search_kind: ClassVar[str] = "news"
    search_day: ClassVar[str] = "published_on"
    search_fields: ClassVar[list[Any]] = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("published_on")]
    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("topic")]),
        FieldPanel("unit"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("source_name", "source_title", "source_date", "source_is_cut", "headline_only")],
            heading=_("Source"),
        ),
    ]
    parent_page_types: ClassVar[list[str]] = ["home.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/news_page.html"

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        constraints = [
            models.CheckConstraint(condition=Q(headline_only=False) | ~Q(source_name=""), name="a_headline_alone_names_its_source"),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["related"] = NewsPage.objects.newest(self.locale_id).exclude(pk=self.pk).filter(headline_only=False)[:3]
        return context
