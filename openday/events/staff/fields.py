"""What the forms about sessions have in common: the browser's own fields for days and times, and numbers of places."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.events.models import Pool

KINDS = {
    "individuals": Pool.Kind.INDIVIDUALS,
    "groups": Pool.Kind.GROUPS,
    "reserved": Pool.Kind.RESERVED,
}
MOST_PLACES = 5000
_LABELS = {
    "individuals": _("places for individuals and families"),
    "groups": _("places for groups"),
    "reserved": _("reserved places"),
}


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def places_field(name: str) -> forms.IntegerField:
    """The number of people in the pool of that name; empty for no such pool."""
    return forms.IntegerField(label=_LABELS[name], min_value=0, max_value=MOST_PLACES, required=False)


def capacities(cleaned: Mapping[str, Any]) -> dict[str, int]:
    """People per kind of pool; kinds left empty have no pool."""
    return {kind: cleaned[name] for name, kind in KINDS.items() if cleaned.get(name) is not None}
