"""Rectangles as numbers, so that a mouse, a finger, a keyboard and a browser without scripts do the same."""

from math import ceil, floor
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.intake.fields import LineField
from openday.oversight.redaction.rules import MOST, Rectangle

_SIDES = ("left", "top", "width", "height")
EMPTY_ROWS = 4


class RectangleForm(forms.Form):
    """One rectangle, in per cent; an empty row is none."""

    left = forms.DecimalField(label=pgettext_lazy("rectangle", "From the left, %"), min_value=0, max_value=100, required=False)
    top = forms.DecimalField(label=pgettext_lazy("rectangle", "From the top, %"), min_value=0, max_value=100, required=False)
    width = forms.DecimalField(label=pgettext_lazy("rectangle", "Wide, %"), min_value=0, max_value=100, required=False)
    height = forms.DecimalField(label=pgettext_lazy("rectangle", "High, %"), min_value=0, max_value=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.update({"step": "0.1", "inputmode": "decimal"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [cleaned.get(side) for side in _SIDES]
        if any(value is not None for value in given) and not self.errors:
            if any(value is None for value in given):
                raise forms.ValidationError(_("Fill in all four numbers of this rectangle, or none."))
            if not (cleaned["width"] and cleaned["height"] and self._rectangle(cleaned).is_within):
                raise forms.ValidationError(_("This rectangle is empty, or lies beside the picture."))
        return cleaned

    @staticmethod
    def _rectangle(cleaned: dict[str, Any]) -> Rectangle:
        # Begin and end are rounded outwards: never smaller than what was drawn.
        left, top = (floor(cleaned[side] * 10) for side in ("left", "top"))
        right, bottom = (ceil((cleaned[start] + cleaned[side]) * 10) for start, side in (("left", "width"), ("top", "height")))
        return Rectangle(left, top, right - left, bottom - top)

    def rectangle(self) -> Rectangle | None:
        cleaned = self.cleaned_data
        return self._rectangle(cleaned) if cleaned.get("left") is not None else None


RectangleFormSet = forms.formset_factory(RectangleForm, extra=EMPTY_ROWS, max_num=MOST, absolute_max=MOST, validate_max=True)


class RedactForm(forms.Form):
    description_zh = LineField(
        label=_("Description in Simplified Chinese"),
        max_length=200,
        help_text=_("What can be seen, for those who can't see it. Nothing that points to a person."),
    )
    description_en = LineField(label=_("Description in English"), max_length=300, required=False)
    nothing_to_hide = forms.BooleanField(
        label=_("There is nothing to black out: no face, no name, no number, no document, no screen."), required=False
    )
