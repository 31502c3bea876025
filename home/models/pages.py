"""The home page and plain pages."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel, Panel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import ArticleBody, StepBlock
from home.models.base import BasePage
from home.models.labs import LabPage
from home.models.news import NewsPage
from home.remembered import remembered


class StepsBody(StreamBlock):
    step = StepBlock()

    class Meta:
        max_num = 4


class HomePage(BasePage):
    """The front door, one per language."""

    headline = models.CharField(
        _("headline"), max_length=40, blank=True, help_text=_("One short sentence, up to 16 characters reads best.")
    )
    introduction = models.TextField(_("introduction"), max_length=300, blank=True)
    steps = StreamField(
        StepsBody(required=False), verbose_name=_("how a visit works"), blank=True, help_text=_("Up to four steps. Empty: the usual four.")
    )
    featured_page = models.ForeignKey(
        "wagtailcore.Page", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("featured page")
    )

    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("introduction")], heading=_("At the top")),
        FieldPanel("steps"),
        PageChooserPanel(
            "featured_page", help_text=_("Shown right below the top, such as an important notice or the next open day. Empty: nothing.")
        ),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = translation.get_language()
        context["featured"] = _featured(self.featured_page_id, language) if self.featured_page_id else ""
        context["laboratories"] = _laboratories(self.locale_id, language)
        context["news"] = _news(self.locale_id, language)
        return context


@remembered
def _featured(page_id: int, _language: str) -> str:
    """The card of the page that editors put first, drawn; nothing while that page is a draft or private."""
    page = Page.objects.live().public().filter(pk=page_id).first()
    return render_to_string("home/parts/featured.html", {"item": page.specific}) if page else ""


@remembered
def _laboratories(locale_id: int, _language: str) -> str:
    """The cards of the centres, drawn."""
    centres = [lab for lab in LabPage.objects.in_order(locale_id)[:8] if not lab.is_laboratory]
    return render_to_string("home/parts/lab_cards.html", {"labs": centres, "own_locale": locale_id}) if centres else ""


@remembered
def _news(locale_id: int, _language: str) -> str:
    """The cards of the latest news, drawn."""
    news = list(NewsPage.objects.newest(locale_id).filter(headline_only=False)[:4])
    return render_to_string("home/parts/news_cards.html", {"news": news, "own_locale": locale_id}) if news else ""


class StandardPage(BasePage):
    """A text of its own: about, visit guide, privacy, accessibility."""

    body = StreamField(ArticleBody(required=False), verbose_name=_("text"), blank=True)

    search_fields: ClassVar[list[Any]] = [*BasePage.search_fields, index.SearchField("body")]
    content_panels: ClassVar[list[Panel]] = [*BasePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
