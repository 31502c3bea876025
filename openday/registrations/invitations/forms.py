"""The code that a guest types, and what staff say about the people they invite."""

import re
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openday.events.models import OpenDay, Session
from openday.events.staff.fields import DayInput
from openday.intake.codes import normalise_code
from openday.intake.fields import BlockField, ContactField, LineField
from openday.intake.forms import PublicForm
from openday.registrations import queries as registration_queries
from openday.registrations.invitations import queries
from openday.registrations.invitations.actions import Guest
from openday.registrations.widgets import LineInput

MOST_AT_ONCE = 200
# What spreadsheets and people put between the columns of a list.
_BETWEEN = re.compile(r"[,，;；\t]")
_LANGUAGES = ["zh-hans", "zh-hant", "en"]


class CodeForm(PublicForm):
    code = LineField(
        label=gettext_lazy("Code of the invitation"),
        max_length=24,
        help_text=gettext_lazy("12 letters and digits, in the letter or from the open-day desk."),
        widget=LineInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "input--code"}),
    )

    def clean_code(self) -> str:
        return normalise_code(self.cleaned_data["code"])


class InviteForm(forms.Form):
    """One invitation per line of addresses, or a number of codes to hand out."""

    open_day = forms.ModelChoiceField(label=gettext_lazy("Open day"), queryset=OpenDay.objects.none())
    session = forms.ModelChoiceField(
        label=gettext_lazy("Session"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=gettext_lazy("Any session of the open day"),
    )
    party_max = forms.IntegerField(label=gettext_lazy("Largest party"), min_value=1, max_value=60, initial=2)
    reserve = forms.BooleanField(
        label=gettext_lazy("Reserve places for the largest party"),
        required=False,
        help_text=gettext_lazy(
            "Taken from the session at once, and free again when the invitation is used for fewer people, withdrawn or over."
        ),
    )
    valid_until = forms.DateField(label=gettext_lazy("Valid to the end of"), widget=DayInput)
    label = LineField(
        label=gettext_lazy("For whom, as you call them"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Such as: partners 2026. No names; only staff see it."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the letters"), choices=[])
    addresses = BlockField(
        label=gettext_lazy("Email addresses, one per line"),
        max_length=20000,
        required=False,
        help_text=gettext_lazy(
            "Paste a list. After an address may follow a comma and the largest party, and another and the language: "
            "name@example.org, 4, en. Leave it empty to get codes that you hand out yourself."
        ),
    )
    count = forms.IntegerField(
        label=gettext_lazy("Number of codes without an address"), min_value=1, max_value=MOST_AT_ONCE, required=False, initial=1
    )

    def __init__(self, data: Any = None, *, open_days: Any, languages: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["open_day"].queryset = open_days  # type: ignore[attr-defined]
        coming = Session.objects.filter(open_day__in=open_days, state=Session.State.OPEN, starts_at__gt=timezone.now())
        self.fields["session"].queryset = coming.select_related("open_day").order_by("starts_at", "pk")  # type: ignore[attr-defined]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("valid_until", timezone.localdate() + timedelta(days=14))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        session, open_day = cleaned.get("session"), cleaned.get("open_day")
        if session and open_day and session.open_day_id != open_day.pk:
            self.add_error("session", _("This session belongs to another open day."))
        if cleaned.get("reserve") and not session:
            self.add_error("reserve", _("Places can be reserved in one session only: choose it above."))
        if (day := cleaned.get("valid_until")) and day < timezone.localdate():
            self.add_error("valid_until", _("This day is over."))
        if open_day and "party_max" in cleaned:
            cleaned["guests"] = self._guests(cleaned)
        return cleaned

    def valid_until_at(self) -> datetime:
        """The last minute of the chosen day, and not later than the session begins."""
        end: datetime = datetime.combine(self.cleaned_data["valid_until"], time(23, 59), tzinfo=timezone.get_default_timezone())
        session = self.cleaned_data["session"]
        return min(end, session.starts_at) if session else end

    def _guests(self, cleaned: dict[str, Any]) -> list[Guest]:
        lines = [(number, line.strip()) for number, line in enumerate(cleaned.get("addresses", "").splitlines(), start=1) if line.strip()]
        if not lines:
            guest = Guest(party_max=cleaned["party_max"], language=cleaned.get("language", _LANGUAGES[0]))
            return [guest] * (cleaned.get("count") or 1)
        if len(lines) > MOST_AT_ONCE:
            self.add_error(
                "addresses", _("At most %(most)d addresses at once; these are %(count)d.") % {"most": MOST_AT_ONCE, "count": len(lines)}
            )
            return []
        known = queries.open_hashes(cleaned["open_day"].pk, getattr(cleaned.get("session"), "pk", None), now=timezone.now())
        guests, seen = [], dict.fromkeys(known, 0)
        for number, line in lines:
            try:
                guests.append(self._guest(line, number, cleaned, seen))
            except ValidationError as fact:
                words = _("Line %(number)d, %(line)s: %(why)s") % {"number": number, "line": line[:60], "why": " ".join(fact.messages)}
                self.add_error("addresses", words)
        return guests

    def _guest(self, line: str, number: int, cleaned: dict[str, Any], seen: dict[str, int]) -> Guest:
        """One line of the list. Raises ValidationError with what is wrong with it."""
        parts = [part.strip() for part in _BETWEEN.split(line)]
        address, most, language, *_rest = [*parts, "", ""]
        contact = ContactField(max_length=254).clean(address)
        if contact is None or contact.kind != "email":
            raise ValidationError(_("This is not an email address."))
        if most and not (most.isascii() and most.isdecimal() and 1 <= int(most[:3]) <= 60):
            raise ValidationError(_("The largest party is between 1 and 60 people."))
        if language and language.lower() not in _LANGUAGES:
            raise ValidationError(_("The language is one of zh-hans, zh-hant, en."))
        hashed = registration_queries.contact_hash("email", contact.value)
        if hashed in seen:
            if seen[hashed]:
                raise ValidationError(_("The same address stands in line %(number)d already.") % {"number": seen[hashed]})
            raise ValidationError(_("This address has an open invitation to the same already."))
        seen[hashed] = number
        return Guest(contact.value, int(most) if most else cleaned["party_max"], language.lower() or cleaned.get("language", _LANGUAGES[0]))
