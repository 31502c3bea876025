"""What the quality office types into a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.intake.fields import BlockField, LineField


class WordsForm(forms.Form):
    """The words of a report; blank lines make paragraphs."""

    text_zh = BlockField(
        label=_("Text in Simplified Chinese"),
        max_length=6000,
        rows=12,
        help_text=_("The numbers stand beside it on the page. Say what they mean, what was learnt and what is done about it; name nobody."),
    )
    text_en = BlockField(label=_("Text in English"), max_length=6000, rows=10, required=False)


class ReasonForm(forms.Form):
    """Why a published report gets a further revision."""

    reason_zh = LineField(label=_("Reason in Simplified Chinese"), max_length=300, help_text=_("Everybody reads it above the report."))
    reason_en = LineField(label=_("Reason in English"), max_length=300, required=False)
