"""Shape of what staff write into letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openday.mail import rules
from openday.mail.kinds import Kind


class WordsForm(forms.Form):
    """Subject, opening and closing of one kind of letter in one language; only its own places may be named."""

    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=120, required=False, help_text=gettext_lazy("Left empty, the built-in subject is used.")
    )
    intro = forms.CharField(
        label=gettext_lazy("Opening words"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Stands in place of the built-in opening. Left empty, the built-in opening is used."),
    )
    outro = forms.CharField(
        label=gettext_lazy("Closing words"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Printed after the built-in text."),
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_subject(self) -> str:
        return self._checked(" ".join(self.cleaned_data["subject"].split()))

    def clean_intro(self) -> str:
        return self._checked(self.cleaned_data["intro"])

    def clean_outro(self) -> str:
        return self._checked(self.cleaned_data["outro"])

    def _checked(self, text: str) -> str:
        if wrong := rules.unknown_places(text, self.kind.placeholders):
            known = " ".join(f"{{{name}}}" for name in self.kind.placeholders) or _("none")
            raise forms.ValidationError(
                _("This letter has no place %(wrong)s. Places you can use: %(known)s.") % {"wrong": " ".join(wrong), "known": known}
            )
        return text
