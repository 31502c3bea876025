"""The checks as a report of the staff area and as a panel, both for the quality office."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from openday.oversight.desk.staff import ForQualityOffice, QualityOfficeMenuItem, in_quality_office
from openday.oversight.website_checks.looking import look
from openday.oversight.website_checks.wording import NAMES

_SHOWN = 5


class WebsiteChecksView(ForQualityOffice, WagtailAdminTemplateMixin, View):
    page_title = _("State website checks")
    header_icon = "site"
    template_name = "oversight/website_checks/report.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        checks = look(now=timezone.now())
        rows = [(NAMES[check.kind], check) for check in checks]
        return self.render_to_response(self.get_context_data(checks=rows, wrong=sum(check.is_wrong for check in checks)))


class WebsiteChecksPanel(Component):
    """What is wrong; nothing when nothing is."""

    order = 70
    template_name = "oversight/website_checks/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        wrong = [(NAMES[check.kind], check) for check in look(now=timezone.now()) if check.is_wrong]
        return {"wrong": wrong[:_SHOWN], "count": len(wrong), "address": reverse("website_checks")}


def panels_for(request: HttpRequest) -> list[WebsiteChecksPanel]:
    return [WebsiteChecksPanel()] if in_quality_office(request) else []


def menu_item() -> QualityOfficeMenuItem:
    return QualityOfficeMenuItem(_("State website checks"), reverse("website_checks"), icon_name="site", order=1300)
