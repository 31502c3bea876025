"""What the accounts room hangs into the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from openday.accounts.front_page import LooksPanel
from openday.accounts.reports import AuditReportView, LooksReportView
from openday.accounts.viewsets import units


@hooks.register("register_admin_viewset")
def unit_viewset() -> Any:
    return units


@hooks.register("register_admin_urls")
def audit_addresses() -> list[Any]:
    return [
        path("reports/audit-log/", AuditReportView.as_view(), name="audit_log"),
        path("reports/audit-log/results/", AuditReportView.as_view(results_only=True), name="audit_log_results"),
        path("reports/looks/", LooksReportView.as_view(), name="looks"),
        path("reports/looks/results/", LooksReportView.as_view(results_only=True), name="looks_results"),
    ]


class AuditMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return AuditReportView.permission_policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def audit_menu_item() -> MenuItem:
    return AuditMenuItem(_("Audit log"), reverse("audit_log"), icon_name="history", order=1000)


@hooks.register("register_reports_menu_item")
def looks_menu_item() -> MenuItem:
    return AuditMenuItem(_("Looks at personal data"), reverse("looks"), icon_name="view", order=990)


@hooks.register("construct_homepage_panels")
def looks_at_personal_data(request: HttpRequest, panels: list[Any]) -> None:
    if AuditReportView.permission_policy.user_has_permission(request.user, "view"):
        panels.append(LooksPanel())


@hooks.register("register_deed_words")
def deed_words() -> dict[str, Any]:
    return {
        "accounts.sign_in": _("Signed in"),
        "accounts.sign_out": _("Signed out"),
        "accounts.sign_in_failed": _("Wrong password at sign-in"),
        "accounts.export_audit_log": _("Exported the audit log"),
    }
