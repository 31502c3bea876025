"""The leader hands in the list of who comes: paste or upload, look once more, done. Nothing is kept before the last step."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openday.intake import limits
from openday.registrations.facts import NotActive, PartyRefused, SessionFull, TooLate
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.roster import actions, files, wording
from openday.registrations.groups.roster.forms import ListFields, ListForm
from openday.registrations.groups.roster.page import asked_again, words_about
from openday.registrations.groups.views import mine, to_page, too_late
from openday.registrations.views.answers import SeeOther, page, private, too_many

_PER_HOUR = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@private
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def roster(request: HttpRequest, visit: GroupVisit) -> HttpResponse:
    """GET what is kept and the form; POST lines or a file for a look (200, or 422 with what is wrong); POST `sure` to hand in (303)."""
    now = timezone.now()
    if not actions.takes_a_list(visit, now=now):
        return too_late(request, visit)
    form = ListForm(request=request)
    if request.method == "POST":
        if not limits.allow("groups.list", str(visit.pk), limit=_PER_HOUR * 3, seconds=3600):
            return too_many(request)
        form = ListForm(request.POST, request.FILES, request=request)
        form.is_valid()
    words = words_about(visit, form)
    if request.method == "POST" and words.get("is_good") and "sure" in request.POST:
        return _hand_in(request, visit, form, words)
    again = asked_again(form, ListForm, request=request)
    status = 200 if request.method != "POST" or words.get("is_good") else 422
    return _page(request, visit, {**words, "form": again, "errors": form}, status=status)


def _hand_in(request: HttpRequest, visit: GroupVisit, form: ListFields, words: dict[str, Any]) -> HttpResponse:
    # Each one writes a letter.
    if not limits.allow("groups.list_kept", str(visit.pk), limit=_PER_HOUR, seconds=3600):
        return too_many(request)
    try:
        actions.hand_in(visit=visit, reading=form.reading, now=timezone.now())
    except PartyRefused as fact:
        words |= {"problems": [wording.problem(found) for found in fact.problems], "is_good": False}
        return _page(request, visit, {**words, "form": asked_again(form, ListForm, request=request), "errors": form}, status=409)
    except NotActive:
        return too_late(request, visit)
    return SeeOther(_address(visit) + "?said=kept")


def _address(visit: GroupVisit) -> str:
    return reverse("registrations:group_list", args=[visit.code])


def _page(request: HttpRequest, visit: GroupVisit, words: dict[str, Any], *, status: int = 200) -> HttpResponse:
    facts = {"open_day": visit.open_day, "session": visit.registration.session if visit.registration else None, "state": "list"}
    return page(request, "groups/list", {**facts, "said": request.GET.get("said", ""), **words}, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def erase(request: HttpRequest, visit: GroupVisit) -> HttpResponse:
    """Ask once more, then erase the list. Also when the visit is over."""
    if request.method != "POST":
        return page(request, "groups/list_erase", {"visit": visit, "open_day": visit.open_day})
    actions.drop(visit=visit, now=timezone.now())
    return SeeOther(_address(visit) + "?said=erased") if actions.takes_a_list(visit, now=timezone.now()) else to_page(visit, "list_erased")


@private
@require_POST
@mine
def fit(request: HttpRequest, visit: GroupVisit) -> HttpResponse:
    """Let the ticket say what the list says; places that are too many go to others."""
    if not actions.takes_a_list(visit, now=timezone.now()):
        return too_late(request, visit)
    try:
        actions.fit(visit=visit, now=timezone.now())
    except (TooLate, NotActive):
        return too_late(request, visit)
    except (PartyRefused, SessionFull):
        form = ListForm(request=request)
        return _page(request, visit, {**words_about(visit), "form": form, "errors": form, "refused": True}, status=409)
    return SeeOther(_address(visit) + "?said=fitted")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in, in the language of the address; the same for everybody."""
    response = HttpResponse(files.template(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="group-list.xlsx"'
    patch_cache_control(response, public=True, max_age=3600)
    return response
