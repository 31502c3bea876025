"""What staff change in several sessions at once; what is left empty stays as it is in each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openday.events import season
from openday.events.models import GuideLanguage, Session
from openday.events.staff.fields import DayInput, TimeInput, capacities, places_field
from openday.intake.fields import LineField

Times = tuple[datetime, datetime]


@dataclass(frozen=True)
class NewTime:
    """How sessions are shifted on the wall clock; what is None or 0 stays."""

    days: int = 0
    starts: time | None = None
    ends: time | None = None
    later_minutes: int = 0

    def of(self, starts_at: datetime, ends_at: datetime) -> Times:
        """The new start and end of a session. Without a new end it lasts as long as before."""
        zone = timezone.get_default_timezone()
        old_start, old_end = starts_at.astimezone(zone), ends_at.astimezone(zone)
        day = old_start.date() + timedelta(days=self.days)
        start = datetime.combine(day, self.starts or old_start.time(), tzinfo=zone) + timedelta(minutes=self.later_minutes)
        if self.ends is not None:
            return start, datetime.combine(start.date(), self.ends, tzinfo=zone)
        return start, (start.astimezone(UTC) + (old_end - old_start)).astimezone(zone)


class ReasonForm(forms.Form):
    """Why, in two languages, for the letters."""

    reason_zh = LineField(
        label=gettext_lazy("Reason in Simplified Chinese"),
        min_length=2,
        max_length=300,
        help_text=gettext_lazy("It stands in the letters, such as: the building is closed because of a typhoon."),
    )
    reason_en = LineField(
        label=gettext_lazy("Reason in English"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For visitors who read English. Left empty, they read the Chinese reason."),
    )
    request_key = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ChangeForm(ReasonForm):
    day = forms.DateField(label=gettext_lazy("new day"), widget=DayInput, required=False)
    starts = forms.TimeField(label=gettext_lazy("new start"), widget=TimeInput, required=False)
    ends = forms.TimeField(
        label=gettext_lazy("new end"),
        widget=TimeInput,
        required=False,
        help_text=gettext_lazy("Empty: the session lasts as long as before."),
    )
    later_minutes = forms.IntegerField(
        label=gettext_lazy("later by minutes"),
        min_value=-720,
        max_value=720,
        required=False,
        help_text=gettext_lazy("Shifts every session, such as 30; with a minus sign it begins earlier."),
    )
    individuals = places_field("individuals")
    groups = places_field("groups")
    reserved = places_field("reserved")
    guide_zh = LineField(label=gettext_lazy("guide"), max_length=80, required=False)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("languages of the guide"), required=False, choices=GuideLanguage.choices, widget=forms.CheckboxSelectMultiple
    )

    field_order = ("day", "starts", "ends", "later_minutes", "individuals", "groups", "reserved", "guide_zh", "languages")

    def __init__(self, *args: Any, sessions: list[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = sessions
        self.fields["reason_zh"].required = False
        self.fields["reason_zh"].help_text = _("Needed when a time changes: it stands in the letters.")
        if len({timezone.localdate(one.starts_at) for one in sessions}) > 1:
            del self.fields["day"]
        if len({_clock(one) for one in sessions}) > 1:
            # One start for sessions of the morning and the afternoon would put them on top of each other.
            del self.fields["starts"], self.fields["ends"]

    def rows(self) -> list[list[forms.BoundField]]:
        names = (("day", "starts", "ends", "later_minutes"), ("individuals", "groups", "reserved"), ("guide_zh",), ("languages",))
        return [[self[name] for name in row if name in self.fields] for row in names]

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day and abs((day - timezone.localdate()).days) > season.MOST_DAYS:
            raise ValidationError(_("Enter a valid date."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("starts") and cleaned.get("later_minutes"):
            self.add_error("later_minutes", _("Give a new start or the minutes, not both."))
        if not self.errors:
            self._check_times(cleaned)
        if not self.errors and not self.moves and not self.adjusts:
            self.add_error(None, _("Nothing is to be changed: every field is empty."))
        return cleaned

    def _check_times(self, cleaned: dict[str, Any]) -> None:
        if not self.moves:
            return
        if any(end <= start for start, end in self.times().values()):
            self.add_error("ends" if "ends" in self.fields else "later_minutes", _("The end must be after the start."))
        elif not cleaned.get("reason_zh"):
            self.add_error("reason_zh", _("Give the reason: people who registered read it in the letter."))

    @property
    def moves(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("day", "starts", "ends", "later_minutes"))

    @property
    def adjusts(self) -> bool:
        return bool(self.capacities or self.cleaned_data.get("guide_zh") or self.cleaned_data.get("languages"))

    @property
    def capacities(self) -> dict[str, int]:
        return capacities(self.cleaned_data)

    def times(self) -> Mapping[int, Times]:
        """The new times of every session, by its key. Empty when no time changes."""
        if not self.moves:
            return {}
        asked = self.cleaned_data
        day: date | None = asked.get("day")
        first = timezone.localdate(self.sessions[0].starts_at)
        new = NewTime(
            days=(day - first).days if day else 0,
            starts=asked.get("starts"),
            ends=asked.get("ends"),
            later_minutes=asked.get("later_minutes") or 0,
        )
        return {one.pk: new.of(one.starts_at, one.ends_at) for one in self.sessions}


def _clock(session: Session) -> time:
    return timezone.localtime(session.starts_at).time()
