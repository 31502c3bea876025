"""One group request in the admin: look, give places, offer another session, ask, refuse."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openday.accounts import audit
from openday.accounts.personal_data import masked
from openday.registrations import wording
from openday.registrations.facts import AlreadyRegistered, SessionFull
from openday.registrations.groups import actions, queries, swapping
from openday.registrations.groups.facts import GotThereFirst, NoGroupPlaces, TooNear
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.roster.models import GroupRoster
from openday.registrations.groups.staff.forms import AskForm, OfferForm, PlaceForm, RefuseForm
from openday.registrations.groups.staff.listing import clock
from openday.registrations.groups.states import GroupState, may
from openday.registrations.models import Offer
from openday.registrations.staff.forms import RevealForm
from openday.registrations.states import CAN_BE_MOVED, AccessNeed, OfferState, State


def visit_or_404(pk: int) -> GroupVisit:
    return get_object_or_404(queries.with_all(), pk=pk)


def _form(deed: str, visit: GroupVisit, data: Any = None) -> forms.Form:
    if deed in {"place", "offer", "swap"}:
        pools = queries.group_pools(visit.open_day_id, since=timezone.now())
        if deed == "swap" and visit.registration is not None:
            pools = pools.exclude(session=visit.registration.session_id)
        by_session = dict(pools.values_list("session_id", "pk"))
        wished = [by_session[wish.session_id] for wish in visit.wishes.all() if wish.session_id in by_session]
        made = PlaceForm if deed == "place" else OfferForm
        return made(data, pools=pools, wished=wished, prefix=deed)
    return (AskForm if deed == "ask" else RefuseForm)(data, prefix=deed)


@require_safe
def inspect(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, visit_or_404(pk))


@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show leader and contact in full, once, to somebody who says why; the look is noted."""
    visit = visit_or_404(pk)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _page(request, visit, reveal_form=form, status=422)
    audit.note(
        "registrations.group_reveal",
        by=request.user,  # type: ignore[arg-type]
        about=visit,
        now=timezone.now(),
        reason=form.cleaned_data["reason"],
        unit=visit.open_day.unit.code,
    )
    return _page(request, visit, revealed=True)


def _page(
    request: HttpRequest,
    visit: GroupVisit,
    *,
    bound: dict[str, forms.Form] | None = None,
    reveal_form: RevealForm | None = None,
    revealed: bool = False,
    status: int = 200,
) -> HttpResponse:
    may_change = request.user.has_perm("registrations.change_groupvisit")
    needs: Any = visit.access_needs or {}
    code = wording.pretty_code(visit.code)
    offers = _offers(visit)
    deeds = [deed for deed in ("place", "offer", "ask", "refuse") if may_change and may(deed, visit.state)]
    if may_change and _may_swap(visit, offers):
        deeds.append("swap")
    context = {
        "page_title": _("Group visit"),
        "header_title": code,
        "header_icon": "group",
        "breadcrumbs_items": [{"url": reverse("groups-staff:index"), "label": _("Group visits")}, {"url": "", "label": code}],
        "visit": visit,
        "people": wording.people(visit.party),
        "clock": clock(visit),
        "wishes": [wish.session for wish in visit.wishes.all()],
        "name": visit.name if revealed else masked(visit, "name"),
        "contact": visit.contact if revealed else masked(visit, "contact"),
        "needs": [AccessNeed(one).label for one in needs.get("choices", ()) if one in AccessNeed.values],
        "needs_note": needs.get("note", "") if revealed else "",
        "has_note": bool(needs.get("note")),
        "revealed": revealed,
        "can_reveal": bool(visit.contact) and may_change,
        "reveal_form": reveal_form or RevealForm(),
        "roster": GroupRoster.objects.filter(visit=visit).first(),
        "may_move": may_change
        and visit.state == GroupState.PLACED
        and visit.registration is not None
        and visit.registration.state in CAN_BE_MOVED,
        "offers": offers,
        "deeds": [(deed, *_WORDS[deed](), (bound or {}).get(deed) or _form(deed, visit)) for deed in deeds],
    }
    response = TemplateResponse(request, "registrations/groups/staff/inspect.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _offers(visit: GroupVisit) -> list[Offer]:
    """Other times that were offered while the group had places, the latest first."""
    found = Offer.objects.filter(registration=visit.registration_id) if visit.registration_id else Offer.objects.none()
    return list(found.select_related("pool__session")[:5])


def _may_swap(visit: GroupVisit, offers: list[Offer]) -> bool:
    """Whether it has places, and is not being asked about others already."""
    has_places = visit.state == GroupState.PLACED and visit.registration is not None and visit.registration.state == State.CONFIRMED
    return has_places and not any(offer.state == OfferState.OPEN for offer in offers)


# Heading and button of each deed.
_WORDS: dict[str, Callable[[], tuple[str, str]]] = {
    "place": lambda: (_("Give places"), _("Give these places and write to the leader")),
    "offer": lambda: (_("Offer another session"), _("Hold these places and ask the leader")),
    "swap": lambda: (_("Offer another time"), _("Hold those places too and ask the leader")),
    "ask": lambda: (_("Ask back"), _("Send the question")),
    "refuse": lambda: (_("Refuse"), _("Refuse and write to the leader")),
}


def _do(deed: str, visit: GroupVisit, said: dict[str, Any], by: Any) -> None:
    facts: dict[str, Any] = {"visit": visit, "by": by, "now": timezone.now()}
    if deed == "place":
        actions.place(session=said["pool"].session, **facts)
    elif deed == "offer":
        actions.offer(session=said["pool"].session, word=said["word"], **facts)
    elif deed == "swap":
        swapping.offer_instead(session=said["pool"].session, word=said["word"], **facts)
    elif deed == "ask":
        actions.ask(question=said["question"], **facts)
    else:
        actions.refuse(reason=said["reason"], **facts)


@require_POST
def act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do one of the deeds; 422 for a bad form, 409 when places are too few or somebody else got there first."""
    visit = visit_or_404(pk)
    form = _form(deed, visit, request.POST)
    if not form.is_valid():
        return _page(request, visit, bound={deed: form}, status=422)
    try:
        _do(deed, visit, form.cleaned_data, request.user)
    except SessionFull as fact:
        form.add_error(
            "pool", _("The group needs %(needed)d places.") % {"needed": visit.party.places} + " " + wording.places_left(fact.left)
        )
    except TooNear:
        form.add_error(
            "pool", _("The visit is too near: a letter would not be answered in time. Please call the leader and move the group.")
        )
    except NoGroupPlaces:
        form.add_error("pool", _("This session takes no groups any more."))
    except AlreadyRegistered:
        form.add_error("pool", _("The leader's contact is registered in this session already."))
    except GotThereFirst:
        messages.error(request, _("Somebody else got there first. Nothing was changed."))
        return _page(request, visit_or_404(pk), status=409)
    else:
        messages.success(request, _("Done. The leader is written to."))
        return redirect("groups-staff:inspect", pk)
    return _page(request, visit_or_404(pk), bound={deed: form}, status=409)
