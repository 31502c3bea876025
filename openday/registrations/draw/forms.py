"""What staff enter about a draw."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from openday.events.staff.fields import DayInput
from openday.intake.fields import LineField
from openday.registrations.draw import lots


class ValueNameForm(forms.Form):
    value_zh = LineField(
        label=_("Public value, in Simplified Chinese"),
        min_length=4,
        max_length=200,
        help_text=_(
            "Which one, where it is published, in which order. Such as: the six red balls of the welfare lottery, in rising order."
        ),
    )
    value_en = LineField(label=_("Public value, in English"), max_length=200, required=False)
    value_on = forms.DateField(
        label=_("Day of the public value"),
        widget=DayInput,
        help_text=_("After the deadline and before the visit. Nobody may be able to know the value before that day."),
    )


class SetUpForm(ValueNameForm):
    applies_until = forms.DateTimeField(
        label=_("Parties apply until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    field_order = ["applies_until", "value_zh", "value_en", "value_on"]


class EnterValueForm(forms.Form):
    value = LineField(
        label=_("The public value"),
        max_length=200,
        help_text=_("As it was published, figures in that order, a blank between them, no thousands separators. Such as: 3 9 14 21 28 33"),
    )

    def clean_value(self) -> str:
        value = lots.plain_value(self.cleaned_data["value"])
        if not value:
            raise ValidationError(_("Please enter the figures of the value."))
        return value
