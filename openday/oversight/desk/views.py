"""The pages of one case at the desk."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from openday.accounts import audit
from openday.accounts.personal_data import masked
from openday.intake.fields import BlockField
from openday.oversight import actions, clock, public, states
from openday.oversight.desk import forms
from openday.oversight.desk.deeds import PAGES, REFUSALS
from openday.oversight.desk.doing import Overtaken, carry_out
from openday.oversight.desk.rights import could_ever, deeds_open_to, may_redact, may_see_contact, offices_towards
from openday.oversight.desk.staff import AtTheDesk
from openday.oversight.disputes.actions import open_dispute
from openday.oversight.joining.queries import likely_duplicates
from openday.oversight.models import Case
from openday.oversight.notes.actions import add_note
from openday.oversight.queries import cases_for, cases_once_reviewable_by, offices_of, with_case_file
from openday.oversight.states import Deed, State, Who
from openday.oversight.wordings.filling import PURPOSES, text_for, wordings_for


class CasePage(AtTheDesk, WagtailAdminTemplateMixin, View):
    """Base of the pages about one case: 404 for whoever may not see it."""

    header_icon = "mail"

    @cached_property
    def case(self) -> Case:
        return get_object_or_404(with_case_file(cases_for(self.staff)), pk=self.kwargs["pk"])

    @property
    def case_url(self) -> str:
        return reverse("oversight_desk:case", args=[self.case.pk])

    def get_page_title(self) -> str:
        return self.case.number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("oversight_desk:index"), "label": _("Feedback cases")},
            {"url": self.case_url, "label": self.case.number},
        ]

    def moved(self) -> HttpResponse:
        """Someone else got there first: say so, and lead back to the case as it is now."""
        title = _("This case has moved on")
        breadcrumbs = [*CasePage.get_breadcrumbs_items(self), {"url": "", "label": title}]
        context = {"case": self.case, "case_url": self.case_url, "header_title": title, "breadcrumbs_items": breadcrumbs}
        return render(self.request, "oversight/desk/moved.html", {**context, "written": self.written()}, status=409)

    def written(self) -> list[tuple[Any, str]]:
        """What was typed into a form that came too late, by label: work that must not be lost."""
        return []


class CaseView(CasePage):
    """Everything about a case that this person may know, and what may be done with it."""

    template_name = "oversight/desk/case.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        # Opening a case is a look at what a citizen wrote.
        audit.note("case.open", by=self.staff, about=self.case, now=timezone.now())
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, user = self.case, self.staff
        offices = offices_towards(user, case)
        may_reveal = may_see_contact(user, case) and case.may_be_written_to
        return super().get_context_data(
            case=case,
            is_overdue=case.is_overdue(today=clock.local_day(timezone.now())),
            deeds=[{"deed": deed.value, "page": PAGES[deed]} for deed in deeds_open_to(user, case)],
            is_timed=case.state in states.TIMED,
            may_open_sealed=may_see_contact(user, case),
            may_redact=(is_at_work := may_redact(case, offices)),
            may_record=bool(offices & {Who.QUALITY_OFFICE, Who.HANDLER}),
            notes=list(case.notes.select_related("by")) if is_at_work else [],
            dispute=open_dispute(case) if is_at_work else None,
            alike=likely_duplicates(case, by=user) if case.state in {State.RECEIVED, State.ACCEPTED} else [],
            followers=list(case.merged.only("number")),
            may_reveal=may_reveal,
            masked_name=masked(case, "name") if may_reveal else "",
            masked_contact=masked(case, "contact") if may_reveal else "",
            **{"note_form": forms.NoteForm(), **kwargs},
        )


class NotesView(CaseView):
    """Internal notes: read and written by the office and the unit at work, not by the reviewer, who judges the answer alone."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_redact(self.case, offices_towards(self.staff, self.case)):
            raise Http404
        form = forms.NoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(note_form=form), status=422)
        add_note(case=self.case, text=form.cleaned_data["text"], by=self.staff, now=timezone.now())
        return redirect(f"{self.case_url}#notes")


class RevealView(CaseView):
    """Show the contact once, for a reason that is kept."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (may_see_contact(self.staff, self.case) and self.case.may_be_written_to):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(reveal_form=forms.RevealForm()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = forms.RevealForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(reveal_form=form), status=422)
        now = timezone.now()
        audit.note("case.reveal_contact", by=self.staff, about=self.case, now=now, reason=form.cleaned_data["reason"])
        return self.render_to_response(self.get_context_data(revealed={"name": self.case.name, "contact": self.case.contact}))


class DeedView(CasePage):
    """The form of one deed, and the deed itself."""

    template_name = "oversight/desk/deed.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.kwargs["deed"] not in PAGES:
            raise Http404
        self.deed = Deed(self.kwargs["deed"])
        try:
            self.case  # noqa: B018 - read here, so that it may be missing
        except Http404:
            # The case may have gone to another unit while somebody wrote for an hour. The answer is the same for
            # cases that never were theirs, and tells nothing about them.
            if not (request.method == "POST" and offices_of(self.staff) and self.written()):
                raise
            return self.gone()
        if self.deed not in deeds_open_to(self.staff, self.case):
            if could_ever(self.staff, self.case, self.deed):
                return self.moved()
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def case(self) -> Case:
        """A reviewer who was a moment too late learns that, although the case is no longer theirs to see."""
        visible = cases_for(self.staff)
        if self.deed in {Deed.APPROVE, Deed.RETURN_TO_HANDLER}:
            visible = visible | cases_once_reviewable_by(self.staff)
        return get_object_or_404(with_case_file(visible), pk=self.kwargs["pk"])

    def written(self) -> list[tuple[Any, str]]:
        texts = {name: field for name, field in PAGES[self.deed].form.base_fields.items() if isinstance(field, BlockField)}
        typed = [(field.label, self.request.POST.get(name, "")[: forms.LONG]) for name, field in texts.items()]
        return [(label, text) for label, text in typed if text.strip()]

    def gone(self) -> HttpResponse:
        title = _("This case is not in your hands")
        breadcrumbs = [{"url": reverse("oversight_desk:index"), "label": _("Feedback cases")}, {"url": "", "label": title}]
        context = {"header_title": title, "breadcrumbs_items": breadcrumbs, "written": self.written()}
        return render(self.request, "oversight/desk/gone.html", context, status=404)

    def get(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        return self._page(self._form(initial=self._asked_for(request)))

    def _asked_for(self, request: HttpRequest) -> dict[str, Any]:
        """What a link of ours brings along: the number of a case that is like this one, or a prepared text."""
        if "number" in request.GET:
            return {"number": request.GET["number"][:20]}
        wanted = request.GET.get("wording", "")
        chosen = next((one for one in wordings_for(self.deed) if str(one.pk) == wanted), None)
        if chosen is None:
            return {}
        field = PURPOSES[self.deed][1]
        before = PAGES[self.deed].form.initial_from(self.case).get(field, "")
        return {field: "\n\n".join(part for part in (before, text_for(chosen, self.case, now=timezone.now())) if part)}

    def post(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        form = self._form(request.POST)
        is_preview = False
        if "preview" in request.POST and isinstance(form, forms.PublishForm):
            is_preview = True
            # Whether the texts point to nobody is easier to say when they have been seen.
            form.fields["neutral"].required = False
            form.is_preview = True
        if not form.is_valid():
            return self._page(form, status=422)
        if form.cleaned_data["seen"] != self.case.revision:
            return self.moved()
        if is_preview:
            return self._page(form, preview=public.previews(self.case, form.arguments(), now=timezone.now()))
        page = PAGES[self.deed]
        try:
            done = carry_out(page, form, by=self.staff, refusals=REFUSALS, too_late=(actions.CaseMoved, actions.DeedNotPossible))
        except Overtaken:
            return self.moved()
        if not done:
            return self._page(form, status=422)
        messages.success(request, page.done)
        still_mine = cases_for(self.staff).filter(pk=pk).exists()
        return redirect(self.case_url if still_mine else reverse("oversight_desk:index"))

    def _form(self, given: Any = None, **more: Any) -> forms.DeedForm:
        return PAGES[self.deed].form(given, case=self.case, user=self.staff, **more)

    def _page(self, form: forms.DeedForm, *, status: int = 200, preview: Any = None) -> HttpResponse:
        page = PAGES[self.deed]
        context = self.get_context_data(form=form, page=page, case=self.case, case_url=self.case_url, deed=self.deed, preview=preview)
        context["alike"] = likely_duplicates(self.case, by=self.staff) if self.deed in {Deed.MERGE, Deed.ACCEPT} else []
        context["dispute"] = open_dispute(self.case) if self.deed == Deed.DECIDE_DISPUTE else None
        context["followers"] = list(self.case.merged.only("number")) if self.deed in {Deed.SUBMIT_FOR_REVIEW, Deed.APPROVE} else []
        context["wordings"] = wordings_for(self.deed)
        context["has_preview"] = isinstance(form, forms.PublishForm)
        return self.render_to_response(context, status=status)

    def get_page_subtitle(self) -> str:
        return str(PAGES[self.deed].label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": PAGES[self.deed].label}]
