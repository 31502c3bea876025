"""The addresses of the gate below /admin/gate/, and its place in the menu."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from openday.registrations.gate import desk, views


class GateMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return views.is_open_to(request.user)


class Gate(ViewSet):
    name = "gate"
    icon = "mobile-alt"
    menu_label = _("Gate")
    menu_order = 116
    add_to_admin_menu = True
    menu_item_class = GateMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", views.index, name="index"),
            path("sw.js", views.service_worker, name="service_worker"),
            path("hello/", views.hello, name="hello"),
            path("sessions/<int:pk>/list/", views.parties, name="list"),
            path("sessions/<int:pk>/scans/", views.scans, name="scans"),
            path("desk/<int:pk>/", desk.session, name="session"),
            path("desk/<int:pk>/settle/<int:check_in>/", desk.settle, name="settle"),
            path("files/<slug:version>/<str:name>", views.file, name="file"),
            path("<slug:language>/", views.app, name="app"),
            path("<slug:language>/app.webmanifest", views.manifest, name="manifest"),
        ]
