"""Sessions in the admin: time, guide and places on one form; several like it with one more."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db.models import Case, F, Prefetch, QuerySet, When
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django_filters import DateFromToRangeFilter, ModelChoiceFilter
from wagtail import hooks
from wagtail.admin.auth import PermissionPolicyChecker
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from openday.accounts.roles import units_of
from openday.events import actions, queries
from openday.events.models import OpenDay, Pool, Session
from openday.events.staff.fields import KINDS, DayInput, TimeInput, capacities, places_field
from openday.events.staff.own_units import OwnUnitsIndexView, OwnUnitsViewSet, own_open_days, own_units
from openday.events.staff.repeat import repeat
from openday.events.staff.season import plan_season


class SessionForm(WagtailAdminModelForm):
    """Day and two times instead of two moments, and the pools as plain numbers of people."""

    day = forms.DateField(label=gettext_lazy("day"), widget=DayInput)
    starts = forms.TimeField(label=gettext_lazy("starts"), widget=TimeInput)
    ends = forms.TimeField(label=gettext_lazy("ends"), widget=TimeInput)
    individuals = places_field("individuals")
    groups = places_field("groups")
    reserved = places_field("reserved")
    state = forms.ChoiceField(
        label=gettext_lazy("state"),
        choices=[
            (Session.State.OPEN, pgettext_lazy("session state", "Takes place, shown to the public")),
            (Session.State.DRAFT, pgettext_lazy("session state", "Draft, not shown")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = units_of(self.for_user) if self.for_user is not None else set()
        self.fields["open_day"].queryset = OpenDay.objects.filter(unit__in=own).order_by("name_zh")
        self.pools = {pool.kind: pool for pool in self.instance.pools.all()} if self.instance.pk else {}
        self.is_fixed = bool(self.instance.pk) and queries.has_registrations(self.instance)
        if self.instance.pk:
            self._show_what_is()
        elif not self.is_bound:
            self._propose()

    def _show_what_is(self) -> None:
        starts_at, ends_at = timezone.localtime(self.instance.starts_at), timezone.localtime(self.instance.ends_at)
        self.initial.update(day=starts_at.date(), starts=starts_at.time(), ends=ends_at.time())
        for name, kind in KINDS.items():
            if (pool := self.pools.get(kind)) is None:
                continue
            self.initial[name] = pool.capacity
            if pool.taken:
                self.fields[name].help_text = ngettext(
                    "%(count)d place is taken; the number cannot go below.",
                    "%(count)d places are taken; the number cannot go below.",
                    pool.taken,
                ) % {"count": pool.taken}
        self.fields["open_day"].disabled = True
        if self.instance.state == Session.State.CANCELLED:
            for field in self.fields.values():
                field.disabled = True
            self.fields["day"].help_text = _("This session is cancelled. Cancelled sessions cannot be changed; plan a new one instead.")
        elif self.is_fixed:
            for name in ("day", "starts", "ends", "state"):
                self.fields[name].disabled = True
            self.fields["day"].help_text = _(
                "People have registered for this session, so its time is not simply edited. "
                "“Move or change” moves it and writes to everybody."
            )

    def _propose(self) -> None:
        self.initial.setdefault("individuals", 20)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day, starts, ends = cleaned.get("day"), cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end must be after the start."))
        elif day and starts and ends:
            zone = timezone.get_default_timezone()
            try:
                cleaned["starts_at"] = datetime.combine(day, starts, tzinfo=zone)
                cleaned["ends_at"] = datetime.combine(day, ends, tzinfo=zone)
                cleaned["starts_at"].astimezone(UTC)
            except OverflowError:
                self.add_error("day", _("Enter a valid date."))
        if not self.capacities():
            self.add_error("individuals", _("Give places to at least one kind of visitors."))
        return cleaned

    def capacities(self) -> dict[str, int]:
        return capacities(self.cleaned_data)

    def _post_clean(self) -> None:
        # The moments are put together from day and times; the row itself is written by the action.
        if "starts_at" in self.cleaned_data:
            self.instance.starts_at, self.instance.ends_at = self.cleaned_data["starts_at"], self.cleaned_data["ends_at"]
        super()._post_clean()

    def values(self) -> dict[str, Any]:
        """What plan_session and change_session have in common."""
        names = ("starts_at", "ends_at", "languages", "guide_zh", "state", "by_invitation")
        return {**{name: self.cleaned_data[name] for name in names}, "capacities": self.capacities()}


class SessionFilterSet(WagtailFilterSet):
    open_day = ModelChoiceFilter(queryset=own_open_days, label=gettext_lazy("open day"))
    unit = ModelChoiceFilter(field_name="open_day__unit", queryset=own_units, label=gettext_lazy("unit"))
    starts_at = DateFromToRangeFilter(label=gettext_lazy("day"), widget=DateRangePickerWidget)

    class Meta:
        model = Session
        fields = ["open_day", "unit", "starts_at", "state"]


class ChosenColumn(Column):
    """A box to tick; it belongs to the form below the list."""

    cell_template_name = "events/staff/chosen_cell.html"


class PlacesColumn(Column):
    """Taken and offered places of one pool: 12 / 20."""

    def get_value(self, instance: Session) -> str:
        pool = next((pool for pool in instance.pools.all() if pool.kind == self.name), None)
        return f"{pool.taken} / {pool.capacity}" if pool else "–"


def buttons_of(session: Session, user: Any) -> list[Button]:
    """What else can be done with a session; rooms above add theirs with the hook `register_session_buttons`."""
    more = [
        Button(_("Open day"), url=reverse("open-days:edit", args=[session.open_day_id]), icon_name="calendar-alt", priority=12),
        Button(_("Repeat on other days"), url=reverse("sessions:repeat", args=[session.pk]), icon_name="copy", priority=15),
    ]
    for add in hooks.get_hooks("register_session_buttons"):
        more += add(session, user)
    return more


class SessionIndexView(OwnUnitsIndexView):
    results_template_name = "events/staff/sessions_results.html"

    @property
    def columns(self) -> list[Any]:
        return [ChosenColumn("chosen", label=_("Choose"), accessor="pk"), *super().columns]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["deeds"] = [deed for add in hooks.get_hooks("register_chosen_sessions_buttons") for deed in add(self.request.user)]
        # Every session that the filter leaves, on all pages of the list.
        asked = self.request.GET.copy()
        asked.pop("p", None)
        context["whole_list"] = f"all=1&{asked.urlencode()}" if self.is_filtering else ""
        return context

    @property
    def header_buttons(self) -> list[Any]:
        chosen = self.request.GET.get("open_day", "")
        more = f"?open_day={chosen}" if chosen.isascii() and chosen.isdecimal() else ""
        above = [button for add in hooks.get_hooks("register_sessions_header_buttons") for button in add(self.request.user)]
        season = HeaderButton(_("Plan a season"), url=reverse("sessions:season") + more, icon_name="calendar-alt")
        return [*super().header_buttons, season, *above] if self.request.user.has_perm("events.add_session") else super().header_buttons

    def get_base_queryset(self) -> QuerySet[Any]:
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        rows = super().get_base_queryset().select_related("open_day")
        # Today's first, then the coming ones; the past, latest first, at the end.
        coming = Case(When(starts_at__gte=today, then=F("starts_at")))
        rows = rows.annotate(coming_at=coming).order_by(F("coming_at").asc(nulls_last=True), "-starts_at", "pk")
        return rows.prefetch_related(Prefetch("pools", Pool.objects.order_by("kind")))

    def get_list_more_buttons(self, instance: Session) -> list[Any]:
        return [*super().get_list_more_buttons(instance), *buttons_of(instance, self.request.user)]


class _SavesByAction:
    """Creating and editing go through actions, whose refusals come back as errors of the form."""

    def form_valid(self, form: SessionForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except actions.PlacesTaken as refusal:
            name = next(name for name, kind in KINDS.items() if kind == refusal.kind)
            form.add_error(
                name,
                ngettext(
                    "%(count)d place is taken already: somebody registered meanwhile. Choose a larger number.",
                    "%(count)d places are taken already: somebody registered meanwhile. Choose a larger number.",
                    refusal.taken,
                )
                % {"count": refusal.taken},
            )
        except actions.HasRegistrations:
            form.add_error(None, _("Somebody registered for this session meanwhile, so its time can no longer be changed here."))
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        response = self.form_invalid(form)  # type: ignore[attr-defined]
        response.status_code = 409
        return response


class SessionCreateView(_SavesByAction, generic.CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        wanted = self.request.GET.get("open_day", "")
        if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
            kwargs["initial"] = {**kwargs.get("initial", {}), "open_day": int(wanted)}
        return kwargs

    def save_instance(self) -> Session:
        return actions.plan_session(
            open_day=self.form.cleaned_data["open_day"], **self.form.values(), by=self.request.user, now=timezone.now()
        )

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_success_url(self) -> str:
        """Back to the sessions of the same open day: the new one would be lost among those of all."""
        return f"{super().get_success_url()}?open_day={self.object.open_day_id}"


class SessionEditView(_SavesByAction, generic.EditView):
    def save_instance(self) -> Session:
        session = actions.change_session(session=self.form.instance, **self.form.values(), by=self.request.user, now=timezone.now())
        # More places may let somebody in who waits: the room above looks.
        for look in hooks.get_hooks("after_change_session"):
            look(session, self.request.user)
        return session

    @property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *buttons_of(self.object, self.request.user)]


class SessionViewSet(OwnUnitsViewSet):
    model = Session
    name = "sessions"
    icon = "time"
    menu_label = gettext_lazy("Sessions")
    menu_order = 110
    index_view_class = SessionIndexView
    add_view_class = SessionCreateView
    edit_view_class = SessionEditView
    filterset_class = SessionFilterSet
    list_display = [
        "when",
        Column("open_day", label=gettext_lazy("open day"), sort_key="open_day"),
        Column("state", label=gettext_lazy("state"), accessor="get_state_display", sort_key="state"),
        PlacesColumn("individuals", label=gettext_lazy("individuals: taken / places")),
        PlacesColumn("groups", label=gettext_lazy("groups: taken / places")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("open_day"),
            MultiFieldPanel(
                [
                    FieldPanel("day"),
                    FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
                    FieldPanel("state"),
                    FieldPanel("by_invitation"),
                ],
                heading=gettext_lazy("When"),
            ),
            MultiFieldPanel(
                [
                    HelpPanel(gettext_lazy("Places are people, not parties. Leave a field empty when there is no such pool.")),
                    FieldRowPanel([FieldPanel("individuals"), FieldPanel("groups"), FieldPanel("reserved")]),
                ],
                heading=gettext_lazy("Places"),
            ),
            MultiFieldPanel([FieldPanel("guide_zh"), FieldPanel("languages")], heading=gettext_lazy("Guide")),
        ],
        base_form_class=SessionForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        may_plan = PermissionPolicyChecker(self.permission_policy).require("add")
        return [
            *super().get_urlpatterns(),
            path("season/", may_plan(plan_season), name="season"),
            path("repeat/<int:pk>/", self.guarded(may_plan(repeat)), name="repeat"),
        ]
