"""Campaigns and what they planned, with empty slots where the source counts but doesn't name."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.models import Unit
from openday.language.names import in_language


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
        return in_language(zh=self.when_zh, en=self.when_en, language=language)
