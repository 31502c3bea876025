"""Open days in the admin: facts and rules of admission, which are the same in every language."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Min, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from openday.accounts.models import Unit
from openday.accounts.roles import units_of
from openday.events.models import OpenDay, OpenDayIndexPage, OpenDayPage
from openday.events.staff.own_units import OwnUnitsIndexView, OwnUnitsViewSet, own_units
from openday.language import formats
from openday.language.sentences import listed


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


def _next_session(open_day: OpenDay) -> str:
    at: datetime | None = open_day.next_session_at  # type: ignore[attr-defined]  # annotated
    return formats.moment(at) if at else "–"


def _pages(open_day: OpenDay) -> str:
    """The languages in which the open day has a page, drafts marked; none is told in words, for it is not to be seen then."""
    written = [
        page.locale.get_display_name() if page.live else gettext("%(language)s (draft)") % {"language": page.locale.get_display_name()}
        for page in open_day.pages.all()
    ]
    return listed(written) or gettext("none yet")


def buttons_of(open_day: OpenDay, user: Any, *, new_page: str) -> list[Button]:
    """Where one goes from an open day: its sessions and pages; rooms above add theirs with the hook `register_open_day_buttons`."""
    buttons = [
        Button(gettext("Sessions"), url=f"{reverse('sessions:index')}?open_day={open_day.pk}", icon_name="time", priority=15),
        Button(gettext("Add a session"), url=f"{reverse('sessions:add')}?open_day={open_day.pk}", icon_name="plus", priority=16),
        Button(gettext("Plan a season"), url=f"{reverse('sessions:season')}?open_day={open_day.pk}", icon_name="calendar-alt", priority=17),
        *page_buttons(open_day, user, new_page=new_page),
    ]
    for add in hooks.get_hooks("register_open_day_buttons"):
        buttons += add(open_day, user)
    return buttons


def address_for_new_pages(user: Any) -> str:
    """Where this person writes the first page of an open day; empty for who writes none (1 query)."""
    index = OpenDayIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path").first()
    if index is None or not index.permissions_for_user(user).can_add_subpage():
        return ""
    return reverse("wagtailadmin_pages:add", args=["events", "opendaypage", index.pk])


def address_for_page_of(open_day: OpenDay, *, new_page: str) -> str:
    """`new_page` with the open day chosen already (`hold_open_day` below)."""
    return f"{new_page}?open_day={open_day.pk}" if new_page else ""


def hold_open_day(request: HttpRequest, _parent: Page, page_class: type[Page]) -> None:
    """Keep which open day a new page is to be about where its form finds it: Wagtail gives a form who writes, and no address."""
    wanted = request.GET.get("open_day", "")
    if page_class is OpenDayPage and wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
        request.user.writes_about_open_day = int(wanted)  # type: ignore[union-attr]  # gone with the request


def page_buttons(open_day: OpenDay, user: Any, *, new_page: str) -> list[Button]:
    """The pages of an open day to edit; or, without any, the way to write the first at `new_page`."""
    pages = [page for page in open_day.pages.all() if page.permissions_for_user(user).can_edit()]
    if pages:
        return [
            Button(
                gettext("Page: %(language)s") % {"language": page.locale.get_display_name()},
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                icon_name="doc-empty",
                priority=30,
            )
            for page in pages
        ]
    if not new_page or open_day.pages.all():
        return []
    return [Button(gettext("Write its page"), url=address_for_page_of(open_day, new_page=new_page), icon_name="edit", priority=30)]


class OpenDayCreateView(generic.CreateView):
    def get_success_buttons(self) -> list[Any]:
        """The two things that are missing now."""
        user = self.request.user
        links = [(gettext("Add a session"), f"{reverse('sessions:add')}?open_day={self.object.pk}")]
        links += [(button.label, button.url) for button in page_buttons(self.object, user, new_page=address_for_new_pages(user))]
        return [messages.button(url, label) for label, url in links]


class OpenDayEditView(generic.EditView):
    @property
    def header_more_buttons(self) -> list[Button]:
        user = self.request.user
        return [*super().header_more_buttons, *buttons_of(self.object, user, new_page=address_for_new_pages(user))]


class OpenDayIndexView(OwnUnitsIndexView):
    @cached_property
    def new_page(self) -> str:
        return address_for_new_pages(self.request.user)

    def get_list_more_buttons(self, instance: OpenDay) -> list[Any]:
        return [*super().get_list_more_buttons(instance), *buttons_of(instance, self.request.user, new_page=self.new_page)]

    def get_base_queryset(self) -> QuerySet[Any]:
        coming = Q(sessions__starts_at__gt=now()) & ~Q(sessions__state="cancelled")
        return (
            super()
            .get_base_queryset()
            .select_related("unit")
            .prefetch_related(Prefetch("pages", OpenDayPage.objects.select_related("locale").order_by("-locale__language_code")))
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
    add_view_class = OpenDayCreateView
    edit_view_class = OpenDayEditView
    filterset_class = OpenDayFilterSet
    search_fields = ["name_zh", "name_en", "code"]
    list_display = [
        "__str__",
        Column("unit", label=_("unit")),
        Column("coming_sessions", label=_("coming sessions"), sort_key="coming_sessions"),
        Column("next_session_at", label=_("next session"), accessor=_next_session, sort_key="next_session_at", classname="whole"),
        Column("pages", label=_("pages"), accessor=_pages),
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
                    FieldPanel("merge_hours_before"),
                    FieldRowPanel([FieldPanel("party_max"), FieldPanel("children_per_adult_max")]),
                    FieldPanel("one_per_day"),
                    FieldRowPanel([FieldPanel("waiting_list"), FieldPanel("offer_hours")]),
                    FieldPanel("by_invitation"),
                    FieldPanel("approval_hours"),
                    FieldPanel("reminder_hours_before"),
                    FieldRowPanel([FieldPanel("confirm_days_before"), FieldPanel("release_hours_before")]),
                ],
                heading=_("Rules of admission"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("real_names"),
                    FieldRowPanel([FieldPanel("real_names_why_zh"), FieldPanel("real_names_why_en")]),
                    FieldPanel("document_part"),
                    FieldRowPanel([FieldPanel("whole_number_why_zh"), FieldPanel("whole_number_why_en")]),
                    FieldPanel("identity_keep_days"),
                ],
                heading=_("Real names, only where security demands them"),
                classname="collapsed",
            ),
        ],
        base_form_class=OpenDayForm,
    )
