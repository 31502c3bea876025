"""What the office promises for each kind of case, and the six checks a complaint can name."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openday.language.names import in_language
from openday.oversight.vocabulary import Category


class ServiceStandard(models.Model):
    """The time limits for one category, in working days.

    Versioned: a case keeps the version that held when it was received. A new promise is a new
    row, never an edit of an old one.
    """

    category = models.CharField(_("category"), max_length=13, choices=Category)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    valid_from = models.DateField(_("valid from"))
    triage_days = models.PositiveSmallIntegerField(_("working days to accept or direct elsewhere"), default=2)
    answer_days = models.PositiveSmallIntegerField(_("working days to answer"))
    extension_days = models.PositiveSmallIntegerField(_("working days of the one extension"), default=0)
    redo_days = models.PositiveSmallIntegerField(_("working days to answer again"), default=15)
    appeal_days = models.PositiveSmallIntegerField(_("working days of the second review"), default=20)
    again_days = models.PositiveSmallIntegerField(_("days after the answer in which to ask again"), default=30)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_en = models.CharField(_("source in English"), max_length=300, blank=True)

    class PersonalData:
        none = "Promises of the office"

    class Meta:
        ordering = ["category", "-version"]
        verbose_name = _("service standard")
        verbose_name_plural = _("service standards")
        constraints = [
            models.UniqueConstraint(fields=["category", "version"], name="one_version_of_a_standard"),
            models.CheckConstraint(condition=Q(answer_days__gte=1), name="an_answer_takes_a_day_or_more"),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} {self.version}"


class CheckItem(models.Model):
    """One of the six checks (六查六看) that a complaint about testing quality names."""

    code = models.SlugField(_("code"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    name_zh = models.CharField(_("name in Simplified Chinese"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=80)
    question_zh = models.CharField(_("what to look at, in Simplified Chinese"), max_length=120)
    question_en = models.CharField(_("what to look at, in English"), max_length=200)

    class PersonalData:
        none = "A vocabulary"

    class Meta:
        ordering = ["position"]
        verbose_name = _("check")
        verbose_name_plural = _("six checks")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_in()

    @property
    def question(self) -> str:
        return in_language(zh=self.question_zh, en=self.question_en)

    def name_in(self, language: str | None = None) -> str:
        return in_language(zh=self.name_zh, en=self.name_en, language=language)


class CaseCounter(models.Model):
    """The last case number given out in a year."""

    MOST: ClassVar = 999_999

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class PersonalData:
        none = "A counter"

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__lte=999_999), name="case_numbers_have_six_digits")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
