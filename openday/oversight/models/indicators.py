"""What was promised in figures (质量承诺), and the readings (读数) that show whether it is kept."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from openday.accounts.models import Unit
from openday.accounts.personal_data import PersonalField
from openday.language.names import in_language
from openday.oversight import verdicts
from openday.oversight.verdicts import Basis, Direction, Verdict


class Indicator(index.Indexed, models.Model):
    """Something that is counted: so many of so many."""

    class Scale(models.TextChoices):
        PERCENT = "percent", _("percent")
        PER_MILLE = "per_mille", _("per mille")

    code = models.SlugField(_("code"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name_zh = models.CharField(_("name in Simplified Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120)
    definition_zh = models.TextField(_("definition in Simplified Chinese"))
    definition_en = models.TextField(_("definition in English"))
    numerator_zh = models.CharField(_("numerator in Simplified Chinese"), max_length=300, blank=True)
    numerator_en = models.CharField(_("numerator in English"), max_length=400, blank=True)
    denominator_zh = models.CharField(_("denominator in Simplified Chinese"), max_length=300, blank=True)
    denominator_en = models.CharField(_("denominator in English"), max_length=400, blank=True)
    # With fewer, a figure within the target shows nothing, whatever the sum says.
    least_denominator = models.PositiveIntegerField(
        _("smallest whole"), default=1, help_text=_("With fewer than this the figure is never called attained.")
    )
    basis = models.CharField(_("basis of the count"), max_length=8, choices=Basis)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction)
    scale = models.CharField(_("scale"), max_length=9, choices=Scale, default=Scale.PERCENT)

    search_fields: ClassVar[list[Any]] = [
        *(index.SearchField(name, boost=2) for name in ("name_zh", "name_en")),
        *(index.SearchField(name) for name in ("definition_zh", "definition_en")),
        *(index.AutocompleteField(name) for name in ("name_zh", "name_en")),
    ]

    class PersonalData:
        none = "Definitions of figures"

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [models.CheckConstraint(condition=Q(least_denominator__gte=1), name="smallest_whole_is_one_or_more")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_in()

    def name_in(self, language: str | None = None) -> str:
        return in_language(zh=self.name_zh, en=self.name_en, language=language)

    def numerator_in(self, language: str | None = None) -> str:
        return in_language(zh=self.numerator_zh, en=self.numerator_en, language=language)

    def denominator_in(self, language: str | None = None) -> str:
        return in_language(zh=self.denominator_zh, en=self.denominator_en, language=language)

    def definition_in(self, language: str | None = None) -> str:
        return in_language(zh=self.definition_zh, en=self.definition_en, language=language)


class Target(models.Model):
    """A promise for one indicator, and whose promise it is."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name=_("indicator"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="targets", verbose_name=_("unit"), help_text=_("Whom the target binds: never others.")
    )
    set_by_zh = models.CharField(_("set by, in Simplified Chinese"), max_length=80)
    set_by_en = models.CharField(_("set by, in English"), max_length=120, blank=True)
    limit_per_mille = models.DecimalField(_("target in per mille"), max_digits=7, decimal_places=3)
    position = models.PositiveSmallIntegerField(_("order in time"), default=1)
    valid_from = models.DateField(_("valid from"), null=True, blank=True, help_text=_("Empty: the date was not published."))
    source_zh = models.CharField(_("source in Simplified Chinese"), max_length=200)
    source_en = models.CharField(_("source in English"), max_length=200, blank=True)

    class PersonalData:
        none = "Promises in figures"

    class Meta:
        ordering = ["indicator", "unit", "position"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "unit", "position"], name="targets_follow_one_another"),
            models.CheckConstraint(condition=Q(limit_per_mille__gte=0, limit_per_mille__lte=1000), name="target_is_0_to_1000_per_mille"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.limit_per_mille.normalize():f}‰"

    def set_by_in(self, language: str | None = None) -> str:
        return in_language(zh=self.set_by_zh, en=self.set_by_en, language=language)


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def released(self) -> "MeasurementQuerySet":
        """Readings that the quality office has released to the public, corrected ones included."""
        return self.filter(released_at__isnull=False)

    def standing(self) -> "MeasurementQuerySet":
        """Released readings that no released correction has replaced."""
        corrected = self.model._default_manager.filter(corrects=models.OuterRef("pk"), released_at__isnull=False)
        return self.released().filter(~models.Exists(corrected))


class Measurement(models.Model):
    """One reading: `numerator` of `denominator` in a period. Written once; a correction is a new row."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="measurements", verbose_name=_("indicator"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="measurements", verbose_name=_("unit"))
    period_from = models.DateField(_("period from"))
    period_to = models.DateField(_("period to"))
    numerator = models.PositiveIntegerField(_("counted"))
    denominator = models.PositiveIntegerField(_("out of"))
    evidence_zh = models.CharField(_("evidence in Simplified Chinese"), max_length=300)
    evidence_en = models.CharField(_("evidence in English"), max_length=300, blank=True)
    reason_zh = models.CharField(_("reason of a miss and what is done, in Simplified Chinese"), max_length=500, blank=True)
    reason_en = models.CharField(_("reason of a miss and what is done, in English"), max_length=500, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrects the reading")
    )
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )

    objects = MeasurementQuerySet.as_manager()

    class PersonalData:
        erase: dict[str, PersonalField] = {}
        keep = {
            "indicator", "unit", "period_from", "period_to", "numerator", "denominator", "evidence_zh", "evidence_en", "reason_zh",
            "reason_en", "corrects", "entered_at", "entered_by", "released_at", "released_by",
        }  # fmt: skip

    class Meta:
        ordering = ["indicator", "unit", "-period_to", "-pk"]
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.CheckConstraint(condition=Q(numerator__lte=F("denominator")), name="reading_counts_at_most_its_whole"),
            models.CheckConstraint(condition=Q(denominator__gte=1), name="reading_is_out_of_one_or_more"),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="reading_period_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None) | Q(released_at__isnull=False, released_by__isnull=False),
                name="release_has_a_moment_and_a_person",
            ),
            models.CheckConstraint(condition=~Q(released_by=F("entered_by")), name="reading_is_released_by_someone_else"),
        ]

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"

    @property
    def per_mille(self) -> Decimal:
        return Decimal(self.numerator * 1000) / Decimal(self.denominator)

    def verdict_against(self, target: Target) -> Verdict:
        return verdicts.verdict(
            numerator=self.numerator,
            denominator=self.denominator,
            limit_per_mille=target.limit_per_mille,
            direction=self.indicator.direction,
            basis=self.indicator.basis,
            least=self.indicator.least_denominator,
        )
