"""What staff choose before something is printed; names are for organisers, who say why."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from openday.intake.fields import LineField


class _WithNames(forms.Form):
    """Adds a tick for names in full and the reason for it, where `may_name` says that they may be asked for."""

    names_label: Any = ""
    names_help: Any = ""

    def __init__(self, *args: Any, may_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_name:
            self.fields["names"] = forms.BooleanField(label=self.names_label, help_text=self.names_help, required=False)
            self.fields["reason"] = LineField(
                label=gettext_lazy("Why are the names needed?"),
                required=False,
                min_length=4,
                max_length=200,
                help_text=gettext_lazy("Your name, the time and this reason are noted, and the data protection officer reads them."),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("names") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Please say why the names are needed, or take the tick away."))
        return cleaned


class GateListForm(_WithNames):
    names_label = gettext_lazy("Print the names in full")
    names_help = gettext_lazy("Without the tick only the first letter or character of each name is printed.")

    order = forms.ChoiceField(
        label=pgettext_lazy("list", "In the order of"),
        choices=[("code", gettext_lazy("the codes")), ("name", gettext_lazy("the names"))],
        initial="code",
        widget=forms.RadioSelect,
    )


class BadgesForm(_WithNames):
    names_label = gettext_lazy("Print the name on the badge")
    names_help = gettext_lazy("We know one name of each party: it stands on its first badge; the others get a line to write on.")

    per = forms.ChoiceField(
        label=gettext_lazy("How many"),
        choices=[("person", gettext_lazy("One for each person")), ("party", gettext_lazy("One for each party"))],
        initial="person",
        widget=forms.RadioSelect,
    )
