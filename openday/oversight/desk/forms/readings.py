"""The reading of an indicator, as a unit enters it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.accounts.models import Unit
from openday.oversight import commitments
from openday.oversight.desk.forms.base import offer, text_field
from openday.oversight.desk.widgets import day_input
from openday.oversight.models import Indicator, Measurement


class ReadingForm(forms.Form):
    """A reading of an indicator, as a unit enters it."""

    indicator = forms.ModelChoiceField(label=_("Indicator"), queryset=Indicator.objects.all())
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    period_from = forms.DateField(label=_("Period from"), widget=day_input())
    period_to = forms.DateField(label=_("Period to"), widget=day_input())
    numerator = forms.IntegerField(label=_("Counted"), min_value=0, max_value=2_000_000_000)
    denominator = forms.IntegerField(label=_("Out of"), min_value=1, max_value=2_000_000_000)
    evidence_zh = text_field(_("Evidence in Simplified Chinese"), max_length=300)
    evidence_en = text_field(_("Evidence in English"), max_length=300, required=False)
    reason_zh = text_field(_("Reason of a miss and what is done, in Simplified Chinese"), max_length=500, required=False)
    reason_en = text_field(_("Reason of a miss and what is done, in English"), max_length=500, required=False)
    corrects = forms.ModelChoiceField(label=_("Corrects the reading"), queryset=Measurement.objects.none(), required=False)

    def __init__(self, *args: Any, unit_ids: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", Unit.objects.filter(pk__in=unit_ids))
        open_to_correction = Measurement.objects.filter(unit__in=unit_ids, corrected_by=None).select_related("indicator", "unit")
        offer(self, "corrects", open_to_correction)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", _("The period ends before it starts."))
        counted, whole = cleaned.get("numerator"), cleaned.get("denominator")
        if counted is not None and whole is not None and counted > whole:
            self.add_error("numerator", _("More were counted than there are."))
        corrected = cleaned.get("corrects")
        if corrected and (corrected.indicator, corrected.unit) != (cleaned.get("indicator"), cleaned.get("unit")):
            self.add_error("corrects", _("A correction is of the same indicator and unit."))
        if not self.errors and not cleaned.get("reason_zh") and commitments.would_miss(**self._figure(cleaned)):
            self.add_error("reason_zh", _("This misses the target: say why, and what is done about it."))
        return cleaned

    @staticmethod
    def _figure(cleaned: dict[str, Any]) -> dict[str, Any]:
        return {name: cleaned[name] for name in ("indicator", "unit", "period_to", "numerator", "denominator")}
