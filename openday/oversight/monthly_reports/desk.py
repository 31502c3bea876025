"""Monthly reports at the desk of the quality office: a list, a report with its deeds, and what waits on the front page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from openday.language import formats
from openday.oversight.desk.staff import ForQualityOffice, QualityOfficeMenuItem, in_quality_office
from openday.oversight.monthly_reports import actions, figures, queries
from openday.oversight.monthly_reports.forms import ReasonForm, WordsForm
from openday.oversight.monthly_reports.models import MonthlyReport


class ReportIndexView(ForQualityOffice, generic.IndexView):
    model = MonthlyReport
    any_permission_required = None
    page_title = gettext_lazy("Monthly reports")
    header_icon = "doc-full"
    paginate_by = 24
    list_filter = ["state"]
    index_url_name = "monthly_reports:index"
    index_results_url_name = "monthly_reports:index_results"
    default_ordering = "-month"
    columns = [
        TitleColumn("month", label=gettext_lazy("Month"), accessor="month_in_words", url_name="monthly_reports:report", sort_key="month"),
        Column("revision", label=gettext_lazy("Revision")),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
        Column("due_on", label=gettext_lazy("Due on"), accessor=lambda report: formats.day(report.due_on), sort_key="due_on"),
        Column("submitted_by", label=gettext_lazy("Submitted by")),
        Column("approved_by", label=gettext_lazy("Approved by")),
    ]

    def get_base_queryset(self) -> Any:
        return MonthlyReport.objects.select_related("submitted_by", "approved_by")

    def order_queryset(self, queryset: Any) -> Any:
        return queryset.order_by(self.ordering, "-revision", "-pk")


class ReportView(ForQualityOffice, WagtailAdminTemplateMixin, View):
    """One revision: its numbers, its words, and what may be done with it now."""

    template_name = "oversight/monthly_reports/desk/report.html"
    header_icon = "doc-full"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kwargs = kwargs

    @property
    def report(self) -> MonthlyReport:
        return get_object_or_404(MonthlyReport.objects.select_related("submitted_by", "approved_by"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Report on %(month)s, revision %(number)d") % {"month": self.shown.month_in_words, "number": self.shown.revision}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse("monthly_reports:index"), "label": _("Monthly reports")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.report)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what the pressed button says; 409 when somebody else got there first, 422 for a faulty form."""
        report, deed, now = self.report, request.POST.get("deed", ""), timezone.now()
        if deed not in DEEDS:
            raise Http404
        form = FORMS[deed](request.POST) if deed in FORMS else None
        if request.POST.get("seen") != str(report.turn):
            return self._overtaken(form)
        if form is not None and not form.is_valid():
            return self._page(report, form=form, status=422)
        try:
            changed = DEEDS[deed](report, form.cleaned_data if form else {}, self.staff, now)
        except actions.OwnReport:
            messages.error(request, _("You submitted this report. Somebody else must approve it."))
            return self._page(report, status=422)
        except (actions.ReportMoved, actions.NotPublishedYet):
            return self._overtaken(form)
        messages.success(request, DONE[deed])
        return redirect("monthly_reports:report", changed.pk)

    def _overtaken(self, form: Any) -> HttpResponse:
        """What was typed stays in the form; sent once more, it replaces what the other one wrote."""
        messages.warning(self.request, _("Somebody else got there first. Nothing was changed."))
        return self._page(self.report, form=form, status=409)

    def _page(self, report: MonthlyReport, *, form: Any = None, status: int = 200) -> HttpResponse:
        self.shown = report
        is_draft, is_published = report.state == report.State.DRAFT, report.state == report.State.PUBLISHED
        words = form if isinstance(form, WordsForm) else WordsForm({"text_zh": report.text_zh, "text_en": report.text_en})
        has_later = is_published and MonthlyReport.objects.filter(month=report.month, revision__gt=report.revision).exists()
        context = self.get_context_data(
            report=report,
            figures=figures.read(report.figures),
            is_draft=is_draft,
            is_late=report.is_late(today=timezone.localdate()),
            words=words if is_draft else None,
            reason=(form if isinstance(form, ReasonForm) else ReasonForm()) if is_published and not has_later else None,
            is_own=report.submitted_by_id == self.staff.pk,
            has_errors=status == 422 and form is not None,
        )
        return self.render_to_response(context, status=status)


def _submit(report: MonthlyReport, words: dict[str, str], by: Any, now: Any) -> MonthlyReport:
    return actions.submit(report=actions.write(report=report, **words, by=by, now=now), by=by, now=now)


DEEDS: dict[str, Any] = {
    "write": lambda report, words, by, now: actions.write(report=report, **words, by=by, now=now),
    "submit": _submit,
    "count": lambda report, _words, by, now: actions.count_again(report=report, by=by, now=now),
    "send_back": lambda report, _words, by, now: actions.send_back(report=report, by=by, now=now),
    "approve": lambda report, _words, by, now: actions.approve(report=report, by=by, now=now),
    "revise": lambda report, words, by, now: actions.revise(report=report, **words, by=by, now=now),
}
FORMS: dict[str, Any] = {"write": WordsForm, "submit": WordsForm, "revise": ReasonForm}
DONE = {
    "write": gettext_lazy("The words were kept."),
    "submit": gettext_lazy("The report waits for somebody else's approval."),
    "count": gettext_lazy("The numbers are those of now. Please read the words again."),
    "send_back": gettext_lazy("The report is a draft again."),
    "approve": gettext_lazy("The report is public now."),
    "revise": gettext_lazy("A further revision was begun. The published one stays until it is approved."),
}


class ReportPanel(Component):
    """Reports that wait, the next due first; nothing when none does."""

    order = 55
    template_name = "oversight/monthly_reports/desk/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        today = timezone.localdate()
        return {"reports": [(report, report.is_late(today=today)) for report in queries.unpublished()[:5]]}


def panels_for(request: HttpRequest) -> list[ReportPanel]:
    return [ReportPanel()] if in_quality_office(request) else []


class ReportDesk(ViewSet):
    name = "monthly_reports"
    url_prefix = "oversight/reports"
    icon = "doc-full"
    menu_label = gettext_lazy("Monthly reports")
    menu_name = "monthly-reports"
    menu_order = 165
    add_to_admin_menu = True
    menu_item_class = QualityOfficeMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ReportIndexView.as_view(), name="index"),
            path("results/", ReportIndexView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", ReportView.as_view(), name="report"),
        ]
