"""What the accounts room hangs into the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from openday.accounts.reports import AuditReportView
from openday.accounts.viewsets import units


@hooks.register("register_admin_viewset")
def unit_viewset() -> Any:
    return units


@hooks.register("register_admin_urls")
def audit_addresses() -> list[Any]:
    return [
        path("reports/audit-log/", AuditReportView.as_view(), name="audit_log"),
        path("reports/audit-log/results/", AuditReportView.as_view(results_only=True), name="audit_log_results"),
    ]


class AuditMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return AuditReportView.permission_policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def audit_menu_item() -> MenuItem:
    return AuditMenuItem(_("Audit log"), reverse("audit_log"), icon_name="history", order=1000)
