"""What the events room adds to the Wagtail admin."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from openday.events.models import OpenDay, OpenDayPage, Session
from openday.events.staff.front_page import OpenDaysPanel
from openday.events.staff.open_days import OpenDayViewSet, hold_open_day
from openday.events.staff.own_pages import OwnPagesPolicy, foreign_pages
from openday.events.staff.own_units import OwnUnitsPolicy
from openday.events.staff.sessions import SessionViewSet

register_permission_policy(OpenDay, OwnUnitsPolicy(OpenDay, lookup="unit"))
register_permission_policy(Session, OwnUnitsPolicy(Session, lookup="open_day__unit"))
register_permission_policy(Page, OwnPagesPolicy())


class OpenDaysGroup(ViewSetGroup):
    menu_label = _("Open days")
    menu_icon = "calendar-alt"
    menu_order = 120
    items = (OpenDayViewSet(), SessionViewSet())


@hooks.register("register_admin_viewset")
def open_days_group() -> OpenDaysGroup:
    return OpenDaysGroup()


@hooks.register("construct_page_chooser_queryset")
def choose_own_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Wagtail lets all staff link to every page, drafts too; other units' drafts are not for linking."""
    return pages.exclude(pk__in=foreign_pages(request.user))


hooks.register("before_create_page", hold_open_day)


@hooks.register("register_deed_words")
def deed_words() -> dict[str, Any]:
    return {
        "events.plan_session": _("Planned a session"),
        "events.plan_season": _("Planned the sessions of a season"),
        "events.change_session": _("Changed a session"),
        "events.merge_pools": _("Gave unused places for groups to individuals"),
    }


@hooks.register("insert_global_admin_css")
def lists_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/lists.css"))


@hooks.register("construct_homepage_panels")
def own_open_days(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.has_perm("events.add_openday"):
        panels.append(OpenDaysPanel())


@hooks.register("register_page_header_buttons")
def open_day_of_the_page(page: Page, user: Any, next_url: str | None = None, view_name: str | None = None) -> list[Button]:
    """From the page back to what it is about."""
    if not isinstance(page, OpenDayPage) or not user.has_perm("events.change_openday"):
        return []
    return [
        Button(_("Open day and its sessions"), url=reverse("open-days:edit", args=[page.open_day_id]), icon_name="calendar-alt", priority=5)
    ]
