"""What the leader of a group fills in."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength
from stdnum.exceptions import ValidationError as NotACode

from openday.events.models import OpenDay, Pool
from openday.intake.captcha import CaptchaField
from openday.intake.fields import BlockField, ContactField, LineField
from openday.intake.forms import PublicForm
from openday.language import formats
from openday.language.sentences import joined
from openday.registrations import wording as party_wording
from openday.registrations.forms import PARTY_FIELDS, CountField, PartyFields
from openday.registrations.groups import rules, wording
from openday.registrations.groups.actions import Request
from openday.registrations.groups.notices import NOTICES, versions
from openday.registrations.groups.states import OrganisationKind
from openday.registrations.states import AccessNeed, Purpose
from openday.registrations.widgets import LineInput, TickBox

_CAPTCHA = "group"
WISHES = ("wish_1", "wish_2", "wish_3")


class CreditCodeField(LineField):
    """A unified social credit code (GB 32100-2015): 18 letters and digits, the last one proves the others."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return str(uscc.validate(typed.upper()))
        except InvalidLength:
            raise ValidationError(_("A unified social credit code has 18 letters and digits."), code="length") from None
        except InvalidChecksum:
            raise ValidationError(
                _("There is a slip in this code: its last character does not go with the others. Please compare it with the certificate."),
                code="checksum",
            ) from None
        except (InvalidFormat, NotACode):
            raise ValidationError(
                _("This is no unified social credit code. It has digits and capital letters, but never I, O, S, V or Z."), code="format"
            ) from None


class GroupSize(PartyFields):
    """How many people come, and how many of the adults look after the minors."""

    supervisors = CountField(label=gettext_lazy("Supervisors"))

    def __init__(self, data: Any = None, *, open_day: OpenDay, needs: int | None = None, **more: Any) -> None:
        super().__init__(data, open_day=rules.GroupAdmission(minimum_age=open_day.minimum_age), **more)
        self._needs = needs
        self.fields["supervisors"].help_text = joined(
            _("Teachers, parents or others among the adults who look after minors."), wording.ratio()
        )

    def _party_help(self) -> str:
        return _("18 and over, with the leader and all supervisors.")

    @property
    def size_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in (*PARTY_FIELDS, "supervisors") if name in self.fields]

    def check_size(self, *, needs: int | None) -> None:
        """Add an error for each rule for groups that is broken."""
        if any(name in self.errors for name in (*PARTY_FIELDS, "supervisors")):
            return
        supervisors = self.cleaned_data.get("supervisors", 0)
        for found in rules.group_problems(self.party(), supervisors=supervisors, minimum_age=self.open_day.minimum_age, needs=needs):
            field = found.field if found.field in self.fields else "adults"
            self.add_error(field, ValidationError(wording.problem(found), code=found.code))


class GroupSizeForm(GroupSize):
    """A group that has no places yet becomes larger or smaller."""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        if not self._needs:
            del self.fields["companions"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.check_size(needs=self._needs)
        return cleaned


class GroupForm(GroupSize):
    """One group asks to come to one open day."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Who is coming?"),
        choices=OrganisationKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what kind of group it is.")},
    )
    organisation = LineField(
        label=gettext_lazy("Name of the school or organisation"),
        max_length=80,
        widget=LineInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": gettext_lazy("Please enter the name of the school or organisation.")},
    )
    uscc = CreditCodeField(
        label=gettext_lazy("Unified social credit code"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("18 letters and digits on the certificate. It helps us to answer sooner."),
        widget=LineInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    wish_1 = forms.ChoiceField(label=gettext_lazy("First choice"), required=False)
    wish_2 = forms.ChoiceField(label=gettext_lazy("Second choice"), required=False)
    wish_3 = forms.ChoiceField(label=gettext_lazy("Third choice"), required=False)
    other_dates = LineField(
        label=gettext_lazy("Other dates that would suit you"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Such as: Tuesday or Thursday mornings in December."),
        widget=LineInput(attrs={"autocomplete": "off"}),
    )
    purpose = BlockField(
        label=gettext_lazy("Purpose of the visit"),
        max_length=500,
        rows=4,
        help_text=gettext_lazy("What you would like to see, and what the group knows already."),
        error_messages={"required": gettext_lazy("Please tell us the purpose of the visit in a few words.")},
    )
    name = LineField(
        label=gettext_lazy("Name of the leader"),
        max_length=40,
        help_text=gettext_lazy("The person who comes with the group and shows the ticket."),
        error_messages={"required": gettext_lazy("Please enter the name of the leader.")},
        widget=LineInput(attrs={"autocomplete": "name"}),
    )
    contact = ContactField(
        label=gettext_lazy("Mobile number or email address of the leader"),
        help_text=gettext_lazy("We answer there and send the ticket. One is enough."),
        widget=LineInput,
    )
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
    consent_visit = forms.BooleanField(
        widget=TickBox, error_messages={"required": gettext_lazy("Without your consent we cannot take the request.")}
    )
    captcha = CaptchaField(action=_CAPTCHA)

    def __init__(self, data: Any = None, *, pools: list[Pool], captcha_passed: bool = False, **more: Any) -> None:
        super().__init__(data, **more)
        self.pools = {str(pool.session_id): pool for pool in pools}
        self._offer_sessions()
        for purpose, notice in NOTICES.items():
            field = self.fields[f"consent_{purpose}"]
            field.label, field.help_text = notice.label_in_words(), notice.text_in_words()
        if captcha_passed:
            del self.fields["captcha"]

    def _offer_sessions(self) -> None:
        if not self.pools:
            for name in WISHES:
                del self.fields[name]
            self.fields["other_dates"].required = True
            return
        offered = [("", _("Please choose"))] + [(key, _choice(pool)) for key, pool in self.pools.items()]
        for name in WISHES[: len(self.pools)]:
            cast(forms.ChoiceField, self.fields[name]).choices = offered
        for name in WISHES[len(self.pools) :]:
            del self.fields[name]

    @property
    def wish_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in WISHES if name in self.fields]

    def wished(self) -> list[Pool]:
        """The sessions chosen, in order, each once."""
        chosen = dict.fromkeys(self.cleaned_data.get(name) or "" for name in WISHES)
        return [self.pools[key] for key in chosen if key in self.pools]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        needs = cleaned.get("access_needs") or []
        self.check_size(needs=len(needs))
        if (needs or cleaned.get("access_note")) and not cleaned.get("consent_assistance"):
            self.add_error(
                "consent_assistance",
                ValidationError(_("To note access needs we need your consent to it; or clear them."), code="required"),
            )
        self._check_wishes()
        return cleaned

    def _check_wishes(self) -> None:
        if (
            self.pools
            and not any(name in self.errors for name in WISHES)
            and not self.wished()
            and not self.cleaned_data.get("other_dates")
        ):
            self.add_error("wish_1", ValidationError(_("Please choose a session, or write below when you could come."), code="required"))
        if any(name in self.errors for name in PARTY_FIELDS):
            return
        for name in WISHES:
            pool = self.pools.get(self.cleaned_data.get(name) or "")
            if pool and self.party().places > pool.capacity:
                words = _("This session takes groups of up to %(most)d people.") % {"most": pool.capacity}
                self.add_error(name, ValidationError(words, code="too_small"))

    def request_made(self) -> Request:
        """Everything the leader will confirm; call it on a valid form."""
        cleaned = self.cleaned_data
        choices, note = cleaned.get("access_needs") or [], cleaned.get("access_note") or ""
        return Request(
            kind=cleaned["kind"],
            organisation=cleaned["organisation"],
            uscc=cleaned["uscc"],
            party=self.party(),
            supervisors=cleaned["supervisors"],
            purpose=cleaned["purpose"],
            other_dates=cleaned["other_dates"],
            name=cleaned["name"],
            needs={"choices": choices, "note": note} if choices or note else None,
            consents=versions([purpose for purpose in Purpose.values if cleaned.get(f"consent_{purpose}")]),
        )

    def typed(self) -> dict[str, Any]:
        """What was typed, cleaned, as plain values that fill the form again."""
        values = {name: self.cleaned_data.get(name) for name in self.fields if name != "captcha"}
        return {**values, "contact": self.cleaned_data["contact"].value}


def _choice(pool: Pool) -> str:
    session = pool.session
    when = formats.short_day_and_times(session.starts_at, session.ends_at)
    return _("%(when)s: %(places)s") % {"when": when, "places": party_wording.places_free(pool.left)}


class ReplyForm(PublicForm):
    """The leader answers our question."""

    reply = BlockField(
        label=gettext_lazy("Your answer"),
        max_length=500,
        rows=4,
        error_messages={"required": gettext_lazy("Please write an answer.")},
    )
