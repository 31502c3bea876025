"""The fields of the people whose documents are checked, added to a form that asks how many adults come."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openday.events.forms import PlainSelect
from openday.intake.fields import LineField
from openday.registrations.identity import numbers, wording
from openday.registrations.identity.people import Demand, Person, plain_rows, unseal
from openday.registrations.identity.states import Document
from openday.registrations.widgets import LineInput

# Without JavaScript so many adults find room at once; more get theirs when the form comes back.
ROOM_FOR = 6
_MOST = 60
_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
_REQUIRED = gettext_lazy("Please fill this in.")


def unpacked(data: Any, *, demand: Demand | None) -> Any:
    """What was posted, with the people that came back sealed from the review page as their fields again."""
    if demand is None or not data or "people" not in data or any(name.startswith("person_") for name in data):
        return data
    people = unseal(data["people"], demand=demand)
    if not people:
        return data
    typed = data.copy()
    typed.update(plain_rows(people))
    return typed


def places(demand: Demand, *, party_max: int, adults: object) -> range:
    """The places of people that a form shows: those entered, and some more to fill in without JavaScript."""
    if not demand.of_each_adult:
        return range(1, 2)
    text = str(adults or "").strip()
    entered = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 1
    return range(1, min(max(entered, min(party_max, ROOM_FOR)), _MOST) + 1)


def fields_for(demand: Demand, shown: range, *, first_has_name: bool = False) -> dict[str, forms.Field]:
    """Name, kind and number of each; the first person's name is asked by the form itself unless `first_has_name`."""
    made: dict[str, forms.Field] = {}
    for place in shown:
        if place > 1 or first_has_name:
            name = LineField(label=_name_label(place), max_length=40, required=False, widget=LineInput(attrs={"autocomplete": "off"}))
            made[f"person_{place}_name"] = name
        made[f"person_{place}_kind"] = forms.ChoiceField(
            label=_("Document"),
            choices=[("", _("Please choose")), *Document.choices],
            required=False,
            widget=PlainSelect,
            error_messages={"invalid_choice": _("Please choose from what is offered.")},
        )
        label = _("Number of the document") if demand.whole_number else _("Last four characters of its number")
        made[f"person_{place}_number"] = LineField(label=label, max_length=40, required=False, widget=LineInput(attrs=dict(_TYPED)))
    for field in made.values():
        # "Please fill this in" alone does not say where.
        field.is_named_in_summary = True  # type: ignore[attr-defined]
        field.required = False
    return made


def _name_label(place: int) -> str:
    return _("Name of adult %(place)d, as in the document") % {"place": place}


def check(form: forms.Form, demand: Demand, shown: range, *, adults: int, kept: Mapping[int, Person] | None = None) -> list[Person]:
    """Judge the people and give them back; errors go beside their fields.

    `kept` are people that were given before: an empty number stays what it was, if the kind of document does.
    """
    wanted = demand.number_of_people(adults)
    if wanted > len(shown):
        form.add_error("adults", ValidationError(_("There is room for more names now: please give those of all adults."), code="names"))
    people = [_person(form, demand, place, (kept or {}).get(place)) for place in shown if place <= wanted]
    for place in shown:
        if place > wanted and any(form.cleaned_data.get(f"person_{place}_{part}") for part in ("name", "number")):
            words = _("You entered fewer adults above. Raise their number, or leave this empty.")
            form.add_error(f"person_{place}_name", ValidationError(words, code="adults"))
    found = [one for one in people if one is not None]
    if demand.whole_number and len({(one.kind, one.number) for one in found}) < len(found):
        form.add_error(f"person_{len(found)}_number", ValidationError(_("The same number is there twice."), code="twice"))
    return found


def _person(form: forms.Form, demand: Demand, place: int, kept: Person | None) -> Person | None:
    """One person; None when something is missing or wrong."""
    named = f"person_{place}_name"
    name = form.cleaned_data.get(named if named in form.fields else "name") or ""
    kind, number = (form.cleaned_data.get(f"person_{place}_{part}") or "" for part in ("kind", "number"))
    if kept is not None and not number and kind == kept.kind:
        number = kept.number
    for part, value in (("name", name), ("kind", kind), ("number", number)):
        field = f"person_{place}_{part}"
        if not value and field in form.fields and field not in form.errors:
            form.add_error(field, ValidationError(_REQUIRED, code="required"))
    if not (name and kind and number):
        return None
    try:
        return Person(name, kind, (numbers.whole if demand.whole_number else numbers.ending)(kind, number))
    except numbers.Wrong as fact:
        form.add_error(f"person_{place}_number", ValidationError(wording.WRONG[fact.code](), code=fact.code))
        return None
