"""Date inputs of the browser's own.

Wagtail's date picker starts itself by an inline script, which our content security policy refuses.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import SuffixedMultiWidget
from wagtail.admin.filters import DateRangePickerWidget


def day_input(**attrs: Any) -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attrs})


class DayRangeInput(DateRangePickerWidget):
    """Two native date inputs under the names that Wagtail's filter chips know."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        inputs = (day_input(**{"aria-label": _("Date from")}), day_input(**{"aria-label": _("Date to")}))
        SuffixedMultiWidget.__init__(self, inputs, attrs)
