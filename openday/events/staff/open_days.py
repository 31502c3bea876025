"""Open days in the admin: facts and rules of admission, which are the same in every language."""

from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn

from openday.accounts.models import Unit
from openday.accounts.roles import units_of
from openday.events.models import OpenDay
from openday.events.staff.own_units import OwnUnitsIndexView, OwnUnitsViewSet


def own_units(request: Any) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=units_of(request.user)) if request else Unit.objects.none()


class OpenDayForm(WagtailAdminModelForm):
    """Offers only units that the user works for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None:
            return
        units = Unit.objects.filter(pk__in=units_of(self.for_user))
        self.fields["unit"].queryset = units
        if not self.instance.pk and self.for_user.unit_id in {unit.pk for unit in units}:
            self.fields["unit"].initial = self.for_user.unit_id


class OpenDayFilterSet(WagtailFilterSet):
    unit = ModelChoiceFilter(queryset=own_units, label=_("unit"))

    class Meta:
        model = OpenDay
        fields = ["unit"]


class OpenDayIndexView(OwnUnitsIndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        coming = Q(sessions__starts_at__gt=now()) & ~Q(sessions__state="cancelled")
        return (
            super()
            .get_base_queryset()
            .select_related("unit")
            .annotate(
                coming_sessions=Count("sessions", filter=coming),
                next_session_at=Min("sessions__starts_at", filter=coming),
            )
            .order_by(F("next_session_at").asc(nulls_last=True), "code")
        )


class OpenDayViewSet(OwnUnitsViewSet):
    model = OpenDay
    name = "open-days"
    icon = "calendar-alt"
    menu_label = _("Open days")
    menu_order = 100
    index_view_class = OpenDayIndexView
    filterset_class = OpenDayFilterSet
    search_fields = ["name_zh", "name_en", "code"]
    list_display = [
        "__str__",
        Column("unit", label=_("unit")),
        Column("coming_sessions", label=_("coming sessions"), sort_key="coming_sessions"),
        DateColumn("next_session_at", label=_("next session"), sort_key="next_session_at"),
    ]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("unit"),
                    FieldPanel("code"),
                    FieldRowPanel([FieldPanel("name_zh"), FieldPanel("name_en")]),
                    FieldRowPanel([FieldPanel("place_zh"), FieldPanel("place_en")]),
                ],
                heading=_("What and where"),
            ),
            MultiFieldPanel(
                [FieldPanel("audience"), FieldPanel("guide_languages"), FieldPanel("accessibility"), FieldPanel("minimum_age")],
                heading=_("For whom"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("release_days_before"), FieldPanel("release_time")]),
                    FieldRowPanel([FieldPanel("closes_minutes_before"), FieldPanel("cancel_until_minutes_before")]),
                    FieldRowPanel([FieldPanel("party_max"), FieldPanel("children_per_adult_max")]),
                    FieldPanel("one_per_day"),
                    FieldPanel("waiting_list"),
                    FieldPanel("reminder_hours_before"),
                ],
                heading=_("Rules of admission"),
            ),
        ],
        base_form_class=OpenDayForm,
    )
