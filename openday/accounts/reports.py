"""The audit log, and the part of it that are looks at personal data: for the data protection officer."""

from datetime import date
from typing import Any

import django_filters
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from openday.accounts import audit
from openday.accounts.models import AuditEntry, deed_words
from openday.accounts.policies import AuditPolicy
from openday.language import formats


def _known_deeds() -> list[tuple[str, Any]]:
    return sorted(deed_words().items(), key=lambda pair: str(pair[1]))


class LooksFilterSet(WagtailFilterSet):
    noted_at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)
    by_name = django_filters.CharFilter(label=_("User name"), lookup_expr="iexact")

    class Meta:
        model = AuditEntry
        fields: list[str] = []


class AuditFilterSet(WagtailFilterSet):
    noted_at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)
    by_name = django_filters.CharFilter(label=_("User name"), lookup_expr="iexact")
    deed = django_filters.ChoiceFilter(label=_("Deed"), choices=_known_deeds)
    about_id = django_filters.CharFilter(label=_("Row"))

    class Meta:
        model = AuditEntry
        fields: list[str] = []


class AuditReportView(ReportView):
    """List, filter and export what staff did; an export is itself noted."""

    page_title = _("Audit log")
    header_icon = "history"
    model = AuditEntry
    filterset_class = AuditFilterSet
    permission_policy = AuditPolicy(AuditEntry)
    any_permission_required = ["view"]
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"
    list_export = ["noted_at", "by_name", "deed", "about_model", "about_id", "unit_id", "reason", "facts"]
    columns = [
        Column("noted_at", label=_("When"), accessor=lambda entry: formats.moment(entry.noted_at)),
        Column("by_name", label=_("By")),
        Column("deed", label=_("Deed"), accessor="deed_in_words"),
        Column("about_model", label=_("Kind of row"), accessor="kind_in_words"),
        Column("about_id", label=_("Row")),
        Column("reason", label=_("Reason")),
    ]
    custom_field_preprocess = {"facts": {"csv": str, "xlsx": str}}

    def get_filename(self) -> str:
        return f"audit-log-{date.today():%Y-%m-%d}"  # noqa: DTZ011 - a file name for the person at this desk

    def get_queryset(self) -> Any:
        return AuditEntry.objects.order_by("-noted_at", "-pk")

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        if self.is_export:
            audit.note("accounts.export_audit_log", by=self.request.user, about=None, now=timezone.now(), filters=dict(self.request.GET))
        return super().render_to_response(context, **options)


class LooksReportView(AuditReportView):
    """Who looked at personal data in full, took a list away or opened a complaint, and why."""

    page_title = _("Looks at personal data")
    header_icon = "view"
    filterset_class = LooksFilterSet
    index_url_name = "looks"
    index_results_url_name = "looks_results"

    def get_filename(self) -> str:
        return f"looks-at-personal-data-{date.today():%Y-%m-%d}"  # noqa: DTZ011 - as above

    def get_queryset(self) -> Any:
        return super().get_queryset().looks_at_personal_data()
