"""What the leader of a group opens: the request form with its review, and the page behind the secret link."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openday.events import queries as event_queries
from openday.events.models import OpenDay
from openday.intake import limits
from openday.intake.codes import normalise_code
from openday.registrations import actions as registration_actions
from openday.registrations import passes as ticket_passes
from openday.registrations import queries as registration_queries
from openday.registrations import wording
from openday.registrations.facts import AlreadyRegistered, OfferGone, PartyRefused
from openday.registrations.forms import choice_labels
from openday.registrations.groups import actions, passes, queries, rules
from openday.registrations.groups import wording as group_wording
from openday.registrations.groups.forms import GroupForm, GroupSizeForm, ReplyForm
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.notices import NOTICES
from openday.registrations.groups.roster.actions import takes_a_list
from openday.registrations.groups.roster.models import GroupRoster
from openday.registrations.groups.states import GroupState, OrganisationKind, may
from openday.registrations.models import Registration
from openday.registrations.states import AccessNeed, Purpose
from openday.registrations.views.answers import SeeOther, page, private, too_many


@require_safe
def open_days(request: HttpRequest) -> HttpResponse:
    """How groups come, and the form of each open day that expects visitors."""
    listed = list(queries.open_days_for_groups(now=timezone.now()))
    context = {
        "announced": [one for one in listed if one.takes_groups],  # type: ignore[attr-defined]
        "on_request": [one for one in listed if not one.takes_groups],  # type: ignore[attr-defined]
        "working_days": rules.ANSWER_WORKING_DAYS,
        "smallest": rules.SMALLEST,
        "largest": rules.LARGEST,
        "ratio": group_wording.ratio(),
    }
    response = page(request, "groups/open_days", context)
    patch_cache_control(response, public=True, max_age=300)
    return response


@private
@require_http_methods(["GET", "HEAD", "POST"])
def request_form(request: HttpRequest, open_day: str) -> HttpResponse:
    """GET the form of an open day; POST it for review; POST the review to send the request (303)."""
    found = queries.public_open_day(open_day)
    if found is None:
        raise Http404(_("There is no such open day."))
    if request.method != "POST":
        return _form_page(request, found, _form(request, found), key=ticket_passes.new_request_key())
    key = ticket_passes.clean_request_key(request.POST.get("request_key", ""))
    proof = request.POST.get("review") or request.POST.get("passed") or ""
    review = passes.open_sealed(proof, request_key=key, open_day=found.code)
    if "review" not in request.POST:
        return _review(request, found, review, key=key)
    if review is None:
        note = _("More than two hours have passed since you filled in the form. Please fill it in once more.")
        return _form_page(request, found, _form(request, found), key=key, note=note, status=422)
    if "change" in request.POST:
        form = _form(request, found, initial=review.values, captcha_passed=True)
        return _form_page(request, found, form, key=key, passed=proof)
    return _send(request, found, review, proof=proof)


def _form(request: HttpRequest, open_day: OpenDay, data: Any = None, **more: Any) -> GroupForm:
    pools = queries.pools_to_wish(open_day.pk, now=timezone.now())
    return GroupForm(data, open_day=open_day, pools=pools, request=request, **more)


def _facts(open_day: OpenDay) -> dict[str, Any]:
    return {
        "open_day": open_day,
        "open_day_url": event_queries.page_addresses().get(open_day.pk, ""),
        "working_days": rules.ANSWER_WORKING_DAYS,
        "smallest": rules.SMALLEST,
        "ratio": group_wording.ratio(),
    }


def _form_page(
    request: HttpRequest, open_day: OpenDay, form: GroupForm, *, key: str, passed: str = "", note: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "request_key": key, "passed": passed, "note": note, **_facts(open_day)}
    return page(request, "groups/form", context, status=status)


def _review(request: HttpRequest, open_day: OpenDay, earlier: passes.Review | None, *, key: str) -> HttpResponse:
    """Check what was typed and show it once more; nothing is written."""
    form = _form(request, open_day, request.POST, captcha_passed=earlier is not None)
    if not form.is_valid():
        passed = request.POST.get("passed", "") if earlier else ""
        return _form_page(request, open_day, form, key=key, passed=passed, status=422)
    made = form.request_made()
    context = {
        "form": form,
        "request_key": key,
        "review": passes.seal(passes.Review(key, open_day.code, form.typed())),
        "kind": OrganisationKind(made.kind).label,
        "people": wording.people(made.party),
        "wishes": [pool.session for pool in form.wished()],
        "needs": choice_labels((made.needs or {}).get("choices", []), dict(AccessNeed.choices)),
        "consents": [NOTICES[Purpose(purpose)].label_in_words() for purpose in made.consents],
        **_facts(open_day),
    }
    return page(request, "groups/review", context)


def _send(request: HttpRequest, open_day: OpenDay, review: passes.Review, *, proof: str) -> HttpResponse:
    """The one step that writes. The form judges the reviewed values once more: a session may have gone since."""
    form = _form(request, open_day, review.values, captcha_passed=True)
    if not form.is_valid():
        if (first := queries.by_request_key(review.request_key)) is not None:
            return SeeOther(reverse("registrations:group_swap", args=[first.token]))
        return _form_page(request, open_day, form, key=review.request_key, passed=proof, status=422)
    contact = form.cleaned_data["contact"]
    if not _within_limits(request, registration_queries.contact_hash(contact.kind, contact.value)):
        return too_many(request)
    visit = actions.request_visit(
        open_day=open_day,
        sessions=[pool.session for pool in form.wished()],
        request=form.request_made(),
        contact=contact,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        request_key=review.request_key,
        now=timezone.now(),
    )
    return SeeOther(reverse("registrations:group_swap", args=[visit.token]))


def _within_limits(request: HttpRequest, hashed: str) -> bool:
    by_address = settings.REGISTRATIONS_PER_ADDRESS_AND_HOUR
    return limits.allow("groups.contact", hashed, limit=settings.REGISTRATIONS_PER_CONTACT_AND_HOUR, seconds=3600) and (
        not by_address or limits.allow("groups.address", limits.client_address(request), limit=by_address, seconds=3600)
    )


@private
@require_safe
def swap(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the secret of the link for a short-lived cookie and a clean address. Changes nothing: mail scanners fetch links."""
    code = queries.code_of(token)
    if code is None:
        return page(request, "unknown_link", {}, status=404)
    response = redirect("registrations:group", code=code)
    passes.let_in(response, code)
    return response


View = Callable[[HttpRequest, GroupVisit], HttpResponse]


def mine(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Hand the request of the group to the view, if this browser came by its link; the same answer for all others."""

    @wraps(view)
    def guarded(request: HttpRequest, code: str) -> HttpResponse:
        code = normalise_code(code)
        visit = queries.by_code(code) if passes.may_see(request, code) else None
        return page(request, "link_needed", {}, status=403) if visit is None else view(request, visit)

    return guarded


def _page(request: HttpRequest, visit: GroupVisit, *, status: int = 200, **more: Any) -> HttpResponse:
    placed = visit.registration if visit.state == GroupState.PLACED else None
    context = {
        "visit": visit,
        "state": visit.state,
        "code": wording.pretty_code(visit.code),
        "people": wording.people(visit.party),
        "wishes": [wish.session for wish in visit.wishes.all()],
        "offer": visit.registration if visit.state == GroupState.OFFERED else None,
        "placed": placed,
        "instead": registration_queries.open_offer(placed) if placed and placed.is_confirmed else None,
        "placed_people": wording.people(placed.party) if placed else "",
        "takes_a_list": takes_a_list(visit, now=timezone.now()),
        "has_a_list": GroupRoster.objects.filter(visit=visit).exists(),
        "may_change": may("change", visit.state),
        "may_withdraw": may("withdraw", visit.state),
        "reply_form": ReplyForm(request=request) if may("answer", visit.state) else None,
        "said": request.GET.get("said", ""),
        **_facts(visit.open_day),
        **more,
    }
    return page(request, "groups/page", context, status=status)


def to_page(visit: GroupVisit, said: str) -> HttpResponse:
    return SeeOther(f"{reverse('registrations:group', args=[visit.code])}?said={said}")


def too_late(request: HttpRequest, visit: GroupVisit) -> HttpResponse:
    words = _("This was decided meanwhile. Please look at how it stands now.")
    return _page(request, queries.with_all().get(pk=visit.pk), status=409, refusal=words)


@private
@require_safe
@mine
def group(request: HttpRequest, visit: GroupVisit) -> HttpResponse:
    return _page(request, visit)


@private
@require_POST
@mine
def answer_offer(request: HttpRequest, visit: GroupVisit) -> HttpResponse:
    """Accept or decline the session that is offered; `offer` names what the page showed."""
    if str(visit.turn) != request.POST.get("offer", ""):
        return too_late(request, visit)
    now = timezone.now()
    if visit.state == GroupState.PLACED and visit.registration is not None:
        return _answer_other_time(request, visit, visit.registration, now=now)
    if request.POST.get("answer") == "yes":
        try:
            actions.accept(visit=visit, now=now)
        except OfferGone:
            return too_late(request, visit)
        return to_page(visit, "accepted")
    return to_page(visit, "declined") if actions.decline(visit=visit, now=now) else too_late(request, visit)


def _answer_other_time(request: HttpRequest, visit: GroupVisit, placed: Registration, *, now: datetime) -> HttpResponse:
    """Change to the places that are held elsewhere, or keep those of now."""
    offer = registration_queries.open_offer(placed)
    if offer is None:
        return too_late(request, visit)
    if request.POST.get("answer") != "yes":
        registration_actions.decline(offer=offer, now=now)
        return to_page(visit, "kept")
    try:
        registration_actions.accept(offer=offer, now=now)
    except OfferGone:
        return too_late(request, visit)
    except AlreadyRegistered:
        words = _("You have another registration for that session or that day.")
        return _page(request, queries.with_all().get(pk=visit.pk), status=409, refusal=words)
    return to_page(visit, "changed_time")


@private
@require_POST
@mine
def reply(request: HttpRequest, visit: GroupVisit) -> HttpResponse:
    form = ReplyForm(request.POST, request=request)
    if not form.is_valid():
        return _page(request, visit, status=422, reply_form=form)
    done = actions.answer(visit=visit, reply=form.cleaned_data["reply"], now=timezone.now())
    return to_page(visit, "answered") if done else too_late(request, visit)


@private
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def change(request: HttpRequest, visit: GroupVisit) -> HttpResponse:
    """Fewer or more people, while there are no places yet."""
    if not may("change", visit.state):
        return too_late(request, visit)
    needs = max(visit.companions, len((visit.access_needs or {}).get("choices", [])))
    old = {name: getattr(visit, name) for name in (*GroupSizeForm.base_fields,)}
    data = request.POST if request.method == "POST" else None
    form = GroupSizeForm(data, open_day=visit.open_day, needs=needs, initial=old, request=request)
    context = {"form": form, "visit": visit, **_facts(visit.open_day)}
    if data is None or not form.is_valid():
        return page(request, "groups/change", context, status=200 if data is None else 422)
    try:
        done = actions.change(visit=visit, party=form.party(), supervisors=form.cleaned_data["supervisors"], now=timezone.now())
    except PartyRefused:
        return page(request, "groups/change", context, status=422)
    return to_page(visit, "changed") if done else too_late(request, visit)


@private
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def withdraw(request: HttpRequest, visit: GroupVisit) -> HttpResponse:
    """Ask once more, then take the request back."""
    if request.method != "POST" and may("withdraw", visit.state):
        return page(request, "groups/withdraw", {"visit": visit, "people": wording.people(visit.party), **_facts(visit.open_day)})
    if request.method == "POST" and actions.withdraw(visit=visit, now=timezone.now()):
        return to_page(visit, "withdrawn")
    return too_late(request, visit)
