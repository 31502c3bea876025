"""Group visits in the admin; nothing is created or edited here by hand."""

from typing import Any

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import PermissionPolicyChecker

from openday.events.staff.own_units import ListedViewSet
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.staff import deeds, roster
from openday.registrations.groups.staff.listing import GroupVisitFilterSet, GroupVisitIndexView


class GroupVisitViewSet(ListedViewSet):
    model = GroupVisit
    name = "groups-staff"
    url_prefix = "group-visits"
    icon = "group"
    menu_label = _("Group visits")
    menu_order = 121
    index_view_class = GroupVisitIndexView
    filterset_class = GroupVisitFilterSet
    ordering = "due_on"

    def get_urlpatterns(self) -> list[Any]:
        may = PermissionPolicyChecker(self.permission_policy)
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", self.guarded(may.require("view")(deeds.inspect)), name="inspect"),
            path("<int:pk>/reveal/", self.guarded(may.require("change")(deeds.reveal)), name="reveal"),
            path("<int:pk>/roster/", self.guarded(may.require("view")(roster.roster)), name="roster"),
            path("<int:pk>/roster/open/", self.guarded(may.require("change")(roster.open_names)), name="roster_open"),
            path("<int:pk>/roster/erase/", self.guarded(may.require("change")(roster.erase)), name="roster_erase"),
            path("<int:pk>/roster/fit/", self.guarded(may.require("change")(roster.fit)), name="roster_fit"),
            re_path(
                r"^(?P<pk>\d{1,18})/(?P<deed>place|offer|swap|ask|refuse)/$", self.guarded(may.require("change")(deeds.act)), name="act"
            ),
        ]
