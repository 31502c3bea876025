"""The fields of the people whose documents are checked, added to a form that asks how many adults come."""

from collections.abc import Iterable, Mapping
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
REQUIRED = gettext_lazy("Please fill this in.")


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


def fields_for(demand: Demand, shown: Iterable[int], *, first_has_name: bool = False) -> dict[str, forms.Field]:
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
        for part in ("kind", "number"):
            field = made[f"person_{place}_{part}"]
            words = {"label": field.label, "adult": wording.adult(place)}
            field.summary_label = _("%(label)s (%(adult)s)") % words  # type: ignore[attr-defined]
    for field in made.values():
        # "Please fill this in" alone does not say where.
        field.is_named_in_summary = True  # type: ignore[attr-defined]
        # Whether it has to be filled in depends on how many come, which only the whole form knows; "(optional)" it is not.
        field.required, field.is_demanded = False, True  # type: ignore[attr-defined]
    return made


def _name_label(place: int) -> str:
    return _("Name of adult %(place)d, as in the document") % {"place": place}


def check(form: forms.Form, demand: Demand, shown: range, *, adults: int) -> list[Person]:
    """Judge the people of a party that registers and give them back; errors go beside their fields."""
    wanted = demand.number_of_people(adults)
    if wanted > len(shown):
        form.add_error("adults", ValidationError(_("There is room for more names now: please give those of all adults."), code="names"))
    found = {place: one for place in shown if place <= wanted and (one := read(form, demand, place)) is not None}
    for place in shown:
        if place > wanted and any(form.cleaned_data.get(f"person_{place}_{part}") for part in ("name", "number")):
            words = _("You entered fewer adults above. Raise their number, or leave this empty.")
            form.add_error(f"person_{place}_name", ValidationError(words, code="adults"))
    refuse_twins(form, demand, found)
    return list(found.values())


def refuse_twins(form: forms.Form, demand: Demand, found: Mapping[int, Person]) -> None:
    """Two people of a party do not have one whole number; how numbers end, two may share."""
    seen: set[tuple[str, str]] = set()
    for place, one in found.items():
        if demand.whole_number and (one.kind, one.number) in seen:
            form.add_error(f"person_{place}_number", ValidationError(_("The same number is there twice."), code="twice"))
        seen.add((one.kind, one.number))


def read(form: forms.Form, demand: Demand, place: int, *, kept: Person | None = None) -> Person | None:
    """One person; None when something is missing or wrong, which is said beside its field.

    Of `kept`, who was given before, stays what is left empty; the number only while the kind of document does.
    """
    named = f"person_{place}_name"
    name = form.cleaned_data.get(named if named in form.fields else "name") or ""
    kind, number = (form.cleaned_data.get(f"person_{place}_{part}") or "" for part in ("kind", "number"))
    if kept is not None:
        name, kind = name or kept.name, kind or kept.kind
        number = number or (_as_demanded(kept.number, demand) if kind == kept.kind else "")
    for part, value in (("name", name), ("kind", kind), ("number", number)):
        field = f"person_{place}_{part}"
        if not value and field in form.fields and field not in form.errors:
            form.add_error(field, ValidationError(REQUIRED, code="required"))
    if not (name and kind and number):
        return None
    try:
        return Person(name, kind, (numbers.whole if demand.whole_number else numbers.ending)(kind, number))
    except numbers.Wrong as fact:
        form.add_error(f"person_{place}_number", ValidationError(wording.WRONG[fact.code](), code=fact.code))
        return None


def _as_demanded(number: str, demand: Demand) -> str:
    """A stored number as it is demanded now; empty when it was only the end of one and the whole is wanted."""
    if demand.whole_number:
        return number if len(number) > numbers.LAST else ""
    return number[-numbers.LAST :]
