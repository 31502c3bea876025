"""The form behind the secret link: name adults who are missing, correct those named, take out who does not come."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openday.intake.forms import PublicForm
from openday.registrations.identity import fields, wording
from openday.registrations.identity.people import Demand, Person
from openday.registrations.identity.rows import Roll
from openday.registrations.notices import NOTICES
from openday.registrations.states import Purpose
from openday.registrations.widgets import TickBox


class NamesForm(PublicForm):
    """All of those who are missing, or some of them: what one knows today is better than nothing.

    What is stored is never sent to the browser; a field left empty means that it stays.
    """

    consent_identity = forms.BooleanField(
        widget=TickBox,
        error_messages={"required": gettext_lazy("Without your consent to the check of documents we cannot keep them.")},
    )

    def __init__(self, data: Any = None, *, demand: Demand, roll: Roll, has_consent: bool, **more: Any) -> None:
        super().__init__(data, **more)
        self._demand, self._roll = demand, roll
        self._stored = {place: Person(one.name, one.kind, one.number) for place, one in roll.by_place.items()}
        notice = NOTICES[Purpose.IDENTITY]
        consent = self.fields.pop("consent_identity")
        consent.label, consent.help_text = notice.label_in_words(), notice.text_in_words()
        self.fields |= fields.fields_for(demand, roll.places, first_has_name=True)
        for place, one in self._stored.items():
            self.fields[f"person_{place}_kind"].initial = one.kind
            if roll.is_over:
                self.fields[f"person_{place}_gone"] = forms.BooleanField(label=_("Does not come"), required=False, widget=TickBox)
        if not has_consent:
            self.fields["consent_identity"] = consent
        self.by_place: dict[int, Person] = {}

    @property
    def adults(self) -> list[dict[str, Any]]:
        """Each adult as the page shows them: who is missing with open fields, who is named with what is stored, masked."""
        return [self._adult(place) for place in self._roll.places]

    def _adult(self, place: int) -> dict[str, Any]:
        shown = [self[f"person_{place}_{part}"] for part in Person._fields]
        name, _kind, number = shown
        stored = self._roll.by_place.get(place)
        return {
            "place": place,
            "stored": wording.masked_line(stored) if stored else "",
            "fields": shown,
            # What was typed is never out of sight.
            "is_open": self.is_bound and bool(name.data or number.data or any(field.errors for field in shown)),
            "gone": self[gone] if (gone := f"person_{place}_gone") in self.fields else None,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for place in self._roll.places:
            if not cleaned.get(f"person_{place}_gone") and (one := self._person(place)) is not None:
                self.by_place[place] = one
        fields.refuse_twins(self, self._demand, self.by_place)
        if not self.errors and len(self.by_place) > self._roll.wanted:
            last = max(self._stored)
            words = _("Please say who does not come: %(wanted)d of the adults below come.")
            self.add_error(f"person_{last}_gone", ValidationError(words, code="over", params={"wanted": self._roll.wanted}))
        if not self.errors and self._roll.missing and self.by_place == self._stored:
            first = next(place for place in self._roll.places if place not in self._stored)
            for part in Person._fields:
                self.add_error(f"person_{first}_{part}", ValidationError(fields.REQUIRED, code="required"))
        return cleaned

    def _person(self, place: int) -> Person | None:
        """Who is there afterwards; None for who stays missing, or was given wrongly."""
        stored = self._stored.get(place)
        if self._is_untouched(place, stored):
            return stored
        return fields.read(self, self._demand, place, kept=stored)

    def _is_untouched(self, place: int, stored: Person | None) -> bool:
        name, kind, number = (f"person_{place}_{part}" for part in Person._fields)
        if {name, kind, number} & set(self.errors):
            return False
        cleaned = self.cleaned_data
        return not cleaned.get(name) and not cleaned.get(number) and cleaned.get(kind) in {"", stored.kind if stored else ""}

    def people(self) -> dict[int, Person]:
        """Who is named afterwards, without gaps behind the person who registered; call it on a valid form."""
        found = dict(self.by_place)
        first = found.pop(1, None)
        others = dict(enumerate((found[place] for place in sorted(found)), start=2))
        return {1: first, **others} if first else others
