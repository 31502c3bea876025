"""What is to be corrected, and what the office answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.intake.fields import BlockField
from openday.intake.forms import PublicForm
from openday.oversight.desk.forms import SHORT, text_field
from openday.oversight.own_data.models import About

TEXT_MAX = 2000


class CorrectionForm(PublicForm):
    about = forms.ChoiceField(
        label=_("What is to be corrected?"),
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to be corrected.")},
    )
    text = BlockField(
        label=_("What is wrong, and how is it right?"),
        max_length=TEXT_MAX,
        rows=5,
        error_messages={"required": _("Write what is wrong, and how it is right.")},
    )

    def __init__(self, *args: Any, is_published: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(About) if is_published else [About.OWN]
        self.fields["about"].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]
        self.fields["about"].initial = offered[0] if len(offered) == 1 else None


class DecisionForm(forms.Form):
    answer = text_field(
        _("Answer to the citizen"),
        max_length=SHORT,
        help_text=_("The citizen reads this. A refusal needs its reason (PIPL article 50)."),
    )
