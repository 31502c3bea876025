"""Campaigns and what they planned, with empty slots where the source counts but doesn't name."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.models import Unit
from openday.language.names import in_language
from openday.oversight import windows


class Programme(models.Model):
    """A campaign of the authority, such as the rectification of testing work."""

    code = models.SlugField(_("code"), unique=True)
    name_zh = models.CharField(_("name in Simplified Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    source_zh = models.CharField(_("source in Simplified Chinese"), max_length=200)
    source_en = models.CharField(_("source in English"), max_length=200, blank=True)

    class PersonalData:
        none = "What the authority planned"

    class Meta:
        ordering = ["code"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_in()

    def name_in(self, language: str | None = None) -> str:
        return in_language(zh=self.name_zh, en=self.name_en, language=language)

    def source_in(self, language: str | None = None) -> str:
        return in_language(zh=self.source_zh, en=self.source_en, language=language)


class PlanItem(models.Model):
    """One stage, task or activity of a programme. Without a title it is a slot that the source counts but doesn't name."""

    class Kind(models.TextChoices):
        STAGE = "stage", pgettext_lazy("plan item", "Stage")
        TASK = "task", pgettext_lazy("plan item", "Key task")
        MILESTONE = "milestone", pgettext_lazy("plan item", "Milestone")
        ACTIVITY = "activity", pgettext_lazy("plan item", "Activity")
        TRAINING = "training", pgettext_lazy("plan item", "Training")
        MEASURE = "measure", pgettext_lazy("plan item", "Measure")

    class Progress(models.TextChoices):
        UNKNOWN = "unknown", pgettext_lazy("plan item", "Not published")
        PLANNED = "planned", pgettext_lazy("plan item", "Planned")
        UNDER_WAY = "under_way", pgettext_lazy("plan item", "Under way")
        DONE = "done", pgettext_lazy("plan item", "Done")

    class Precision(models.TextChoices):
        DAY = "day", pgettext_lazy("plan item", "to the day")
        TEN_DAYS = "ten_days", pgettext_lazy("plan item", "to ten days (early, mid, late)")
        MONTH = "month", pgettext_lazy("plan item", "to the month")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="items", verbose_name=_("programme"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    number = models.PositiveSmallIntegerField(_("number"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="plan_items", verbose_name=_("unit"))
    title_zh = models.CharField(_("title in Simplified Chinese"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    text_zh = models.TextField(_("text in Simplified Chinese"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    # As the source prints it ("mid June"): a date would claim a precision that it doesn't have.
    when_zh = models.CharField(_("when, in Simplified Chinese"), max_length=60, blank=True)
    when_en = models.CharField(_("when, in English"), max_length=80, blank=True)
    starts_on = models.DateField(_("window opens on"), null=True, blank=True)
    ends_on = models.DateField(_("window closes on"), null=True, blank=True)
    precision = models.CharField(_("how exact"), max_length=8, choices=Precision, default=Precision.DAY)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of"))
    # Of a level of training: who may work, of all who do. Empty: not published.
    certified = models.PositiveIntegerField(_("with a certificate"), null=True, blank=True)
    in_post = models.PositiveIntegerField(_("in post"), null=True, blank=True)
    figure_on = models.DateField(_("counted on"), null=True, blank=True)
    progress = models.CharField(_("progress"), max_length=9, choices=Progress, default=Progress.UNKNOWN)

    class PersonalData:
        none = "What the authority planned"

    class Meta:
        ordering = ["programme", "kind", "unit", "number"]
        verbose_name = _("plan item")
        verbose_name_plural = _("plan items")
        constraints = [
            # Two, because SQLite can't treat two empty units as the same.
            models.UniqueConstraint(fields=["programme", "kind", "unit", "number"], name="one_plan_item_of_a_number_per_unit"),
            models.UniqueConstraint(
                fields=["programme", "kind", "number"], condition=Q(unit=None), name="one_common_plan_item_of_a_number"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="plan_window_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(certified=None, in_post=None, figure_on=None)
                | Q(certified__isnull=False, in_post__gte=1, figure_on__isnull=False, certified__lte=F("in_post")),
                name="training_figure_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title_in() or f"{self.get_kind_display()} {self.number}"

    @property
    def is_named(self) -> bool:
        """False: the source counts this slot but doesn't name it (原文未列出)."""
        return bool(self.title_zh)

    def title_in(self, language: str | None = None) -> str:
        return in_language(zh=self.title_zh, en=self.title_en, language=language)

    def text_in(self, language: str | None = None) -> str:
        return in_language(zh=self.text_zh, en=self.text_en, language=language)

    def when_in(self, language: str | None = None) -> str:
        """As the source prints it; else from the window, as exact as it is known."""
        printed = in_language(zh=self.when_zh, en=self.when_en, language=language)
        return printed or windows.in_words(self.starts_on, self.ends_on, self.precision)

    def is_overdue(self, *, today: date) -> bool:
        """Not done, and the last day of the window is over: what is due in mid June is late from the 21st on."""
        return self.progress != self.Progress.DONE and self.ends_on is not None and today > windows.last_day(self.ends_on, self.precision)
