"""What the visitor says in an appeal, and what staff answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.intake.fields import BlockField, LineField
from openday.intake.forms import PublicForm


class AppealForm(PublicForm):
    reason = BlockField(
        label=_("What happened?"),
        max_length=600,
        rows=4,
        help_text=_("A sentence is enough: we were there, I had written to you, somebody was ill."),
        error_messages={"required": _("Please say in a few words what happened.")},
    )


class AnswerForm(forms.Form):
    answer = LineField(
        label=_("Reason, in the visitor's language"),
        max_length=300,
        required=False,
        help_text=_("It stands in the letter. Needed when the appeal is refused."),
    )
