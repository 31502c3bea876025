"""Two questions, and a few words if somebody likes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.intake.fields import BlockField
from openday.intake.forms import PublicForm
from openday.oversight.satisfaction.rules import Level

WORDS_MAX = 1000
_CHOOSE = {"required": _("Choose one of the five."), "invalid_choice": _("Choose one of the five.")}


def _level(label: Any, help_text: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, help_text=help_text, choices=Level.choices, coerce=int, widget=forms.RadioSelect, error_messages=_CHOOSE
    )


class RatingForm(PublicForm):
    process = _level(_("How did we handle it?"), _("How fast, how friendly, how clear."))
    result = _level(_("What do you think of the result?"), _("What was answered, and what became of it."))
    words = BlockField(
        label=_("Would you like to say more?"),
        max_length=WORDS_MAX,
        rows=4,
        required=False,
        help_text=_("Only the quality office reads this. Nothing of it is published."),
    )
