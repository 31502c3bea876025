"""The desk in the staff area: a menu item and its addresses."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from openday.oversight.desk.listing import CaseIndexView
from openday.oversight.desk.previews import PublicPreview
from openday.oversight.desk.readings import EnterReadingView, ReadingIndexView, ReleaseReadingView
from openday.oversight.desk.staff import signed_in
from openday.oversight.desk.views import CaseView, DeedView, NotesView, RevealView
from openday.oversight.notices.desk import NoticePaperView
from openday.oversight.originals.desk import SealedOriginalView
from openday.oversight.overview.desk import NextView, OverviewView, ReviewExportView
from openday.oversight.queries import offices_of
from openday.oversight.redaction.desk import CopyView, OriginalView, PreviewView, RedactView


class OfficeMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(offices_of(signed_in(request)))


class CaseDesk(ViewSet):
    name = "oversight_desk"
    url_prefix = "oversight/cases"
    icon = "mail"
    menu_label = _("Feedback cases")
    menu_name = "cases"
    menu_order = 150
    add_to_admin_menu = True
    menu_item_class = OfficeMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", CaseIndexView.as_view(), name="index"),
            path("results/", CaseIndexView.as_view(results_only=True), name="index_results"),
            path("next/", NextView.as_view(), name="next"),
            path("overview/", OverviewView.as_view(), name="overview"),
            re_path(r"^overview/management-review\.(?P<kind>csv|xlsx)\Z", ReviewExportView.as_view(), name="review_export"),
            path("<int:pk>/", CaseView.as_view(), name="case"),
            path("<int:pk>/notes/", NotesView.as_view(), name="notes"),
            path("<int:pk>/contact/", RevealView.as_view(), name="reveal"),
            path("<int:pk>/pictures/<int:evidence_pk>/", OriginalView.as_view(), name="evidence"),
            path("<int:pk>/pictures/<int:evidence_pk>/sealed/", SealedOriginalView.as_view(), name="sealed_original"),
            path("<int:pk>/pictures/<int:evidence_pk>/redact/", RedactView.as_view(), name="redact"),
            path("<int:pk>/pictures/<int:evidence_pk>/preview/", PreviewView.as_view(), name="redact_preview"),
            path("<int:pk>/redacted/<int:copy_pk>/", CopyView.as_view(), name="redacted"),
            path("<int:pk>/notices/<int:position>.pdf", NoticePaperView.as_view(), name="notice_pdf"),
            path("<int:pk>/public/<slug:language>/", PublicPreview.as_view(), name="public_preview"),
            path("<int:pk>/<slug:deed>/", DeedView.as_view(), name="deed"),
        ]


class ReadingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return ReadingIndexView.is_open_to(signed_in(request))


class ReadingDesk(ViewSet):
    name = "oversight_readings"
    url_prefix = "oversight/readings"
    icon = "success"
    menu_label = _("Indicator readings")
    menu_name = "readings"
    menu_order = 160
    add_to_admin_menu = True
    menu_item_class = ReadingMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", ReadingIndexView.as_view(), name="index"),
            path("results/", ReadingIndexView.as_view(results_only=True), name="index_results"),
            path("enter/", EnterReadingView.as_view(), name="enter"),
            path("<int:pk>/release/", ReleaseReadingView.as_view(), name="release"),
        ]
