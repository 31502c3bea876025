"""The pages of open days: one per language, each pointing to the language-neutral record."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from home.models import BasePage
from openday.events.models.open_days import OpenDay

_PLAIN = ["bold", "italic", "link", "ol", "ul"]


class ProgrammeStep(blocks.StructBlock):
    """One stop on the way through the laboratory."""

    minutes = blocks.IntegerBlock(label=_("Minutes"), required=False, min_value=1, max_value=600)
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=600)

    class Meta:
        icon = "time"
        label = _("Step")


class OpenDayIndexPage(BasePage):
    """All open days, by day, with filters."""

    max_count_per_parent = 1
    subpage_types = ["events.OpenDayPage"]
    template = "events/index.html"

    class Meta:
        verbose_name = _("list of open days")
        verbose_name_plural = _("lists of open days")


class OpenDayPage(BasePage):
    """What one open day is about, in one language."""

    open_day = models.ForeignKey(OpenDay, models.PROTECT, related_name="pages", verbose_name=_("open day"))
    introduction = RichTextField(_("introduction"), features=_PLAIN, blank=True)
    programme = StreamField([("step", ProgrammeStep())], verbose_name=_("programme"), blank=True)
    rules_text = RichTextField(_("safety and age rules"), features=_PLAIN, blank=True)
    accessibility_text = RichTextField(_("accessibility in words"), features=_PLAIN, blank=True)
    directions = RichTextField(_("directions"), features=_PLAIN, blank=True)

    # The path in the language of the reader; set by queries.open_day_pages.
    address: str = ""

    parent_page_types = ["events.OpenDayIndexPage"]
    subpage_types: list[str] = []
    template = "events/open_day.html"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("open_day"),
        FieldPanel("introduction"),
        FieldPanel("programme"),
        FieldPanel("rules_text"),
        FieldPanel("accessibility_text"),
        FieldPanel("directions"),
    ]

    class Meta:
        verbose_name = _("page of an open day")
        verbose_name_plural = _("pages of open days")
        # One page per open day and language: translations share it, so (open_day, locale) cannot repeat.
        # `locale` lives on wagtailcore_page, another table: clean() checks it.
