"""From the form over the review page to a registration. Only the last step writes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openday.events import rules as event_rules
from openday.events import wording as event_wording
from openday.events.models import Pool, Session
from openday.events.models.choices import GuideLanguage
from openday.events.states import PlacesState
from openday.intake import limits
from openday.registrations import actions, notices, passes, queries, wording
from openday.registrations.absences import emails as absence_emails
from openday.registrations.absences import queries as absences
from openday.registrations.absences import wording as absence_wording
from openday.registrations.application import Application
from openday.registrations.approval import rules as approval_rules
from openday.registrations.facts import (
    AlreadyRegistered,
    HeldBack,
    InvitationGone,
    InvitationNeeded,
    Refused,
    RegistrationClosed,
    SessionFull,
)
from openday.registrations.forms import Offer, RegistrationForm, UntouchedForm, blank_parts, choice_labels
from openday.registrations.identity import wording as person_wording
from openday.registrations.identity.people import Demand, unseal
from openday.registrations.invitations import carrying as invitations
from openday.registrations.invitations.forms import CodeForm
from openday.registrations.models import Draw, Invitation, Registration
from openday.registrations.questions import queries as question_queries
from openday.registrations.questions import wording as question_wording
from openday.registrations.questions.answers import fit
from openday.registrations.states import AccessNeed, Purpose
from openday.registrations.views.answers import SeeOther, page, private, too_many


@dataclass(frozen=True)
class _Visit:
    """One request for one session: who asks for what at which moment."""

    request: HttpRequest
    pool: Pool
    now: datetime
    # The invitation that this browser carries, if it is one to this session and still counts.
    invitation: Invitation | None = None

    @property
    def session(self) -> Session:
        return self.pool.session

    @property
    def state(self) -> PlacesState:
        if self.draw is not None and not self.draw.takes_applications(now=self.now):
            return PlacesState.CANCELLED if self.session.state == Session.State.CANCELLED else PlacesState.CLOSED
        open_day = self.session.open_day
        closed_to_all = self.invitation is None and event_rules.by_invitation(open_day, self.session)
        return event_rules.places_state(open_day, self.session, left=self.left, now=self.now, by_invitation=closed_to_all)

    @property
    def left(self) -> int:
        """Places this visitor can have: those reserved with an invitation, else what everybody sees."""
        reserved = self.invitation.places if self.invitation else 0
        return reserved or self.pool.left

    @property
    def offer(self) -> Offer:
        offer = Offer.of(self.session)
        return replace(offer, party_max=self.invitation.party_max) if self.invitation else offer

    @property
    def draw(self) -> Draw | None:
        """The draw that decides about the places and has not yet; it was read with the pool. An invitation stands beside it."""
        draw: Draw | None = getattr(self.session, "draw", None)
        return draw if draw is not None and draw.is_pending and self.invitation is None else None

    @property
    def must_wait(self) -> bool:
        """Whether nobody is asked if they would wait: the session is full, or whoever is not drawn waits anyway."""
        return self.state == PlacesState.WAITING or self.draw is not None

    @property
    def is_full(self) -> bool:
        return self.state in {PlacesState.FULL, PlacesState.WAITING}

    def facts(self) -> dict[str, Any]:
        """What every page of this flow says about the session."""
        open_day = self.session.open_day
        return {
            "session": self.session,
            "open_day": open_day,
            "pool": self.pool,
            "draw": self.draw,
            "invitation": self.invitation,
            "places_left": wording.places_free(self.left) if self.draw is None else wording.places_by_lot(self.left),
            **self.approval(),
            "missed_rule": absence_wording.whole(rule) if (rule := absences.rule_of(open_day.pk)) else "",
            "closes_at": event_rules.registration_closes_at(open_day, self.session),
            "cancel_until": event_rules.cancel_closes_at(open_day, self.session),
            # Names a session and nobody: what the frame shows of it is drawn once.
            "same_address_for_all": self.invitation is None,
        }

    def approval(self) -> dict[str, Any]:
        """Where staff decide, and have not by inviting: within what time, for what is sent now."""
        if self.invitation or not (hours := self.session.open_day.approval_hours):
            return {}
        return {
            "approval_hours": hours,
            "approval_span": event_wording.span(hours * 60),
            "decide_by": approval_rules.decide_by(self.now, hours=hours, starts_at=self.session.starts_at),
        }

    def page(self, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        return page(self.request, name, {**self.facts(), **context}, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, session_id: int) -> HttpResponse:
    """GET the form of a session; POST it for review; POST the review for the registration (303)."""
    if request.method == "POST":
        if "review" in request.POST and "change" not in request.POST:
            return _confirm(request, session_id)
        return _review(_visit(request, session_id))
    visit = _visit(request, session_id)
    if (refusal := _not_open(visit)) is not None:
        return refusal
    return _form_page(visit)


def _visit(request: HttpRequest, session_id: int, *, pool_of: Callable[[int], Pool | None] = queries.visitors_pool) -> _Visit:
    pool = pool_of(session_id)
    if pool is None:
        raise Http404(_("There is no such session."))
    now = timezone.now()
    return _Visit(request, pool, now, invitations.carried_to(request, pool.session, now=now))


def _not_open(visit: _Visit, *, status: int = 200) -> HttpResponse | None:
    """The page that says why nobody, or nobody without an invitation, can register now; None when one can."""
    if visit.state in {PlacesState.CLOSED, PlacesState.CANCELLED}:
        return _closed(visit, status=status)
    if visit.state == PlacesState.INVITED:
        return visit.page("invitations/needed", {"form": CodeForm(request=visit.request)}, status=status)
    return None


def _form(visit: _Visit, data: Any = None, *, captcha_passed: bool = False) -> RegistrationForm:
    return RegistrationForm(data, offer=visit.offer, captcha_passed=captcha_passed, must_wait=visit.must_wait, request=visit.request)


def _form_page(
    visit: _Visit, form: RegistrationForm | None = None, *, request_key: str = "", passed: str = "", status: int = 200, note: str = ""
) -> HttpResponse:
    """The form as it was filled in, or a fresh one."""
    context: dict[str, Any] = {
        "form": form or UntouchedForm(request=visit.request),
        "blank": None if form else blank_parts(visit.offer, must_wait=visit.must_wait),
        "request_key": request_key or passes.new_request_key(),
        "passed": passed,
        "note": note,
        "state": visit.state.value,
        "can_register": visit.state != PlacesState.FULL,
        "is_full": visit.is_full,
    }
    if visit.is_full:
        context["queue"] = queries.queue_of(visit.session.pk)
        context["alternatives"] = queries.alternatives_to(visit.session, now=visit.now)
    if (code := passes.remembered_code(visit.request, session_id=visit.session.pk)) is not None:
        context["registered_code"] = code
    return visit.page("form", context, status=status)


def _review(visit: _Visit) -> HttpResponse:
    """Check what was typed and show it once more; nothing is written."""
    request = visit.request
    key = passes.clean_request_key(request.POST.get("request_key", ""))
    # Coming back from the review page: the captcha was solved for this request key already.
    passed = request.POST.get("review") or request.POST.get("passed") or ""
    proof = passes.open_review(passed)
    captcha_passed = proof is not None and proof.request_key == key and proof.session_id == visit.session.pk
    passed = passed if captcha_passed else ""
    if (refusal := _not_open(visit, status=409)) is not None:
        return refusal
    form = _form(visit, request.POST, captcha_passed=captcha_passed)
    if "change" in request.POST:
        form.hide_errors()
        return _form_page(visit, form, request_key=key, passed=passed)
    if not form.is_valid():
        return _form_page(visit, form, request_key=key, passed=passed, status=422)
    left = visit.left
    if form.party().places > left and not form.application().wait:
        return _full(visit, form=form, request_key=key, left=left, status=409)
    return _review_page(visit, form, request_key=key)


def _sealed(visit: _Visit, form: RegistrationForm, *, request_key: str, values: list[tuple[str, str]]) -> str:
    return passes.seal_review(request_key=request_key, session_id=visit.session.pk, values=values, application=form.application())


def _review_page(visit: _Visit, form: RegistrationForm, *, request_key: str, note: str = "") -> HttpResponse:
    values = form.carried()
    cleaned = form.cleaned_data
    guide = cleaned.get("guide_language")
    context = {
        "form": form,
        "note": note,
        "carried": values,
        "request_key": request_key,
        "review": _sealed(visit, form, request_key=request_key, values=values),
        "people": wording.people(form.party()),
        "places_left": wording.places_left(visit.left),
        "guide_language": dict(GuideLanguage.choices).get(guide, "") if guide else "",
        "documents": [person_wording.typed(person) for person in form.people],
        "needs": choice_labels(cleaned.get("access_needs") or [], dict(AccessNeed.choices)),
        "will_wait": form.party().places > visit.left,
        "answers": question_wording.lines(form.application().answers, form.questions),
        "consents": [notices.NOTICES[Purpose(purpose)].label_in_words() for purpose in form.application().consents],
    }
    return visit.page("review", context)


# What comes back from the review page beside the values that were reviewed.
_NOT_VALUES = {"csrfmiddlewaretoken", "request_key", "review", "join"}


def _confirm(request: HttpRequest, session_id: int) -> HttpResponse:
    """The one step that writes: places, registration and letter in one transaction."""
    key = passes.clean_request_key(request.POST.get("request_key", ""))
    proof = passes.open_review(request.POST.get("review", ""))
    posted = [(name, value) for name, values in request.POST.lists() if name not in _NOT_VALUES for value in values]
    if proof is None or proof.request_key != key or proof.session_id != session_id or not proof.is_of(posted):
        return _look_again(_visit(request, session_id), key=key, proof=proof)
    # The facts of the session may be seconds old here; the action reads its state again, under the lock of the pool.
    visit = _visit(request, session_id, pool_of=queries.remembered_pool)
    demand = Demand.of(visit.session.open_day)
    known = unseal(proof.application.people, demand=demand) if proof.application.people else []
    if known is None or (demand is not None and not known):
        return _look_again(_visit(request, session_id), key=key, proof=proof)
    if proof.application.answers and not fit(proof.application.answers, question_queries.active(visit.session.open_day_id)):
        return _look_again(_visit(request, session_id), key=key, proof=proof)
    if not _within_limits(request, proof.application):
        return too_many(request)
    try:
        registration = actions.register(
            session=visit.session,
            pool=visit.pool,
            invitation=visit.invitation,
            **_facts(proof.application),
            people=known,
            language=translation.get_language() or settings.LANGUAGE_CODE,
            wait=proof.application.wait or "join" in request.POST,
            request_key=key,
            now=visit.now,
        )
    except Refused as refusal:
        return _refused(_visit(request, session_id), refusal, key=key)
    return _registered(visit, registration, request_key=key)


def _facts(application: Application) -> dict[str, Any]:
    """What the visitor confirmed, as the register action calls it."""
    return {
        "party": application.party,
        "contact": application.contact,
        "name": application.name,
        "guide_language": application.guide_language,
        "access_needs": application.needs,
        "consents": notices.versions(application.consents),
        "answers": application.answers,
    }


def _look_again(visit: _Visit, *, key: str, proof: passes.Review | None) -> HttpResponse:
    """The proof has run out, or the values are not those on the review page: show them once more, write nothing."""
    if (closed := _not_open(visit, status=409)) is not None:
        return closed
    solved = proof is not None and proof.request_key == key and proof.session_id == visit.session.pk
    form = _form(visit, visit.request.POST, captcha_passed=solved)
    if form.is_valid() and solved:
        return _review_page(visit, form, request_key=key, note=_("Something has changed. Please check once more."))
    if solved:
        return _form_page(visit, form, request_key=key, passed=visit.request.POST["review"], status=422)
    note = _("More than two hours have passed since you filled in the form. Please check it once more and send it again.")
    return _form_page(visit, form, request_key=key, status=422, note=note)


def _within_limits(request: HttpRequest, application: Application) -> bool:
    hashed = queries.contact_hash(application.contact.kind, application.contact.value)
    by_contact = settings.REGISTRATIONS_PER_CONTACT_AND_HOUR
    by_address = settings.REGISTRATIONS_PER_ADDRESS_AND_HOUR
    return limits.allow("registrations.contact", hashed, limit=by_contact, seconds=3600) and (
        not by_address or limits.allow("registrations.address", limits.client_address(request), limit=by_address, seconds=3600)
    )


def _refused(visit: _Visit, refusal: Refused, *, key: str) -> HttpResponse:
    """Say why nothing was registered, and keep what was typed."""
    if isinstance(refusal, RegistrationClosed):
        return _closed(visit, status=409)
    if isinstance(refusal, InvitationNeeded | InvitationGone):
        return invitations.gone(visit.request)
    if isinstance(refusal, HeldBack | AlreadyRegistered) and absences.rule_of(visit.session.open_day_id) is not None:
        return _silent(visit, refusal)
    if isinstance(refusal, AlreadyRegistered):
        return visit.page("already", {"same_session": False}, status=409)
    form = _form(visit, visit.request.POST, captcha_passed=True)
    if not form.is_valid():
        # The rules of admission were changed after the review.
        return _form_page(visit, form, request_key=key, passed=visit.request.POST["review"], status=422)
    left = refusal.left if isinstance(refusal, SessionFull) else visit.left
    return _full(visit, form=form, request_key=key, left=left, status=409)


def _silent(visit: _Visit, refusal: HeldBack | AlreadyRegistered | None = None) -> HttpResponse:
    """Where a rule about missed visits is in force, one page for all that concerns a contact; the reason goes to the contact.

    Whoever knows a number learns neither whether it is registered nor whether it is held back.
    """
    proof = passes.open_review(visit.request.POST.get("review", ""))
    if refusal is not None and proof is not None:
        contact = proof.application.contact
        hashed = queries.contact_hash(contact.kind, contact.value)
        language = translation.get_language() or settings.LANGUAGE_CODE
        if isinstance(refusal, HeldBack):
            absence_emails.held_back(
                session=visit.session, contact=contact, hashed=hashed, until=refusal.until, language=language, now=visit.now
            )
        elif (other := queries.on_the_same_day(hashed=hashed, visit_on=timezone.localdate(visit.session.starts_at))) is not None:
            _write_again(other, now=visit.now)
    return visit.page("absences/silent", {}, status=409)


def _write_again(registration: Registration, *, now: datetime) -> None:
    if limits.allow("registrations.again", str(registration.pk), limit=3, seconds=3600):
        actions.send_again(registration=registration, now=now)


def _registered(visit: _Visit, registration: Registration, *, request_key: str) -> HttpResponse:
    mine = registration.request_key == request_key or registration.code == passes.remembered_code(
        visit.request, session_id=visit.session.pk
    )
    if not mine:
        # The contact is registered already, but whoever knows a number is not therefore its owner:
        # the link goes to the contact once more and not to this browser.
        _write_again(registration, now=visit.now)
        if absences.rule_of(visit.session.open_day_id) is not None:
            return _silent(visit)
        return visit.page("already", {"same_session": True}, status=409)
    response = SeeOther(reverse("registrations:swap", args=[registration.token]))
    passes.remember(response, session_id=visit.session.pk, code=registration.code)
    return response


def _closed(visit: _Visit, *, status: int = 200) -> HttpResponse:
    """Not open yet, over, or cancelled: say which, and what else there is."""
    session, open_day = visit.session, visit.session.open_day
    released = event_rules.is_released(open_day, session, now=visit.now)
    context = {
        "state": "cancelled" if session.state == Session.State.CANCELLED else "closed",
        "opens_at": None if released else event_rules.registration_opens_at(open_day, session),
        "is_over": session.starts_at <= visit.now,
        "alternatives": queries.alternatives_to(visit.session, now=visit.now),
    }
    return visit.page("closed", context, status=status)


def _full(visit: _Visit, *, form: RegistrationForm | None = None, request_key: str = "", left: int = 0, status: int = 200) -> HttpResponse:
    """Too few places: wait, come with fewer, or take another session; what was typed is kept."""
    context: dict[str, Any] = {
        "left": left,
        "places_left": wording.places_left(left),
        "alternatives": queries.alternatives_to(visit.session, now=visit.now),
        "can_wait": False,
    }
    if form is not None:
        values = form.carried()
        context |= {
            "carried": values,
            "request_key": request_key,
            "review": _sealed(visit, form, request_key=request_key, values=values),
            "people": wording.people(form.party()),
            "can_wait": visit.session.open_day.waiting_list and form.party().places <= visit.pool.capacity,
            "queue": queries.queue_of(visit.session.pk),
        }
    return visit.page("full", context, status=status)
