"""Corrections that citizens asked for, in the staff area: the quality office decides, next due first."""

from typing import Any

import django_filters
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from openday.accounts import audit
from openday.oversight import clock
from openday.oversight.actions import CaseMoved
from openday.oversight.desk.staff import ForQualityOffice, QualityOfficeMenuItem
from openday.oversight.models import Correction
from openday.oversight.own_data import actions, queries
from openday.oversight.own_data.forms import DecisionForm


class CorrectionFilterSet(WagtailFilterSet):
    waiting = django_filters.ChoiceFilter(
        label=_("Correction"), choices=[("yes", _("To be decided")), ("no", _("Decided"))], method="filter_waiting"
    )

    class Meta:
        model = Correction
        fields = ["waiting"]

    def filter_waiting(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(decided_at__isnull=value == "yes")


def decision(row: Correction) -> str:
    """Accepted, refused, or nothing yet."""
    if row.decided_at is None:
        return "–"
    return str(_("Accepted") if row.is_accepted else _("Refused"))


class CorrectionIndexView(ForQualityOffice, generic.IndexView):
    model = Correction
    any_permission_required = None
    page_title = _("Corrections")
    header_icon = "edit"
    paginate_by = 30
    filterset_class = CorrectionFilterSet
    index_url_name = "corrections:index"
    index_results_url_name = "corrections:index_results"
    default_ordering = "due_on"
    columns = [
        TitleColumn("case", label=_("Number"), accessor="case.number", url_name="corrections:decide", classname="case-number"),
        Column("about", label=_("What is to be corrected"), accessor="get_about_display"),
        Column("due_on", label=_("Due on"), accessor=lambda row: row.due_on.isoformat(), sort_key="due_on", classname="whole"),
        Column("decision", label=_("Decision"), accessor=decision),
        Column("decided_by", label=_("Decided by")),
    ]

    def get_base_queryset(self) -> Any:
        return queries.corrections()

    def order_queryset(self, queryset: Any) -> Any:
        if self.ordering != self.default_ordering:
            return super().order_queryset(queryset)
        return queryset.order_by("decided_at", "due_on", "pk")


class DecideView(ForQualityOffice, WagtailAdminTemplateMixin, View):
    """What the citizen says is right, beside what stands; accept or refuse."""

    header_icon = "edit"
    template_name = "oversight/own_data/desk/decide.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.row = get_object_or_404(queries.corrections(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        audit.note("case.open", by=self.staff, about=self.row.case, now=timezone.now())
        return self._page(DecisionForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = DecisionForm(request.POST)
        accept = request.POST.get("deed") == "accept"
        if self.row.decided_at is not None:
            return self._page(form, status=409)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            actions.decide_correction(correction=self.row, accept=accept, **form.cleaned_data, by=self.staff, now=timezone.now())
        except actions.DeciderIsInvolved:
            form.add_error(None, _("You handled this case. Someone else must decide about the correction."))
            return self._page(form, status=422)
        except (actions.CorrectionDecided, CaseMoved):
            self.row.refresh_from_db()
            return self._page(form, status=409)
        messages.success(request, _("The correction is decided, and the citizen can read your answer."))
        return redirect("corrections:index")

    def _page(self, form: DecisionForm, *, status: int = 200) -> HttpResponse:
        case = self.row.case
        context = self.get_context_data(
            row=self.row,
            case=case,
            case_url=reverse("oversight_desk:case", args=[case.pk]),
            form=form if self.row.decided_at is None else None,
            typed=form.data.get("answer", "") if form.is_bound and self.row.decided_at else "",
            decision=decision(self.row),
            is_late=self.row.decided_at is None and clock.is_overdue(self.row.due_on, today=timezone.localdate()),
        )
        return render(self.request, self.template_name, context, status=status)

    def get_page_title(self) -> str:
        return self.row.case.number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse("corrections:index"), "label": _("Corrections")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]


class CorrectionDesk(ViewSet):
    name = "corrections"
    url_prefix = "oversight/corrections"
    icon = "edit"
    menu_label = _("Corrections")
    menu_name = "corrections"
    menu_order = 156
    add_to_admin_menu = True
    menu_item_class = QualityOfficeMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", CorrectionIndexView.as_view(), name="index"),
            path("results/", CorrectionIndexView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", DecideView.as_view(), name="decide"),
        ]
