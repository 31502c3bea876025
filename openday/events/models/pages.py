"""The pages of open days: one per language, each pointing to the language-neutral record."""

from typing import Any, ClassVar

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import GroupPagePermission, PagePermissionTester
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import QuestionBlock
from home.models import BasePage, SiteImage
from openday.accounts import roles
from openday.events.models.open_days import OpenDay
from openday.events.models.page_form import OpenDayPageForm

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
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["events.OpenDayPage"]
    template = "events/index.html"

    class Meta:
        verbose_name = _("list of open days")
        verbose_name_plural = _("lists of open days")

    class PersonalData:
        none = "Text of a public page"

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            self._let_organisers_write()

    def _let_organisers_write(self) -> None:
        """Organisers write pages below this one; which of them are theirs, `staff.own_pages` decides. Editors publish."""
        for organisers in Group.objects.filter(name=roles.ORGANISER):
            for codename in ("add_page", "change_page"):
                permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
                GroupPagePermission.objects.get_or_create(group=organisers, page=self.page_ptr, permission=permission)


class OwnPageTester(PagePermissionTester):
    """Wagtail's rights on a page, and none on the page of another unit's open day."""

    def __init__(self, user: Any, page: "OpenDayPage") -> None:
        super().__init__(user, page)
        if not roles.has_role(user, roles.EDITOR) and page.open_day.unit_id not in roles.units_of(user):
            self.permissions: set[str] = set()


class OpenDayPage(BasePage):
    """What one open day is about, in one language."""

    open_day = models.ForeignKey(OpenDay, models.PROTECT, related_name="pages", verbose_name=_("open day"))
    introduction = RichTextField(_("introduction"), features=_PLAIN, blank=True)
    programme = StreamField([("step", ProgrammeStep())], verbose_name=pgettext_lazy("visit", "programme"), blank=True)
    rules_text = RichTextField(_("safety and age rules"), features=_PLAIN, blank=True)
    accessibility_text = RichTextField(_("accessibility in words"), features=_PLAIN, blank=True)
    directions = RichTextField(_("directions"), features=_PLAIN, blank=True)
    way_picture = models.ForeignKey(
        SiteImage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sketch of the way"),
        help_text=_(
            "A drawing of our own with stop, gate and reception; no cut-out of somebody's map. Say the same in words under directions."
        ),
    )
    questions = StreamField(
        [("question", QuestionBlock())],
        verbose_name=_("questions and answers"),
        blank=True,
        help_text=_("What visitors of this open day ask again and again, three to eight questions."),
    )

    read_with = ("picture", "way_picture", "open_day__unit")
    # The path in the language of the reader; set by queries.open_day_pages.
    address: str = ""

    base_form_class = OpenDayPageForm
    # A translation is about the same open day and ends in the same address. The editor of translations would offer
    # the bare number of the one for changing, and ask everybody to translate the other.
    override_translatable_fields: ClassVar[list[Any]] = [SynchronizedField("open_day", overridable=False), SynchronizedField("slug")]
    parent_page_types: ClassVar[list[str]] = ["events.OpenDayIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "events/open_day.html"
    search_kind: ClassVar[str] = "open-days"
    search_unit: ClassVar[str] = "open_day__unit"
    search_day: ClassVar[str] = "open_day__sessions__starts_at"
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("programme"),
        index.SearchField("directions"),
        index.SearchField("questions"),
    ]
    content_panels: ClassVar[list[Panel]] = [
        FieldPanel("open_day"),
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("programme"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("rules_text", "accessibility_text", "directions", "way_picture")],
            heading=_("Before the visit"),
        ),
        FieldPanel("questions"),
    ]

    class Meta:
        verbose_name = _("page of an open day")
        verbose_name_plural = _("pages of open days")

    class PersonalData:
        none = "Text of a public page"

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return OwnPageTester(user, self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self._join_translations()
        super().save(*args, **kwargs)

    def _join_translations(self) -> None:
        """Become the translation of the open day's page in another language, so that visitors can switch."""
        others = OpenDayPage.objects.filter(open_day_id=self.open_day_id)
        if not others.filter(locale_id=self.locale_id).exists() and (other := others.order_by("pk").first()):
            self.translation_key = other.translation_key
