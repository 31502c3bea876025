"""What a visitor can filter the list of open days by."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from openday.events.models import AccessFact, Audience, GuideLanguage

# Code and name of each unit, in the order they are offered in.
Units = tuple[tuple[str, str], ...]


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

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [_ANY, *units]  # type: ignore[attr-defined]

    @classmethod
    def understand(cls, query: QueryDict, *, units: Units) -> dict[str, str | date]:
        """Return what could be read of the address, by field, without complaints."""
        if not query.keys() & cls.base_fields.keys():
            return {}
        asked = cls(query, units=units)
        asked.is_valid()
        return {name: value for name, value in asked.cleaned_data.items() if value}


def filter_fields(chosen: Mapping[str, str | date], *, units: Units) -> SafeString:
    """The fields of the filter, drawn in the active language."""
    return _filter_fields(get_language(), tuple(chosen.items()), units)


# Nearly everybody asks for the list without a filter.
@lru_cache(maxsize=256)
def _filter_fields(_language: str | None, chosen: tuple[tuple[str, str | date], ...], units: Units) -> SafeString:
    form = SessionFilterForm(initial=dict(chosen), units=units, use_required_attribute=False, label_suffix="")
    return format_html_join("\n", '<div class="field">{}</div>', ((field.as_field_group(),) for field in form))
