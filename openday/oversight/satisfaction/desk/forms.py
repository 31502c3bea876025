"""What whoever called writes down."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.oversight.desk.forms import text_field
from openday.oversight.models import CallBack
from openday.oversight.satisfaction.models import CallOutcome

_BY_TELEPHONE = [CallOutcome.SETTLED, CallOutcome.NO_WISH, CallOutcome.REDO, CallOutcome.UNREACHED]


def has_number_to_call(call: CallBack) -> bool:
    case = call.rating.case
    return case.contact_kind == "mobile" and case.may_be_written_to


class CallBackForm(forms.Form):
    """Only what is possible is offered: nobody without a number can be called, and nothing is worked on again twice."""

    outcome = forms.TypedChoiceField(label=_("What came of it"), coerce=CallOutcome, widget=forms.RadioSelect)
    said = text_field(_("What was said"), max_length=2000)

    def __init__(self, *args: Any, call: CallBack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = call.rating.case
        has_number = has_number_to_call(call)
        offered = _BY_TELEPHONE if has_number else [CallOutcome.WRITTEN]
        needed = call.rating.standard.call_attempts
        if has_number and call.days_tried() < needed:
            offered = [outcome for outcome in offered if outcome != CallOutcome.UNREACHED]
        if not case.may_be_redone:
            offered = [outcome for outcome in offered if outcome != CallOutcome.REDO]
        self.fields["outcome"].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]
        if has_number:
            self.fields["said"].help_text = (
                _(
                    "In short, for the quality office. If you reached nobody, write to the citizen instead: the words then stand on the "
                    "page of the case."
                )
                if CallOutcome.UNREACHED in offered
                else _("In short, for the quality office.")
            )
        else:
            self.fields["outcome"].initial = CallOutcome.WRITTEN
            self.fields["said"].label = _("Message to the citizen")
            self.fields["said"].help_text = _("There is no number to call. The citizen reads these words on the page of the case.")
