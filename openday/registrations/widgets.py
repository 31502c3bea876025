"""Inputs written without a template each: the form has fifteen, and templates were half of its cost."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.utils.html import format_html
from django.utils.safestring import SafeString


class _Written(Input):
    """Draws one <input> as Django's own template does."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        given: dict[str, Any] = {"type": self.input_type, "name": name}
        if (shown := self.format_value(value)) is not None:
            given["value"] = shown
        return format_html("<input{}>", flatatt(given | self.build_attrs(self.attrs, attrs)))


class CountInput(_Written, forms.NumberInput):
    """A number of people; js/stepper.js adds two buttons."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        # Browsers throw away what is no number in a field for numbers, and with it what somebody typed.
        is_number = str(value or 0).lstrip("-").isdecimal()
        return super().render(name, value, attrs if is_number else {**(attrs or {}), "type": "text", "min": None, "max": None}, renderer)


class LineInput(_Written, forms.TextInput):
    pass


class TickBox(_Written, forms.CheckboxInput):
    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        ticked = {"checked": True} if self.check_test(value) else {}
        return super().render(name, value, {**(attrs or {}), **ticked}, renderer)
