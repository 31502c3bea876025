"""Instruments: until when each is calibrated, how long it ran, and for whom its hours are open (共享机制)."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from openday.accounts.personal_data import PersonalField
from openday.language.names import in_language
from openday.oversight.instruments import rules
from openday.oversight.models.append_only import AppendOnly


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def in_use(self) -> "InstrumentQuerySet":
        return self.filter(is_in_use=True)

    def published(self) -> "InstrumentQuerySet":
        """What everybody may read about."""
        return self.in_use().filter(is_public=True)

    def with_calibration(self) -> "InstrumentQuerySet":
        """Each with `valid_until`: the day to which its last calibration holds; None when there is none or the last one failed."""
        last = Calibration.objects.filter(instrument=OuterRef("pk")).order_by("-calibrated_on", "-pk")
        day = models.Case(
            models.When(result=Calibration.Result.FAILED, then=None), default=F("valid_until"), output_field=models.DateField()
        )
        return self.annotate(valid_until=Subquery(last.annotate(day=day).values("day")[:1]))

    def overdue(self, *, today: date) -> "InstrumentQuerySet":
        """In use, needs a calibration, and has none that holds today."""
        rows = self.in_use().filter(needs_calibration=True).with_calibration()
        return rows.filter(Q(valid_until=None) | Q(valid_until__lt=today))


class Instrument(index.Indexed, models.Model):
    """One device of a laboratory. Public only when it is marked so."""

    code = models.SlugField(_("code"), unique=True, help_text=_("Short name used in addresses and files, such as food."))
    name_zh = models.CharField(_("name in Simplified Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    model = models.CharField(_("make and model"), max_length=80, blank=True)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="instruments", verbose_name=_("unit"))
    use_zh = models.TextField(_("what it is for, in Simplified Chinese"), blank=True)
    use_en = models.TextField(_("what it is for, in English"), blank=True)
    is_in_use = models.BooleanField(_("in use"), default=True)
    needs_calibration = models.BooleanField(_("needs calibration"), default=True)
    is_public = models.BooleanField(_("public"), default=False, help_text=_("Everyone reads name, unit, calibration and hours."))
    is_shared = models.BooleanField(_("shared with others"), default=False, help_text=_("Stands in the catalogue and can be asked for."))
    open_hours_zh = models.CharField(_("hours open to others, in Simplified Chinese"), max_length=120, blank=True)
    open_hours_en = models.CharField(_("hours open to others, in English"), max_length=160, blank=True)
    terms_zh = models.TextField(_("terms of use in Simplified Chinese"), blank=True)
    terms_en = models.TextField(_("terms of use in English"), blank=True)

    objects = InstrumentQuerySet.as_manager()

    search_fields: ClassVar[list[Any]] = [
        *(index.SearchField(name) for name in ("code", "model", "use_zh", "use_en")),
        *(index.SearchField(name, boost=2) for name in ("name_zh", "name_en")),
        *(index.AutocompleteField(name) for name in ("name_zh", "name_en")),
    ]

    class PersonalData:
        none = "Devices"

    class Meta:
        ordering = ["unit__code", "code"]
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        constraints = [
            models.CheckConstraint(condition=Q(is_shared=False) | Q(is_public=True), name="shared_instrument_is_public"),
            models.CheckConstraint(condition=Q(is_shared=False) | ~Q(open_hours_zh=""), name="shared_instrument_says_its_hours"),
        ]

    def __str__(self) -> str:
        return self.name_in()

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        if not self.is_published:
            # Saving puts nothing into the index that is not public, and takes nothing out of it.
            index.remove_object(self)

    @classmethod
    def get_indexed_objects(cls) -> InstrumentQuerySet:
        rows: InstrumentQuerySet = cls.objects.published()
        return rows

    @property
    def is_published(self) -> bool:
        return self.is_in_use and self.is_public

    def name_in(self, language: str | None = None) -> str:
        return in_language(zh=self.name_zh, en=self.name_en, language=language)

    def use_in(self, language: str | None = None) -> str:
        return in_language(zh=self.use_zh, en=self.use_en, language=language)

    def open_hours_in(self, language: str | None = None) -> str:
        return in_language(zh=self.open_hours_zh, en=self.open_hours_en, language=language)

    def terms_in(self, language: str | None = None) -> str:
        return in_language(zh=self.terms_zh, en=self.terms_en, language=language)


class Calibration(AppendOnly):
    """One calibration (检定、校准). Written once; a mistake is put right by the next row."""

    class Result(models.TextChoices):
        PASSED = "passed", pgettext_lazy("calibration", "Passed")
        LIMITED = "limited", pgettext_lazy("calibration", "Passed with limits")
        FAILED = "failed", pgettext_lazy("calibration", "Failed")

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="calibrations", verbose_name=_("instrument"))
    calibrated_on = models.DateField(_("calibrated on"))
    valid_until = models.DateField(_("valid until"))
    result = models.CharField(_("result"), max_length=7, choices=Result, default=Result.PASSED)
    by_whom_zh = models.CharField(_("calibrated by, in Simplified Chinese"), max_length=80)
    by_whom_en = models.CharField(_("calibrated by, in English"), max_length=120, blank=True)
    certificate = models.CharField(_("certificate number (internal)"), max_length=60, blank=True)
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("entered by")
    )

    class PersonalData:
        erase: dict[str, PersonalField] = {}
        keep = {
            "instrument",
            "calibrated_on",
            "valid_until",
            "result",
            "by_whom_zh",
            "by_whom_en",
            "certificate",
            "entered_at",
            "entered_by",
        }

    class Meta:
        ordering = ["-calibrated_on", "-pk"]
        verbose_name = _("calibration")
        verbose_name_plural = _("calibrations")
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("calibrated_on")), name="calibration_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.calibrated_on}"

    def by_whom_in(self, language: str | None = None) -> str:
        return in_language(zh=self.by_whom_zh, en=self.by_whom_en, language=language)


class InstrumentHours(models.Model):
    """How long an instrument ran in a period (绩效考核). Whole hours."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="hours", verbose_name=_("instrument"))
    period_from = models.DateField(_("period from"))
    period_to = models.DateField(_("period to"))
    available = models.PositiveIntegerField(_("hours available"), help_text=_("Hours in which it could have been used."))
    used = models.PositiveIntegerField(_("hours used"))
    for_others = models.PositiveIntegerField(_("of them for others"), default=0)
    out_of_order = models.PositiveIntegerField(_("hours out of order"), default=0)

    class PersonalData:
        none = "Hours of devices"

    class Meta:
        ordering = ["instrument", "-period_to"]
        verbose_name = _("hours of an instrument")
        verbose_name_plural = _("hours of instruments")
        constraints = [
            models.UniqueConstraint(fields=["instrument", "period_from", "period_to"], name="one_row_of_hours_per_period"),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="hours_period_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(used__lte=F("available")), name="used_hours_were_available"),
            models.CheckConstraint(condition=Q(for_others__lte=F("used")), name="hours_for_others_were_used"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.period_from} – {self.period_to}"

    @property
    def use(self) -> str:
        """Share of the available hours in which it ran, such as 61.5%; empty when none were available."""
        return rules.percent(rules.share(self.used, self.available))
