"""The list of a group in the admin: look, hand in for the leader, see or take away the names with a reason, erase, give places back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from openday.accounts import audit
from openday.accounts.personal_data import mask_name
from openday.registrations.facts import NotActive, PartyRefused, SessionFull, TooLate
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.roster import actions, wording
from openday.registrations.groups.roster.forms import ListFields
from openday.registrations.groups.roster.models import GroupRoster
from openday.registrations.groups.roster.page import asked_again, kept_list, words_about
from openday.registrations.groups.roster.rules import Member
from openday.registrations.groups.staff.deeds import visit_or_404
from openday.registrations.staff import export
from openday.registrations.staff.forms import RevealForm
from openday.registrations.wording import pretty_code


def _visit_with_places(pk: int) -> GroupVisit:
    visit = visit_or_404(pk)
    if visit.registration is None:
        raise Http404
    return visit


@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """GET what is kept; POST lines or a file for a look (200 or 422); POST `sure` to hand in for the leader, who is written to."""
    visit, now = _visit_with_places(pk), timezone.now()
    if request.method != "POST":
        return _page(request, visit)
    if not _may_change(request):
        raise Http404
    form = ListFields(request.POST, request.FILES)
    form.is_valid()
    words = words_about(visit, form)
    if words.get("is_good") and "sure" in request.POST:
        try:
            actions.hand_in(visit=visit, reading=form.reading, now=now, by=request.user)
        except (NotActive, PartyRefused):
            messages.error(request, _("Somebody else got there first. Nothing was changed."))
            return _page(request, visit_or_404(pk), status=409)
        messages.success(request, _("The list is kept. The leader is written to."))
        return redirect("groups-staff:roster", pk)
    return _page(request, visit, form=form, words=words, status=200 if words.get("is_good") else 422)


@require_POST
def open_names(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the names, or hand them over as a file, to somebody who says why; each look is noted."""
    visit = _visit_with_places(pk)
    kept, form = kept_list(visit), RevealForm(request.POST)
    wanted = request.POST.get("as", "page")
    if kept is None:
        raise Http404
    if not form.is_valid() or wanted not in {"page", "csv", "xlsx"}:
        return _page(request, visit, reveal_form=form, status=422)
    audit.note(
        "registrations.group_list_opened",
        by=request.user,  # type: ignore[arg-type]
        about=visit,
        now=timezone.now(),
        reason=form.cleaned_data["reason"],
        format=wanted,
        unit=visit.open_day.unit.code,
    )
    if wanted == "page":
        return _page(request, visit, revealed=True)
    rows = [_line(member) for member in kept.members]
    headings = [pgettext("person", "name"), _("age band"), _("role")]
    make = export.csv_file if wanted == "csv" else export.xlsx_file
    answer: Any = make(headings, rows, filename=f"group-{visit.code.lower()}", title=_("List of who comes"))
    return answer


def _line(member: Member) -> list[object]:
    return [member.name, str(wording.BANDS[member.band]), _("supervisor") if member.supervisor else ""]


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    if actions.drop(visit=_visit_with_places(pk), now=timezone.now(), by=request.user):
        messages.success(request, _("The list is erased."))
    else:
        messages.warning(request, _("There is no list any more. Nothing was changed."))
    return redirect("groups-staff:roster", pk)


@require_POST
def fit(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the registration say what the list says; the leader is written to, and free places go to others."""
    visit = _visit_with_places(pk)
    try:
        actions.fit(visit=visit, now=timezone.now(), by=request.user)
    except (TooLate, NotActive, PartyRefused, SessionFull):
        messages.error(request, _("The registration cannot be changed like this any more. Nothing was changed."))
        return _page(request, visit_or_404(pk), status=409)
    messages.success(request, _("The registration says what the list says. The leader is written to."))
    return redirect("groups-staff:roster", pk)


def _may_change(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("registrations.change_groupvisit"))


def _page(
    request: HttpRequest,
    visit: GroupVisit,
    *,
    form: ListFields | None = None,
    words: dict[str, Any] | None = None,
    reveal_form: RevealForm | None = None,
    revealed: bool = False,
    status: int = 200,
) -> HttpResponse:
    code = pretty_code(visit.code)
    words = words if words is not None else words_about(visit)
    context = {
        **words,
        "page_title": _("List of who comes"),
        "header_title": _("Who is coming: %(code)s") % {"code": code},
        "header_icon": "list-ul",
        "breadcrumbs_items": [
            {"url": reverse("groups-staff:index"), "label": _("Group visits")},
            {"url": reverse("groups-staff:inspect", args=[visit.pk]), "label": code},
            {"url": "", "label": _("List of who comes")},
        ],
        "form": asked_again(form, ListFields) if form is not None else ListFields(),
        "may_change": _may_change(request),
        "takes_a_list": actions.takes_a_list(visit, now=timezone.now()),
        "reveal_form": reveal_form or RevealForm(),
        "revealed": revealed,
        "shown_members": _shown(words.get("kept"), revealed=revealed),
    }
    response = TemplateResponse(request, "registrations/groups/staff/roster.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _shown(kept: GroupRoster | None, *, revealed: bool) -> list[tuple[str, str, bool]]:
    """Those who have a name, masked unless it is asked for."""
    members = kept.members if kept is not None else []
    return [
        (member.name if revealed else mask_name(member.name), str(wording.BANDS[member.band]), member.supervisor)
        for member in members
        if member.name
    ]
