"""The visitor's own page behind the secret link: ticket, party, cancellation."""

from datetime import datetime
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openday.events import queries as event_queries
from openday.events import rules as event_rules
from openday.events.models import Pool
from openday.intake import limits
from openday.intake.codes import normalise_code
from openday.registrations import actions, ical, letter_words, passes, queries, tickets, visits, wording
from openday.registrations.approval import queries as approval_queries
from openday.registrations.facts import NotActive, PartyRefused, SessionFull, TooLate
from openday.registrations.forms import PartyForm, choice_labels
from openday.registrations.groups import wording as group_wording
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.rules import GroupAdmission
from openday.registrations.identity import wording as identity_wording
from openday.registrations.identity.people import Demand
from openday.registrations.identity.rows import roll_of
from openday.registrations.models import Registration
from openday.registrations.questions import queries as question_queries
from openday.registrations.questions import wording as question_wording
from openday.registrations.rules import Admission
from openday.registrations.states import CAN_BE_MOVED, AccessNeed, State
from openday.registrations.views.answers import SeeOther, page, private, too_many

# What <main data-state> says; having come is still a confirmed registration to the visitor.
_SHOWN = {State.ATTENDED: "confirmed", State.NO_SHOW: "confirmed"}


@private
@require_safe
def swap(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the secret of the link for a short-lived cookie and a clean address.

    Changes nothing: mail scanners fetch links before people do.
    """
    code = queries.code_of(token)
    if code is None:
        return page(request, "unknown_link", {}, status=404)
    response = redirect("registrations:ticket", code=code)
    passes.let_in(response, code)
    return response


def mine(request: HttpRequest, code: str) -> Registration | None:
    """The registration, if this browser came by its link."""
    code = normalise_code(code)
    return queries.by_code(code) if passes.may_see(request, code) else None


def stranger(request: HttpRequest) -> HttpResponse:
    """The same answer whether or not there is such a code."""
    return page(request, "link_needed", {}, status=403)


@private
@require_safe
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    words = ticket_words(registration, now=timezone.now())
    return page(request, "ticket", words | _answers(registration) | _documents(registration) | {"said": _said(request)})


def _documents(registration: Registration) -> dict[str, Any]:
    """Which documents to bring and who is still to be named, where the open day demands it."""
    open_day = registration.session.open_day
    demand = Demand.of(open_day)
    if demand is None or not registration.can_be_cancelled:
        return {}
    roll = roll_of(registration, demand)
    return {
        "to_bring": identity_wording.to_bring(open_day),
        "documents": [identity_wording.masked_line(one) for one in roll.people],
        "roll": roll,
        "named": identity_wording.named(roll),
    }


def _answers(registration: Registration) -> dict[str, Any]:
    """What the party answered to the organiser, and whether there is something to answer."""
    asked = question_queries.of_open_day(registration.session.open_day_id)
    given = [] if registration.anonymised_at else question_queries.answers_of(registration.pk, asked)
    return {
        "answers": [(one.asked.label, question_wording.answer(one)) for one in given],
        "is_asked": any(not one.is_archived and one.concerns(children=registration.party.minors) for one in asked),
    }


def _said(request: HttpRequest) -> str:
    """What happened just before, as a word the template knows."""
    word = request.GET.get("said", "")
    return word if word in {"answered", "changed", "chosen", "coming", "moved", "named", "sent", "withdrawn"} else ""


def ticket_words(registration: Registration, *, now: datetime) -> dict[str, Any]:
    session = registration.session
    open_day = session.open_day
    in_time = event_rules.may_cancel(open_day, session, now=now)
    # The sessions a group can go to are found by the open-day desk; the rest of the ticket is everybody's.
    is_group = registration.pool.kind == Pool.Kind.GROUPS
    words: dict[str, Any] = {
        "registration": registration,
        "session": session,
        "open_day": open_day,
        "state": _SHOWN.get(State(registration.state), registration.state),
        "code": wording.pretty_code(registration.code),
        "people": wording.people(registration.party),
        "cancel_until": event_rules.cancel_closes_at(open_day, session),
        "may_change": registration.can_be_cancelled and in_time,
        "may_move": registration.state in CAN_BE_MOVED
        and not is_group
        and (in_time or (registration.is_waiting and now < session.starts_at)),
        "may_cancel": registration.can_be_cancelled and (in_time or (registration.is_waiting and now < session.starts_at)),
        "is_erased": registration.anonymised_at is not None,
        "is_over": session.ends_at <= now,
        "needs": choice_labels((registration.access_needs or {}).get("choices", []), dict(AccessNeed.choices)),
        "by_email": registration.contact_kind == "email",
        "open_day_url": event_queries.page_addresses().get(open_day.pk, ""),
    }
    if is_group and (visit := GroupVisit.objects.filter(registration=registration).first()) is not None:
        words["group_url"] = reverse("registrations:group_swap", args=[visit.token])
    words["consents"] = queries.optional_consents(registration)
    if registration.is_confirmed:
        words["qr"] = _qr(registration)
    if registration.is_cancelled:
        words["alternatives"] = queries.alternatives_to(session, now=now)
    elif words["is_over"]:
        words["feedback_url"] = visits.feedback_address(registration)
    if registration.state == State.ASKED:
        words["decide_by"] = registration.asking.decide_by
    if registration.state == State.CONFIRMED and registration.saved and (asked := approval_queries.growth_of(registration)) is not None:
        words["growth"] = asked
        words["growth_people"] = wording.people(approval_queries.wished(asked) or registration.party)
    if registration.is_waiting:
        words |= waiting_words(registration, now=now)
        words |= _draw_words(registration, words)
    if registration.state == State.CONFIRMED and registration.coming_asked_at and in_time:
        words["asks_if_coming"] = registration.coming_at is None
    return words


def _draw_words(registration: Registration, words: dict[str, Any]) -> dict[str, Any]:
    """The ticket of a party that applied for a draw, and what it may still do before that."""
    lot = queries.lot_of(registration)
    if lot is None:
        return {}
    pending = lot.draw.is_pending
    return {
        "lot": lot,
        "ticket": wording.pretty_code(lot.number),
        "is_application": pending,
        "may_choose": words["may_choose"] and not pending,
        # Its size is in the published list.
        "may_change": words["may_change"] and not (pending and lot.draw.is_listed),
    }


def waiting_words(registration: Registration, *, now: datetime) -> dict[str, Any]:
    """Where the party stands in the queue, what was offered to it, and why others came first."""
    words: dict[str, Any] = {"position": queries.waiting_position(registration), "pool": registration.pool}
    if (offer := queries.open_offer(registration)) is not None:
        as_offered = actions.as_offered(registration, offer, session=offer.pool.session)
        words["offer"] = offer
        words["offered_people"] = wording.people(as_offered.party)
    words["steps"] = [
        (step.at, wording.step(step, own=step.session_id == registration.session_id)) for step in queries.steps_of(registration)
    ]
    words["may_choose"] = now < registration.session.starts_at
    return words


def _qr(registration: Registration) -> str:
    # The signed text is as good as random, so that every mask leaves an even pattern; drawing all eight to
    # compare them was most of what a ticket cost. Readers learn the mask from the code itself.
    drawn = segno.make(tickets.text_of(registration), error="m", micro=False, boost_error=False, mask=3)
    svg = drawn.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None)
    # The frame around it has the name: the drawing itself would be heard as a second picture, without one.
    # Our own signed text through a library that writes paths only.
    return mark_safe(svg.replace("<svg", '<svg aria-hidden="true"', 1))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def party(request: HttpRequest, code: str) -> HttpResponse:
    """Show and take the form that makes a party larger or smaller."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    now = timezone.now()
    words = ticket_words(registration, now=now)
    if not words["may_change"]:
        return page(request, "too_late", words, status=409 if request.method == "POST" else 200)
    open_day: Admission = registration.session.open_day
    if registration.pool.kind == Pool.Kind.GROUPS:
        open_day = GroupAdmission(minimum_age=open_day.minimum_age)
    needs = max(registration.companions, len((registration.access_needs or {}).get("choices", [])))
    # Told before somebody asks, wherever a larger party would have to.
    words["needs_approval"] = registration.is_confirmed and bool(registration.session.open_day.approval_hours)
    old = {name: getattr(registration, name) for name in ("adults", "children_0_5", "children_6_13", "youths_14_17", "companions")}
    if request.method != "POST":
        return page(request, "party", words | {"form": PartyForm(open_day=open_day, needs=needs, initial=old, request=request)})
    form = PartyForm(request.POST, open_day=open_day, needs=needs, request=request)
    if not form.is_valid():
        return page(request, "party", words | {"form": form}, status=422)
    try:
        actions.change_party(registration=registration, party=form.party(), now=now)
    except SessionFull as fact:
        return page(request, "party", words | {"form": form, "refusal": wording.places_left(fact.left)}, status=409)
    except PartyRefused as fact:
        for found in fact.problems:
            form.add_error(found.field if found.field in form.fields else "adults", group_wording.problem(found))
        return page(request, "party", words | {"form": form}, status=422)
    except (TooLate, NotActive):
        return page(request, "too_late", words, status=409)
    return SeeOther(_after_change(registration, adults_before=old["adults"]) + "?said=changed")


def _after_change(registration: Registration, *, adults_before: int) -> str:
    """The ticket; or first the page for names, when there are now more or fewer adults than are named."""
    demand = Demand.of(registration.session.open_day)
    registration.refresh_from_db(fields=["adults"])
    if demand is not None and registration.adults != adults_before and not roll_of(registration, demand).is_complete:
        return reverse("registrations:names", args=[registration.code])
    return reverse("registrations:ticket", args=[registration.code])


@private
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once more, then cancel. Cancelling what is cancelled shows the cancelled ticket."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    now = timezone.now()
    words = ticket_words(registration, now=now)
    if not registration.is_cancelled and not words["may_cancel"]:
        return page(request, "too_late", words, status=409 if request.method == "POST" else 200)
    if request.method != "POST":
        if registration.is_cancelled:
            return SeeOther(reverse("registrations:ticket", args=[registration.code]))
        return page(request, "cancel", words)
    try:
        actions.cancel(registration=registration, now=now)
    except (TooLate, NotActive):
        return page(request, "too_late", words, status=409)
    return SeeOther(reverse("registrations:ticket", args=[registration.code]))


@private
@require_POST
def withdraw_consent(request: HttpRequest, code: str) -> HttpResponse:
    """Take one optional consent back; twice is as good as once."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    actions.withdraw_consent(registration=registration, purpose=request.POST.get("purpose", ""), now=timezone.now())
    return SeeOther(reverse("registrations:ticket", args=[registration.code]) + "?said=withdrawn")


@private
@require_POST
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Send the message with the link once more; three times an hour at most."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    if registration.is_cancelled or not registration.contact:
        return SeeOther(reverse("registrations:ticket", args=[registration.code]))
    if not limits.allow("registrations.again", str(registration.pk), limit=3, seconds=3600):
        return too_many(request)
    actions.send_again(registration=registration, now=timezone.now())
    return SeeOther(reverse("registrations:ticket", args=[registration.code]) + "?said=sent")


@private
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The visit as a file for the visitor's own calendar."""
    registration = mine(request, code)
    if registration is None or not (registration.is_confirmed or registration.is_cancelled):
        return stranger(request)
    language = translation.get_language() or registration.language
    method = ical.CANCEL if registration.is_cancelled else ical.PUBLISH
    text = letter_words.calendar_entry(
        registration, method=method, now=timezone.now(), link=letter_words.link_to(registration), language=language
    )
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="visit-{registration.code}.ics"'
    return response
