"""What staff say when they decide about requests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.intake.fields import LineField
from openday.registrations.models import Asking


class DecideForm(forms.Form):
    """The requests that are ticked, and why they are refused."""

    chosen = forms.ModelMultipleChoiceField(queryset=Asking.objects.none(), error_messages={"required": _("Tick at least one request.")})
    reason = LineField(
        label=_("Reason of a refusal, in the visitor's language"),
        max_length=300,
        required=False,
        help_text=_("It stands in the letter. An approval needs none."),
    )

    def __init__(self, data: Any = None, *, askings: Any, needs_reason: bool = False) -> None:
        super().__init__(data)
        self.fields["chosen"].queryset = askings  # type: ignore[attr-defined]
        self.fields["reason"].required = needs_reason
        self.fields["reason"].error_messages["required"] = _("Please give the reason: it is written to the visitor.")
