"""The people of a party: their fields, and the forms that change them."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openday.intake.forms import PublicForm
from openday.language.sentences import joined
from openday.registrations import rules, wording
from openday.registrations.models import Registration
from openday.registrations.rules import BANDS, Party
from openday.registrations.widgets import CountInput

PARTY_FIELDS = ("adults", *BANDS, "companions")
_LARGEST_COUNT = 99


class CountField(forms.IntegerField):
    """A number of people, typed or stepped; empty means none."""

    # There are several beside each other: "The number cannot be smaller than 1" alone does not say which.
    is_named_in_summary = True

    def __init__(self, *, label: Any, help_text: Any = "", least: int = 0) -> None:
        attributes = {"inputmode": "numeric", "autocomplete": "off", "data-stepper": ""}
        super().__init__(
            label=label,
            help_text=help_text,
            min_value=least,
            max_value=_LARGEST_COUNT,
            required=least > 0,
            initial=least,
            widget=CountInput(attrs=attributes),
            error_messages={
                "invalid": gettext_lazy("Enter a whole number, such as 2."),
                "required": gettext_lazy("Enter how many people come."),
                "min_value": gettext_lazy("The number cannot be smaller than %(limit_value)d."),
                "max_value": gettext_lazy("The number cannot be larger than %(limit_value)d."),
            },
        )

    def clean(self, value: Any) -> int:
        return super().clean(value) or 0


class PartyFields(PublicForm):
    """The people of a party; rules of admission explain themselves beside the field they concern."""

    adults = CountField(label=gettext_lazy("Adults"), help_text=gettext_lazy("18 and over"), least=1)
    children_0_5 = CountField(label=gettext_lazy("Children aged 0 to 5"))
    children_6_13 = CountField(label=gettext_lazy("Children aged 6 to 13"))
    youths_14_17 = CountField(label=gettext_lazy("Young people aged 14 to 17"))
    companions = CountField(
        label=gettext_lazy("Companions"),
        help_text=gettext_lazy("People who help a person with access needs. They need no place of their own."),
    )

    def __init__(self, data: Any = None, *, open_day: rules.Admission, **more: Any) -> None:
        super().__init__(data, **more)
        self.open_day = open_day
        admitted = rules.admitted_bands(open_day)
        for band in BANDS:
            if band not in admitted:
                # Sent all the same, it is ignored like any other unknown field.
                del self.fields[band]
        for name in PARTY_FIELDS:
            if name in self.fields:
                self.fields[name].widget.attrs["max"] = open_day.party_max
        self.fields["adults"].help_text = self._party_help()

    def _party_help(self) -> str:
        most = self.open_day.party_max
        words = [_("18 and over.")]
        words.append(
            ngettext("At most %(most)d person in one registration.", "At most %(most)d people in one registration.", most) % {"most": most}
        )
        if (each := self.open_day.children_per_adult_max) and "children_6_13" in self.fields:
            words.append(
                ngettext("One adult for every %(count)d child under 14.", "One adult for every %(count)d children under 14.", each)
                % {"count": each}
            )
        return joined(*words)

    @property
    def party_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in PARTY_FIELDS if name in self.fields]

    def party(self) -> Party:
        """The people entered; call it when their fields are valid."""
        return Party(**{name: self.cleaned_data.get(name, 0) for name in PARTY_FIELDS})

    def check_party(self, *, needs: int) -> None:
        """Add an error for each rule of admission that the party breaks."""
        if any(name in self.errors for name in PARTY_FIELDS):
            return
        for problem in rules.party_problems(self.party(), self.open_day, needs=needs):
            field = problem.field if problem.field in self.fields else "adults"
            self.add_error(field, ValidationError(wording.problem(problem), code=problem.code))


class PartyForm(PartyFields):
    """A party that is registered becomes larger or smaller."""

    def __init__(self, data: Any = None, *, needs: int, **more: Any) -> None:
        super().__init__(data, **more)
        self._needs = needs
        if not needs:
            del self.fields["companions"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.check_party(needs=self._needs)
        return cleaned


class SmallerPartyForm(PartyFields):
    """The smaller party that a waiting one would come as; left at nought it means: all of us or nobody."""

    def __init__(self, data: Any = None, *, registration: Registration, **more: Any) -> None:
        smaller = registration.smaller or {}
        super().__init__(data, open_day=registration.session.open_day, initial=smaller, **more)
        self._whole = registration
        adults = cast(CountField, self.fields["adults"])
        adults.required, adults.min_value, adults.initial = False, 0, smaller.get("adults", 0)
        adults.validators = [check for check in adults.validators if not isinstance(check, MinValueValidator)]
        adults.widget.attrs["min"] = 0
        for name in PARTY_FIELDS:
            if name in self.fields and not getattr(registration, name):
                # Nobody of that age is in the party.
                del self.fields[name]
            elif name in self.fields:
                self.fields[name].widget.attrs["max"] = getattr(registration, name)
        self.fields["adults"].help_text = ""

    def party_or_none(self) -> Party | None:
        """None for all or nobody."""
        return self.party() if self.party().places else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or not self.party().places:
            return cleaned
        for name in PARTY_FIELDS:
            most = getattr(self._whole, name)
            if self.cleaned_data.get(name, 0) > most:
                self.add_error(name, ValidationError(_("Your party has at most %(most)d.") % {"most": most}, code="too_many"))
        if not self.errors and self.party().places >= self._whole.places:
            self.add_error(
                "adults", ValidationError(_("This is not a smaller party. Leave all at 0 if you come together only."), code="same")
            )
        self.check_party(needs=self._whole.companions)
        return cleaned
