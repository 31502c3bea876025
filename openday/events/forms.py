"""What a visitor can filter the list of open days by."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.events.models import AccessFact, Audience, GuideLanguage

_ANY = ("", pgettext_lazy("filter", "Any"))


class SessionFilterForm(forms.Form):
    """Everything is optional; what cannot be read is left out, for addresses get shortened, mistyped and shared."""

    unit = forms.ChoiceField(label=_("Laboratory or centre"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    audience = forms.ChoiceField(label=_("For whom"), required=False, choices=[_ANY, *Audience.choices])
    language = forms.ChoiceField(label=_("Guided in"), required=False, choices=[_ANY, *GuideLanguage.choices])
    access = forms.ChoiceField(label=_("Accessibility"), required=False, choices=[_ANY, *AccessFact.choices])

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [_ANY, *units]  # type: ignore[attr-defined]

    @classmethod
    def understand(cls, query: QueryDict, *, units: Iterable[tuple[str, str]]) -> "SessionFilterForm":
        """Return a form that holds what could be read of the address, without complaints; see `chosen`."""
        units = list(units)
        asked = cls(query, units=units, use_required_attribute=False)
        asked.is_valid()
        chosen = {name: value for name, value in asked.cleaned_data.items() if value}
        form = cls(initial=chosen, units=units, use_required_attribute=False)
        form.chosen = chosen
        return form

    chosen: dict[str, str | date] = {}
