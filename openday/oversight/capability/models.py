"""What has to be tested, and whether we can (检需检能核定)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.language.names import in_language


class CapabilityLine(models.Model):
    """One demand, and the capability that stands against it. Public only when it is marked so."""

    class State(models.TextChoices):
        PRESENT = "present", pgettext_lazy("capability", "Present")
        BUILDING = "building", pgettext_lazy("capability", "Being built")
        GAP = "gap", pgettext_lazy("capability", "Gap")

    demand_zh = models.CharField(_("what has to be tested, in Simplified Chinese"), max_length=120)
    demand_en = models.CharField(_("what has to be tested, in English"), max_length=200, blank=True)
    source_zh = models.CharField(_("who demands it, in Simplified Chinese"), max_length=120, blank=True)
    source_en = models.CharField(_("who demands it, in English"), max_length=200, blank=True)
    method_zh = models.CharField(_("method in Simplified Chinese"), max_length=120, blank=True)
    method_en = models.CharField(_("method in English"), max_length=200, blank=True)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="capability_lines", verbose_name=_("unit"))
    state = models.CharField(_("state"), max_length=8, choices=State)
    due_on = models.DateField(_("to be present by"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False, help_text=_("Only what secrecy allows. Others see nothing of the rest."))
    note = models.TextField(_("note (internal)"), blank=True)

    class PersonalData:
        none = "Test methods"

    class Meta:
        ordering = ["unit__code", "demand_zh", "pk"]
        verbose_name = _("line of demand and capability")
        verbose_name_plural = _("demand and capability")
        constraints = [
            models.CheckConstraint(condition=~Q(state="building") | Q(due_on__isnull=False), name="capability_being_built_has_a_day"),
        ]

    def __str__(self) -> str:
        return self.demand_in()

    def demand_in(self, language: str | None = None) -> str:
        return in_language(zh=self.demand_zh, en=self.demand_en, language=language)

    def source_in(self, language: str | None = None) -> str:
        return in_language(zh=self.source_zh, en=self.source_en, language=language)

    def method_in(self, language: str | None = None) -> str:
        return in_language(zh=self.method_zh, en=self.method_en, language=language)
