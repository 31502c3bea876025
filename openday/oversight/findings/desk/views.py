"""The pages of one finding at the desk."""

from functools import cached_property
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from openday.accounts.sealed_files import FileIsChanged, unchanged
from openday.oversight.desk.doing import Overtaken, carry_out
from openday.oversight.desk.staff import AtTheDesk
from openday.oversight.findings import actions
from openday.oversight.findings.desk import forms
from openday.oversight.findings.desk.deeds import PAGES, REFUSALS
from openday.oversight.findings.desk.listing import may_record
from openday.oversight.findings.desk.rights import JUDGING, OF_ACTIONS, action_deeds_open_to, could_ever, deeds_open_to
from openday.oversight.findings.models import CorrectiveAction, Finding, Proof
from openday.oversight.findings.queries import findings_for, findings_once_open_to, with_everything
from openday.oversight.findings.states import Deed
from openday.oversight.queries import cases_for


class DeskPage(AtTheDesk, WagtailAdminTemplateMixin, View):
    header_icon = "warning"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse("findings_desk:index"), "label": _("Rectification ledger")}]


class RecordView(DeskPage):
    page_title = _("Record a finding")
    template_name = "oversight/findings/desk/record.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_record(self.staff):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=forms.RecordForm(initial=self._from_case(), user=self.staff)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.RecordForm(request.POST, user=self.staff)
        if form.is_valid():
            try:
                finding = actions.record(**form.cleaned_data, by=self.staff, now=timezone.now())
            except actions.NobodyCouldVerify as refusal:
                form.add_error("unit", str(REFUSALS[type(refusal)]))
            except actions.NumbersUsedUp as refusal:
                form.add_error(None, str(REFUSALS[type(refusal)]))
            else:
                messages.success(request, _("The finding was recorded. The quality office publishes it."))
                return redirect("findings_desk:finding", finding.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _from_case(self) -> dict[str, Any]:
        """What a case in sight of this person already says, when the page was opened from it."""
        number = self.request.GET.get("case", "")[:20]
        case = cases_for(self.staff).filter(number=number).first() if number.isascii() and number.isprintable() else None
        if case is None:
            return {}
        return {
            "source": "case",
            "cases": case.number,
            "unit": case.concerned_unit_id or case.handling_unit_id,
            "check_item": case.check_item_id,
        }


class FindingPage(DeskPage):
    """Base of the pages about one finding: 404 for whoever may not see it."""

    @cached_property
    def finding(self) -> Finding:
        return get_object_or_404(with_everything(findings_for(self.staff)), pk=self.kwargs["pk"])

    @property
    def finding_url(self) -> str:
        return reverse("findings_desk:finding", args=[self.finding.pk])

    def get_page_title(self) -> str:
        return self.finding.number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": self.finding_url, "label": self.finding.number}]

    def moved(self) -> HttpResponse:
        """Someone else got there first: say so, keep what was typed, lead back."""
        title = _("This finding has moved on")
        breadcrumbs = [*FindingPage.get_breadcrumbs_items(self), {"url": "", "label": title}]
        typed = [self.request.POST.get(name, "")[:2000] for name in self.request.POST if name.endswith(("_zh", "_en", "_internal"))]
        context = {
            "finding": self.finding,
            "finding_url": self.finding_url,
            "header_title": title,
            "breadcrumbs_items": breadcrumbs,
            "written": [text for text in typed if text.strip()],
        }
        return render(self.request, "oversight/findings/desk/moved.html", context, status=409)


class FindingView(FindingPage):
    """Everything about a finding, and what may be done with it."""

    template_name = "oversight/findings/desk/finding.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        finding, today = self.finding, timezone.localdate()
        action_rows = [
            {
                "action": action,
                "is_overdue": finding.state == "correcting" and action.is_overdue(today=today),
                "deeds": [{"deed": deed.value, "page": PAGES[deed]} for deed in action_deeds_open_to(self.staff, finding, action)],
            }
            for action in finding.corrective_actions.all()
        ]
        context = self.get_context_data(
            finding=finding,
            actions=action_rows,
            deeds=[{"deed": deed.value, "page": PAGES[deed]} for deed in deeds_open_to(self.staff, finding, today=today)],
            cases=cases_for(self.staff).filter(findings=finding).order_by("number"),
            may_open_instruments=self.staff.has_perm("oversight.change_instrument"),
        )
        return self.render_to_response(context)


class DeedView(FindingPage):
    """The form of one deed, about the finding or one of its actions, and the deed itself."""

    template_name = "oversight/findings/desk/deed.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.kwargs["deed"] not in PAGES or (Deed(self.kwargs["deed"]) in OF_ACTIONS) != ("action_pk" in self.kwargs):
            raise Http404
        self.deed = Deed(self.kwargs["deed"])
        if self.deed not in self._possible():
            if could_ever(self.staff, self.finding, self.deed):
                return self.moved()
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def finding(self) -> Finding:
        """A reviewer who was a moment too late learns that, although the finding is no longer theirs to see."""
        visible = findings_for(self.staff)
        if self.deed in JUDGING:
            visible = Finding.objects.filter(
                pk__in={*visible.filter(pk=self.kwargs["pk"]).values_list("pk", flat=True)}
            ) | Finding.objects.filter(pk__in=findings_once_open_to(self.staff).filter(pk=self.kwargs["pk"]).values("pk"))
        return get_object_or_404(with_everything(visible), pk=self.kwargs["pk"])

    @cached_property
    def action(self) -> CorrectiveAction | None:
        if "action_pk" not in self.kwargs:
            return None
        found = next((row for row in self.finding.corrective_actions.all() if row.pk == self.kwargs["action_pk"]), None)
        if found is None:
            raise Http404
        # The same row that is on the screen, so that its revision is the one that was seen.
        found.finding = self.finding
        return found

    def _possible(self) -> list[Deed]:
        if self.action is not None:
            return action_deeds_open_to(self.staff, self.finding, self.action)
        return deeds_open_to(self.staff, self.finding, today=timezone.localdate())

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        if form.cleaned_data["seen"] != self.finding.revision:
            return self.moved()
        page = PAGES[self.deed]
        try:
            done = carry_out(page, form, by=self.staff, refusals=REFUSALS, too_late=(actions.FindingMoved, actions.NotPossible))
        except Overtaken:
            return self.moved()
        if not done:
            return self._page(form, status=422)
        messages.success(request, page.done)
        still_mine = findings_for(self.staff).filter(pk=self.finding.pk).exists()
        return redirect(self.finding_url if still_mine else reverse("findings_desk:index"))

    def _form(self, given: Any = None, files: Any = None) -> forms.FindingForm:
        return PAGES[self.deed].form(given, files, finding=self.finding, action=self.action, user=self.staff)

    def _page(self, form: forms.FindingForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form, page=PAGES[self.deed], finding=self.finding, action=self.action, finding_url=self.finding_url
        )
        return self.render_to_response(context, status=status)

    def get_page_subtitle(self) -> str:
        return str(PAGES[self.deed].label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": PAGES[self.deed].label}]


class ProofView(FindingPage):
    """A file of the evidence, from the private folder, for whoever may see the finding."""

    def get(self, request: HttpRequest, pk: int, proof_pk: int) -> FileResponse:
        proof = get_object_or_404(Proof.objects.exclude(file=""), pk=proof_pk, action__finding=self.finding)
        try:
            clear = unchanged(proof.file, fingerprint=proof.sha256)
        except (FileNotFoundError, FileIsChanged):
            raise Http404 from None
        suffix = PurePosixPath(proof.file.name or "").suffix
        # Saved, never shown in the browser: the file was not made by us.
        response = FileResponse(BytesIO(clear), as_attachment=True, filename=f"{self.finding.number}-{proof.pk}{suffix}")
        response["Content-Type"] = "application/octet-stream"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
