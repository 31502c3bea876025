"""Plan the sessions of a whole season: a rule first, then every day it makes, then the sessions."""

import hashlib
import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from openday.events import actions, queries, rules, season
from openday.events.models import GuideLanguage, OpenDay, Session, WorkCalendar
from openday.events.staff.fields import DayInput, TimeInput, capacities, places_field
from openday.events.staff.own_units import own_open_days
from openday.intake.fields import BlockField, LineField
from openday.language import formats

_SKIPPED = {
    season.Skip.EXCLUDED: gettext_lazy("left out by you"),
    season.Skip.HOLIDAY: gettext_lazy("public holiday"),
    season.Skip.MAKE_UP: gettext_lazy("make-up working day"),
}
_HINDERED = {
    season.Obstacle.PAST: gettext_lazy("is over"),
    season.Obstacle.SAME_START: gettext_lazy("there already"),
    season.Obstacle.OVERLAP: gettext_lazy("runs into another session"),
}
_BETWEEN_DAYS = re.compile(r"[\s,;，、；]+")
_SPAN = re.compile(r"(.+?)(?:\.\.|~|～|—|–|至|到)(.+)")


def read_days(text: str) -> frozenset[date]:
    """Days as people list them: 2026-12-24, 2026-12-31..2027-01-03. Raises ValidationError naming what cannot be read."""
    days: set[date] = set()
    for word in filter(None, _BETWEEN_DAYS.split(text)):
        span = _SPAN.fullmatch(word)
        first, last = (_day(span[1]), _day(span[2])) if span else (_day(word), _day(word))
        if last < first or (last - first).days > season.MOST_DAYS:
            raise ValidationError(_("“%(word)s” is not a span of days.") % {"word": word[:40]})
        days |= {first + timedelta(days=step) for step in range((last - first).days + 1)}
    return frozenset(days)


def _day(word: str) -> date:
    try:
        return datetime.strptime(word.replace("/", "-").replace(".", "-"), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise ValidationError(_("“%(word)s” is not a day such as 2026-12-24.") % {"word": word[:40]}) from None


class SeasonForm(forms.Form):
    """The rule of a season. Days and times are those of the wall calendar here."""

    open_day = forms.ModelChoiceField(OpenDay.objects.none(), label=gettext_lazy("open day"))
    first_day = forms.DateField(label=gettext_lazy("first day"), widget=DayInput)
    last_day = forms.DateField(label=gettext_lazy("last day"), widget=DayInput)
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("days of the week"), coerce=int, choices=[], widget=forms.CheckboxSelectMultiple
    )
    excluded = BlockField(
        label=gettext_lazy("days to leave out"),
        required=False,
        rows=2,
        max_length=4000,
        help_text=gettext_lazy("One or more days, or spans of days: 2026-12-24, 2026-12-31..2027-01-03."),
    )
    skip_holidays = forms.BooleanField(
        label=gettext_lazy("Leave out public holidays"),
        required=False,
        initial=True,
        help_text=gettext_lazy("According to the yearly notices of the State Council."),
    )
    make_up = forms.ChoiceField(
        label=gettext_lazy("make-up working days"),
        help_text=gettext_lazy("Saturdays and Sundays on which people work because of a long holiday."),
        choices=[
            (season.MakeUp.SKIP, gettext_lazy("Leave them out: families have no time")),
            (season.MakeUp.WORK, gettext_lazy("Treat them as working days, like Monday to Friday")),
            (season.MakeUp.KEEP, gettext_lazy("Treat them as ordinary Saturdays and Sundays")),
        ],
        initial=season.MakeUp.SKIP,
    )
    starts = forms.TimeField(label=gettext_lazy("first session starts"), widget=TimeInput, initial=time(9, 30))
    until = forms.TimeField(label=gettext_lazy("last session is over by"), widget=TimeInput, initial=time(11, 0))
    length_minutes = forms.IntegerField(label=gettext_lazy("length in minutes"), min_value=5, max_value=720, initial=90)
    break_minutes = forms.IntegerField(label=gettext_lazy("break between sessions in minutes"), min_value=0, max_value=720, initial=15)
    pause_from = forms.TimeField(
        label=gettext_lazy("no session from"),
        widget=TimeInput,
        required=False,
        help_text=gettext_lazy("Such as the lunch break; empty for none."),
    )
    pause_until = forms.TimeField(label=gettext_lazy("no session until"), widget=TimeInput, required=False)
    individuals = places_field("individuals")
    groups = places_field("groups")
    reserved = places_field("reserved")
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("languages of the guide"), required=False, choices=GuideLanguage.choices, widget=forms.CheckboxSelectMultiple
    )
    guide_zh = LineField(
        label=gettext_lazy("guide"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Member of staff who guides. Not shown to the public."),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("state"),
        choices=[
            (Session.State.OPEN, pgettext_lazy("session state", "Takes place, shown to the public")),
            (Session.State.DRAFT, pgettext_lazy("session state", "Draft, not shown")),
        ],
    )
    with_overlaps = forms.BooleanField(
        label=gettext_lazy("Make sessions also where another session of the open day runs"),
        required=False,
        help_text=gettext_lazy("For open days with two guides at the same time."),
    )
    request_key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    # How the page groups the fields, row by row.
    GROUPS = (
        (
            gettext_lazy("Which days"),
            (("open_day",), ("first_day", "last_day"), ("weekdays",), ("skip_holidays",), ("make_up",), ("excluded",)),
        ),
        (gettext_lazy("At what time"), (("starts", "until"), ("length_minutes", "break_minutes"), ("pause_from", "pause_until"))),
        (
            gettext_lazy("Places and guide"),
            (("individuals", "groups", "reserved"), ("languages",), ("guide_zh",), ("state",), ("with_overlaps",)),
        ),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["open_day"].queryset = own_open_days(request)  # type: ignore[attr-defined]
        self.fields["weekdays"].choices = [(number, name) for number, (_short, name) in enumerate(formats.weekdays())]  # type: ignore[attr-defined]

    def groups_of_rows(self) -> list[tuple[str, list[list[forms.BoundField]]]]:
        return [(str(heading), [[self[name] for name in row] for row in rows]) for heading, rows in self.GROUPS]

    def clean_excluded(self) -> frozenset[date]:
        return read_days(self.cleaned_data["excluded"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_days(cleaned)
        cleaned["times"] = self._times(cleaned)
        if not capacities(cleaned) and not self.errors.keys() & {"individuals", "groups", "reserved"}:
            self.add_error("individuals", _("Give places to at least one kind of visitors."))
        return cleaned

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and first < timezone.localdate():
            self.add_error("first_day", _("The first day is over already."))
        elif first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        elif last and (last - timezone.localdate()).days > season.MOST_DAYS:
            self.add_error("last_day", _("Plan two years at most: the holidays of later ones are not known."))

    def _times(self, cleaned: dict[str, Any]) -> tuple[time, ...]:
        starts, until, pause_from, pause_until = (cleaned.get(name) for name in ("starts", "until", "pause_from", "pause_until"))
        if bool(pause_from) != bool(pause_until):
            self.add_error("pause_until" if pause_from else "pause_from", _("Give both ends of the pause, or neither."))
        elif pause_from and pause_until <= pause_from:
            self.add_error("pause_until", _("The pause ends before it begins."))
        if self.errors.keys() & {"starts", "until", "length_minutes", "break_minutes", "pause_from", "pause_until"}:
            return ()
        found = season.times_of_day(
            starts,  # type: ignore[arg-type]  # checked above
            until,  # type: ignore[arg-type]
            length_minutes=cleaned["length_minutes"],
            break_minutes=cleaned["break_minutes"],
            pause=(pause_from, pause_until) if pause_from and pause_until else None,
        )
        if not found:
            self.add_error("until", _("No session of this length fits into these hours."))
        return found

    def plan(self) -> season.Plan:
        names = ("first_day", "last_day", "times", "length_minutes", "excluded", "skip_holidays")
        return season.Plan(
            **{name: self.cleaned_data[name] for name in names},
            weekdays=frozenset(self.cleaned_data["weekdays"]),
            make_up=season.MakeUp(self.cleaned_data["make_up"]),
        )

    def seen(self) -> str:
        """A mark of all that was asked for: what is made is what was shown."""
        asked = sorted((name, str(value)) for name, value in self.data.lists() if name not in {"csrfmiddlewaretoken", "seen", "make"})  # type: ignore[attr-defined]
        return hashlib.sha256(repr(asked).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True)
class PreviewRow:
    """One day of the preview: (times, remark) of each session, or why there is none."""

    day: str
    sessions: list[tuple[str, str]]
    skipped: str
    opens: str
    provisional: bool


class Preview:
    """Every session that the plan would make, and what it leaves out and why."""

    def __init__(self, form: SeasonForm, *, now: datetime) -> None:
        self.open_day: OpenDay = form.cleaned_data["open_day"]
        self.with_overlaps: bool = form.cleaned_data["with_overlaps"]
        self.sketch = actions.sketch_season(open_day=self.open_day, plan=form.plan(), calendar=queries.load_calendar(), now=now)
        self.count = len(season.slots_to_make(self.sketch.days, self.sketch.obstacles, with_overlaps=self.with_overlaps))
        self.days_left_out = sum(day.skipped is not None for day in self.sketch.days)
        self.hindered = len(self.sketch.slots) - self.count
        self.is_too_many = self.count > season.MOST_SESSIONS
        self.most = season.MOST_SESSIONS
        self.has_provisional = any(day.provisional for day in self.sketch.days)

    @cached_property
    def _names(self) -> dict[date, str]:
        skipped = [day.day for day in self.sketch.days if day.skipped in {season.Skip.HOLIDAY, season.Skip.MAKE_UP}]
        return dict(WorkCalendar.objects.filter(day__in=skipped).values_list("day", "name_zh"))

    def rows(self) -> list[PreviewRow]:
        return [self._row(day) for day in self.sketch.days]

    def _row(self, planned: season.PlannedDay) -> PreviewRow:
        sessions = [(formats.time_range(slot.starts_at, slot.ends_at), self._remark(slot)) for slot in planned.slots]
        opens_at = rules.registration_opens_at(self.open_day, Session(starts_at=planned.slots[0].starts_at)) if planned.slots else None
        skipped = ""
        if planned.skipped is not None:
            name = self._names.get(planned.day, "")
            skipped = f"{_SKIPPED[planned.skipped]}{f' ({name})' if name else ''}"
        return PreviewRow(formats.day(planned.day), sessions, skipped, formats.moment(opens_at) if opens_at else "", planned.provisional)

    def _remark(self, slot: season.Slot) -> str:
        hindered = self.sketch.obstacles.get(slot)
        if hindered is None:
            return ""
        made_anyway = self.with_overlaps and hindered == season.Obstacle.OVERLAP
        return _("made beside another session") if made_anyway else str(_HINDERED[hindered])


@require_http_methods(["GET", "HEAD", "POST"])
def plan_season(request: HttpRequest) -> HttpResponse:
    """Show what a rule would make; once that was looked at, make it. A second press finds the sessions of the first."""
    form = SeasonForm(request.POST if request.method == "POST" else None, request=request, initial=_initial(request))
    if not form.is_bound:
        return _page(request, form, status=200)
    if not form.is_valid():
        return _page(request, form, status=422)
    now = timezone.now()
    seen = form.seen()
    if "make" in request.POST and request.POST.get("seen") == seen:
        try:
            return _make(request, form, now=now)
        except actions.TooManySessions:
            return _page(request, form, preview=Preview(form, now=now), seen=seen, status=422)
    # Whoever changes the plan after looking at it looks once more.
    return _page(request, form, preview=Preview(form, now=now), seen=seen, status=409 if "make" in request.POST else 200)


def _initial(request: HttpRequest) -> dict[str, Any]:
    wanted = request.GET.get("open_day", "")
    chosen = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19 else None
    return {"open_day": chosen, "request_key": uuid.uuid4().hex, "first_day": timezone.localdate() + timedelta(days=1), "individuals": 20}


def _make(request: HttpRequest, form: SeasonForm, *, now: datetime) -> HttpResponse:
    asked = form.cleaned_data
    made = actions.plan_season(
        open_day=asked["open_day"],
        plan=form.plan(),
        calendar=queries.load_calendar(),
        capacities=capacities(asked),
        by=request.user,
        now=now,
        **{name: asked[name] for name in ("languages", "guide_zh", "state", "with_overlaps", "request_key")},
    )
    if made:
        messages.success(request, ngettext("%(count)d session planned.", "%(count)d sessions planned.", len(made)) % {"count": len(made)})
    else:
        messages.warning(request, _("No session was left to make. Nothing was changed."))
    return redirect(f"{reverse('sessions:index')}?open_day={asked['open_day'].pk}")


def _page(request: HttpRequest, form: SeasonForm, *, status: int, preview: Preview | None = None, seen: str = "") -> HttpResponse:
    title = _("Plan a season")
    context = {
        "form": form,
        "preview": preview,
        "seen": seen,
        "changed": status == 409,
        "header_title": title,
        "header_icon": "calendar-alt",
        "breadcrumbs_items": [{"url": reverse("sessions:index"), "label": _("Sessions")}, {"url": "", "label": title}],
    }
    return TemplateResponse(request, "events/staff/season.html", context, status=status)
