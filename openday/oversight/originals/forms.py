"""Why a seal is opened."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.intake.fields import LineField


class OpenForm(forms.Form):
    reason = LineField(
        label=_("Why is the copy not enough, and what do you look for in the original?"),
        max_length=300,
        error_messages={"required": _("Write the reason.")},
    )
