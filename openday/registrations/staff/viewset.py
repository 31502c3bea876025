"""Registrations in the admin: list, one registration, cancel; nothing is created or edited here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import PermissionPolicyChecker
from wagtail.permissions import policy_registry

from openday.events.models import Session
from openday.events.staff.own_units import ListedViewSet
from openday.registrations.draw import staff as draw_staff
from openday.registrations.identity import staff as identity_staff
from openday.registrations.models import Registration
from openday.registrations.questions import staff as question_staff
from openday.registrations.staff import bulk, deeds, moving, queue
from openday.registrations.staff.listing import RegistrationFilterSet, RegistrationIndexView

View = Callable[..., HttpResponse]


class RegistrationViewSet(ListedViewSet):
    model = Registration
    name = "registrations-staff"
    url_prefix = "registrations"
    icon = "group"
    menu_label = _("Registrations")
    menu_order = 120
    index_view_class = RegistrationIndexView
    filterset_class = RegistrationFilterSet
    ordering = "-created_at"

    def get_urlpatterns(self) -> list[Any]:
        may = PermissionPolicyChecker(self.permission_policy)
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", self.guarded(may.require("view")(deeds.inspect)), name="inspect"),
            path("<int:pk>/reveal/", self.guarded(may.require("change")(deeds.reveal)), name="reveal"),
            path("<int:pk>/cancel/", self.guarded(may.require("change")(deeds.cancel)), name="cancel"),
            path("<int:pk>/move/", self.guarded(may.require("change")(moving.move)), name="move"),
            path("<int:pk>/consent/", self.guarded(may.require("change")(deeds.withdraw_consent)), name="withdraw_consent"),
            path("bulk/<slug:deed>/", may.require("change")(bulk.bulk), name="bulk"),
            path("session/<int:pk>/queue/", _own_session(may.require("view")(queue.waiting_list)), name="queue"),
            *question_staff.urlpatterns,
            path("session/<int:pk>/gate-list/", identity_staff.gate_list, name="gate_list"),
            path("session/<int:pk>/draw/", _own_session(may.require("change")(draw_staff.draw)), name="draw"),
        ]


def _own_session(view: View) -> View:
    """The gate of OwnUnitsViewSet, for an address that names a session."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        if not policy_registry.get_by_type(Session).visible_to(request.user).filter(pk=min(pk, 2**63 - 1)).exists():
            raise Http404
        return view(request, pk)

    return guarded
