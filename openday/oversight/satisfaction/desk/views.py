"""Call-backs: the list, next due first, and the page of one. The quality office alone."""

from typing import Any

import django_filters
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from openday.accounts import audit
from openday.oversight import clock
from openday.oversight.desk.staff import ForQualityOffice
from openday.oversight.models import CallBack
from openday.oversight.satisfaction import actions, queries
from openday.oversight.satisfaction.desk.forms import CallBackForm, has_number_to_call


class CallBackFilterSet(WagtailFilterSet):
    waiting = django_filters.ChoiceFilter(
        label=_("Call-back"), choices=[("yes", _("To be made")), ("no", _("Made"))], method="filter_waiting"
    )

    class Meta:
        model = CallBack
        fields = ["waiting"]

    def filter_waiting(self, calls: Any, _name: str, value: str) -> Any:
        return calls.filter(done_at__isnull=value == "yes")


class DueColumn(Column):
    cell_template_name = "oversight/satisfaction/desk/due_cell.html"

    def get_cell_context_data(self, instance: CallBack, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["is_late"] = instance.done_at is None and clock.is_overdue(instance.due_on, today=timezone.localdate())
        return context


def tried(call: Any) -> str:
    """2 of 3; a dash where nobody called in vain."""
    return str(_("%(tried)d of %(needed)d") % {"tried": call.tried, "needed": call.rating.standard.call_attempts}) if call.tried else "–"


class CallBackIndexView(ForQualityOffice, generic.IndexView):
    model = CallBack
    any_permission_required = None
    page_title = _("Call-backs")
    header_icon = "comment"
    paginate_by = 30
    filterset_class = CallBackFilterSet
    index_url_name = "call_backs:index"
    index_results_url_name = "call_backs:index_results"
    default_ordering = "due_on"
    columns = [
        TitleColumn("case", label=_("Number"), accessor="rating.case.number", url_name="call_backs:call", classname="case-number"),
        DueColumn("due_on", label=_("Due on"), sort_key="due_on"),
        Column("process", label=_("How we handled it"), accessor="rating.get_process_display"),
        Column("result", label=_("What came of it"), accessor="rating.get_result_display"),
        Column("unit", label=_("Handling unit"), accessor="rating.unit"),
        Column("tried", label=_("Days tried"), accessor=tried),
        Column("outcome", label=_("Call"), accessor="get_outcome_display"),
        Column("done_by", label=_("Called by")),
    ]

    def get_base_queryset(self) -> Any:
        return queries.call_backs().select_related("rating__unit")

    def order_queryset(self, queryset: Any) -> Any:
        if self.ordering != self.default_ordering:
            return super().order_queryset(queryset)
        return queryset.order_by("done_at", "due_on", "pk")


class CallBackView(ForQualityOffice, WagtailAdminTemplateMixin, View):
    """Who is not satisfied, with what, until when to call; and the form for what came of it."""

    template_name = "oversight/satisfaction/desk/call_back.html"
    header_icon = "comment"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.call = get_object_or_404(queries.call_backs().select_related("rating__case__standard"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        # The page shows what a citizen wrote.
        audit.note("case.open", by=self.staff, about=self.call.rating.case, now=timezone.now())
        return self._page(CallBackForm(call=self.call))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.POST.get("deed") == "attempt":
            return self._attempt(request)
        form = CallBackForm(request.POST, call=self.call)
        if self.call.done_at is not None:
            return self._page(form, status=409)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            actions.call_back(call=self.call, **form.cleaned_data, by=self.staff, now=timezone.now())
        except actions.CallBackDone:
            self.call.refresh_from_db()
            return self._page(form, status=409)
        except tuple(_REFUSALS) as refusal:
            form.add_error(None, str(_REFUSALS[type(refusal)]))
            return self._page(form, status=422)
        messages.success(request, _("The call-back is noted, and the citizen can read that you got back."))
        return redirect("call_backs:index")

    def _attempt(self, request: HttpRequest) -> HttpResponse:
        form = CallBackForm(call=self.call)
        if not has_number_to_call(self.call):
            return self._page(form, status=422)
        try:
            actions.note_attempt(call=self.call, by=self.staff, now=timezone.now())
        except actions.CallBackDone:
            self.call.refresh_from_db()
            return self._page(form, status=409)
        except actions.CallerIsInvolved:
            return self._page(form, status=422, refusal=str(_REFUSALS[actions.CallerIsInvolved]))
        messages.success(request, _("The call is noted. The call-back stays open."))
        return redirect("call_backs:call", self.call.pk)

    def _page(self, form: CallBackForm, *, status: int = 200, refusal: str = "") -> HttpResponse:
        case = self.call.rating.case
        context = self.get_context_data(
            call=self.call,
            rating=self.call.rating,
            case=case,
            case_url=reverse("oversight_desk:case", args=[case.pk]),
            reveal_url=reverse("oversight_desk:reveal", args=[case.pk]) if case.may_be_written_to else "",
            attempts=list(self.call.attempts.select_related("by")),
            may_try=self.call.done_at is None and has_number_to_call(self.call),
            tried=tried(self.call),
            refusal=refusal,
            form=form if self.call.done_at is None else None,
            typed=form.data.get("said", "") if form.is_bound and self.call.done_at else "",
            is_late=self.call.done_at is None and clock.is_overdue(self.call.due_on, today=timezone.localdate()),
        )
        return render(self.request, self.template_name, context, status=status)

    def get_page_title(self) -> str:
        return self.call.rating.case.number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse("call_backs:index"), "label": _("Call-backs")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]


_REFUSALS = {
    actions.CallerIsInvolved: _("You handled this case. Someone else must call."),
    actions.TooFewAttempts: _("Call on as many different days as we promised, before you write that nobody was reached."),
    actions.RedoUsedUp: _("This case was worked on again before, or is open. Choose another outcome."),
}
