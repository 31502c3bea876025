"""What staff must say before they look at or change what belongs to a visitor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.intake.fields import LineField


class RevealForm(forms.Form):
    reason = LineField(
        label=_("Why do you need to see it?"),
        min_length=4,
        max_length=200,
        help_text=_("Your name, the time and this reason are noted, and the data protection officer reads them."),
    )


class CancelForm(forms.Form):
    reason = LineField(
        label=_("Reason, in the visitor's language"),
        min_length=2,
        max_length=300,
        help_text=_("It stands in the letter to the visitor."),
    )
