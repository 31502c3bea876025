"""The registration as a visitor fills it in, and the parts of it that are drawn once for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from openday.events.models import Session
from openday.events.models.choices import GuideLanguage
from openday.intake.captcha import CaptchaField
from openday.intake.fields import ContactField, LineField
from openday.intake.forms import PublicForm
from openday.intake.text import clean_line
from openday.registrations.application import Application, ReviewedContact
from openday.registrations.forms.parties import PARTY_FIELDS, PartyFields
from openday.registrations.identity import fields as identity
from openday.registrations.identity.people import Demand, Person, seal
from openday.registrations.notices import NOTICES
from openday.registrations.questions import fields as question_fields
from openday.registrations.questions import queries as question_queries
from openday.registrations.questions.rules import Asked
from openday.registrations.states import AccessNeed, Purpose
from openday.registrations.widgets import LineInput, TickBox

_CAPTCHA = "registration"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """All of a session that its form depends on: the forms of equal offers are alike."""

    party_max: int
    children_per_adult_max: int
    minimum_age: int
    waiting_list: bool
    languages: tuple[str, ...]
    questions: tuple[Asked, ...] = ()
    demand: Demand | None = None

    @classmethod
    def of(cls, session: Session) -> "Offer":
        open_day = session.open_day
        return cls(
            party_max=open_day.party_max,
            children_per_adult_max=open_day.children_per_adult_max,
            minimum_age=open_day.minimum_age,
            waiting_list=open_day.waiting_list,
            languages=tuple(session.languages),
            questions=question_queries.active(session.open_day_id),
            demand=Demand.of(open_day),
        )


class RegistrationForm(PartyFields):
    """One party registers for one session."""

    # Names and documents, readable by this house alone; empty where nothing is demanded.
    sealed_people = ""

    name = LineField(
        label=gettext_lazy("Your name"),
        max_length=40,
        help_text=gettext_lazy("Of one adult. We ask for no other names."),
        error_messages={"required": gettext_lazy("Please enter your name.")},
        widget=LineInput(attrs={"autocomplete": "name"}),
    )
    contact = ContactField(
        label=gettext_lazy("Mobile number or email address"),
        help_text=gettext_lazy("We send the ticket there. One is enough."),
        widget=LineInput,
    )
    guide_language = forms.ChoiceField(label=gettext_lazy("Language of the guide"), required=False, widget=forms.RadioSelect)
    access_needs = forms.MultipleChoiceField(
        label=gettext_lazy("What should we prepare for?"),
        choices=AccessNeed.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    access_note = LineField(
        label=gettext_lazy("Anything else we should prepare"),
        max_length=200,
        required=False,
        widget=LineInput(attrs={"autocomplete": "off"}),
    )
    consent_assistance = forms.BooleanField(required=False, widget=TickBox)
    wait = forms.BooleanField(
        label=gettext_lazy("If the places are taken in the meantime, put us on the waiting list."),
        required=False,
        initial=True,
        widget=TickBox,
    )
    consent_visit = forms.BooleanField(
        widget=TickBox,
        error_messages={"required": gettext_lazy("Without your consent to use your name and contact we cannot register the visit.")},
    )
    consent_follow_up = forms.BooleanField(required=False, widget=TickBox)
    consent_identity = forms.BooleanField(
        widget=TickBox,
        error_messages={"required": gettext_lazy("Without your consent to the check of documents we cannot register this visit.")},
    )
    captcha = CaptchaField(action=_CAPTCHA)

    def __init__(self, data: Any = None, *, offer: Offer, captcha_passed: bool = False, must_wait: bool = False, **more: Any) -> None:
        self.demand = offer.demand
        super().__init__(identity.unpacked(data, demand=self.demand), open_day=offer, **more)
        self._offer_languages(offer.languages)
        self.questions = offer.questions
        self._ask(offer.questions)
        for purpose, notice in NOTICES.items():
            field = self.fields[f"consent_{purpose}"]
            field.label, field.help_text = notice.label_in_words(), notice.text_in_words()
        self._demand()
        if captcha_passed:
            del self.fields["captcha"]
        if not offer.waiting_list:
            del self.fields["wait"]
        elif must_wait:
            # Nothing to choose: the session is full, and the page says what registering means.
            self.fields["wait"].widget = forms.HiddenInput()

    def _offer_languages(self, codes: Sequence[str]) -> None:
        offered = [choice for choice in GuideLanguage.choices if choice[0] in codes]
        if len(offered) < 2:
            del self.fields["guide_language"]
            return
        field = cast(forms.ChoiceField, self.fields["guide_language"])
        field.choices = offered
        field.initial = offered[0][0]

    def _ask(self, questions: Sequence[Asked]) -> None:
        """Put the organiser's questions before what the party agrees to, where the page has them."""
        self.fields.update(question_fields.fields_for(questions))
        last = {"wait", "consent_identity", "consent_visit", "consent_follow_up", "captcha"}
        self.order_fields(sorted(self.fields, key=lambda name: name in last))

    def _demand(self) -> None:
        """Fields for names and documents, where the open day demands them; without that there are none."""
        self.people: list[Person] = []
        self._places = range(0)
        if self.demand is None:
            del self.fields["consent_identity"]
            return
        self.fields["name"].help_text = _("As in your identity document.")
        self._places = identity.places(self.demand, party_max=self.open_day.party_max, adults=self.data.get("adults"))
        made = identity.fields_for(self.demand, self._places)
        # Where the page has them: after the name and before the needs.
        before, rest = {"name", "contact", "guide_language", *PARTY_FIELDS}, dict(self.fields)
        self.fields = {name: field for name, field in rest.items() if name in before} | made
        self.fields |= {name: field for name, field in rest.items() if name not in before}

    @property
    def person_fields(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The fields of each adult, by place."""
        parts = [[self[name] for part in Person._fields if (name := f"person_{place}_{part}") in self.fields] for place in self._places]
        return list(zip(self._places, parts, strict=True))

    @property
    def question_fields(self) -> list[forms.BoundField]:
        return [self[one.field] for one in self.questions]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        needs = cleaned.get("access_needs") or []
        self.check_party(needs=len(needs))
        question_fields.check(self, self.questions, children=self.party().minors)
        if self.demand is not None:
            self.people = identity.check(self, self.demand, self._places, adults=self.party().adults)
            self.sealed_people = seal(self.people, demand=self.demand)
        if (needs or cleaned.get("access_note")) and not cleaned.get("consent_assistance"):
            self.add_error(
                "consent_assistance",
                ValidationError(_("To note access needs we need your consent to it; or clear them."), code="required"),
            )
        return cleaned

    def application(self) -> Application:
        """Everything the visitor will confirm; call it on a valid form."""
        cleaned = self.cleaned_data
        choices, note = cleaned.get("access_needs") or [], cleaned.get("access_note") or ""
        return Application(
            party=self.party(),
            contact=ReviewedContact(cleaned["contact"].kind, cleaned["contact"].value),
            name=cleaned["name"],
            guide_language=cleaned.get("guide_language") or "",
            needs={"choices": choices, "note": note} if choices or note else None,
            consents=[purpose for purpose in Purpose.values if cleaned.get(f"consent_{purpose}")],
            wait=bool(cleaned.get("wait")),
            answers=question_fields.given(cleaned, self.questions, children=self.party().minors),
            people=self.sealed_people,
        )

    def hide_errors(self) -> None:
        """Show what was typed without judging it: the visitor has come back to change something."""
        self._errors = ErrorDict(renderer=self.renderer)

    def carried(self) -> list[tuple[str, str]]:
        """What was typed, cleaned, as hidden fields of the review page."""
        values: list[tuple[str, str]] = []
        for name in self.fields:
            if name == "captcha" or name.startswith("person_"):
                continue
            value = self.cleaned_data.get(name)
            if isinstance(value, list):
                values += [(name, item) for item in value]
            elif isinstance(value, bool):
                values += [(name, "on")] if value else []
            elif name == "contact" and value:
                values.append((name, clean_line(str(self.data.get("contact", "")))[:254]))
            elif value not in (None, ""):
                values.append((name, str(value)))
        return [*values, ("people", self.sealed_people)] if self.sealed_people else values


class UntouchedForm(PublicForm):
    """The part of a fresh RegistrationForm that differs from visitor to visitor; `blank_parts` are the rest."""

    captcha = CaptchaField(action=_CAPTCHA)


@dataclass(frozen=True)
class BlankParts:
    questions: SafeString
    consents: SafeString


def blank_parts(offer: Offer, *, must_wait: bool) -> BlankParts:
    """Draw what a form shows to everybody who has not typed anything yet, in the active language."""
    return _blank_parts(get_language(), offer, must_wait)


# Fifteen fields cost more than all the rest of the page, and hundreds fetch the form in the minute a session opens.
@lru_cache(maxsize=256)
def _blank_parts(_language: str | None, offer: Offer, must_wait: bool) -> BlankParts:
    form = {"form": RegistrationForm(offer=offer, must_wait=must_wait)}
    return BlankParts(
        questions=render_to_string("registrations/parts/questions.html", form),
        consents=render_to_string("registrations/parts/consents.html", form),
    )


def choice_labels(codes: Sequence[str], choices: Mapping[str, Any]) -> list[str]:
    """The labels of chosen codes, in the order of the choices."""
    return [str(label) for code, label in choices.items() if code in codes]
