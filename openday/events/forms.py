"""What a visitor can filter the list of open days by."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.events.models import AccessFact, Audience, GuideLanguage


class PlainSelect(forms.Select):
    """Draws <select> as Django's templates do, which take three of them for every option."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join(
            "\n", "<option{}>{}</option>", ((flatatt({"value": key, "selected": str(key) in chosen}), words) for key, words in self.choices)
        )
        return format_html("<select{}>{}</select>", flatatt({"name": name} | self.build_attrs(self.attrs, attrs)), options)


_ANY = ("", pgettext_lazy("filter", "Any"))


class SessionFilterForm(forms.Form):
    """Everything is optional; what cannot be read is left out, for addresses get shortened, mistyped and shared."""

    unit = forms.ChoiceField(label=_("Laboratory or centre"), required=False, widget=PlainSelect)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    audience = forms.ChoiceField(label=_("For whom"), required=False, widget=PlainSelect, choices=[_ANY, *Audience.choices])
    language = forms.ChoiceField(label=_("Guided in"), required=False, widget=PlainSelect, choices=[_ANY, *GuideLanguage.choices])
    access = forms.ChoiceField(label=_("Accessibility"), required=False, widget=PlainSelect, choices=[_ANY, *AccessFact.choices])

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [_ANY, *units]  # type: ignore[attr-defined]

    @classmethod
    def understand(cls, query: QueryDict, *, units: Iterable[tuple[str, str]]) -> "SessionFilterForm":
        """Return a form that holds what could be read of the address, without complaints; see `chosen`."""
        units = list(units)
        asked = cls(query, units=units, use_required_attribute=False, label_suffix="")
        asked.is_valid()
        chosen = {name: value for name, value in asked.cleaned_data.items() if value}
        form = cls(initial=chosen, units=units, use_required_attribute=False, label_suffix="")
        form.chosen = chosen
        return form

    chosen: dict[str, str | date] = {}
