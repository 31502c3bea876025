"""我要反馈: what is it about, then the message, then the receipt."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openday.events.models import Session
from openday.intake.codes import normalise_code
from openday.intake.limits import allow, client_address
from openday.intake.visits import MAX_AGE_SECONDS, read_visit
from openday.oversight import actions
from openday.oversight.forms import CATEGORY_HINTS, AboutForm, FeedbackForm, SavedForm
from openday.oversight.instruments import catalogue
from openday.oversight.models import Case
from openday.oversight.views import cookies, frames
from openday.oversight.vocabulary import Category, Identity, SidePath

# Sent messages and tries of the form, per hour and address: a school class behind one address may make mistakes.
MESSAGES_PER_HOUR = 5
TRIES_PER_HOUR = 60
RECEIPT_COOKIE = "receipt"
RECEIPT_LASTS = timedelta(minutes=30)
_SIDE_PATHS = {SidePath.OBJECTION: "oversight:objection", SidePath.MISCONDUCT: "oversight:misconduct"}


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str
    hint: str
    is_last_received: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Ask the two questions; the legal side-paths lead away before anything is typed."""
    if request.method == "POST":
        return _received(request)
    category = request.GET.get("category")
    if category is None:
        return _ask_about(request, AboutForm())
    if category in _SIDE_PATHS:
        return redirect(_SIDE_PATHS[SidePath(category)])
    if category not in Category.values:
        return _ask_about(request, AboutForm({"category": category}), status=422)
    session = _visited_session(request.GET.get("visit", ""))
    initial = {"visit": request.GET.get("visit", "")[:300], "request_key": secrets.token_urlsafe(32), "category": category}
    if session is not None:
        initial["unit"] = session.open_day.unit.code
    initial |= catalogue.enquiry(request.GET.get("instrument", ""))
    form = FeedbackForm(request=request, category=category, initial=initial)
    return _ask(request, form, session=session)


def _ask_about(request: HttpRequest, form: AboutForm, status: int = 200) -> HttpResponse:
    known = [*Category, *SidePath]
    choices = [
        Choice(
            code=str(one.value),
            label=str(one.label),
            hint=str(CATEGORY_HINTS[one]),
            is_last_received=one == list(Category)[-1],
        )
        for one in known
    ]
    context = {"form": form, "choices": choices, "visit": request.GET.get("visit", "")[:300]}
    return render(request, "oversight/about.html", context, status=status)


def _ask(request: HttpRequest, form: FeedbackForm, *, session: Session | None, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "visit": session,
        "visit_token": form["visit"].value() or "",
        "pictures_lost": form.is_bound and frames.filled(form),
        **more,
    }
    return render(request, "oversight/feedback.html", context, status=status)


def _received(request: HttpRequest) -> HttpResponse:
    address = client_address(request)
    if not allow("feedback-tries", address, limit=TRIES_PER_HOUR, seconds=3600):
        return frames.too_many(request, _("Too many messages came from your network address in the last hour."))
    category = request.POST.get("category", "")
    if category in _SIDE_PATHS:
        return frames.see_other(reverse(_SIDE_PATHS[SidePath(category)]))
    form = FeedbackForm(request.POST, request.FILES, request=request)
    session = _visited_session(request.POST.get("visit", ""))
    if not form.chosen:
        return _ask_about(request, AboutForm({"category": category}), status=422)
    if not form.is_valid():
        return _ask(request, form, session=session, status=422)
    if not allow("feedback", address, limit=MESSAGES_PER_HOUR, seconds=3600):
        form.add_error(
            None,
            _(
                "Five messages came from your network address in the last hour. "
                "Please wait an hour and send it again; your text is kept below."
            ),
        )
        response = _ask(request, form, session=session, status=429)
        response["Retry-After"] = "3600"
        return response
    now = timezone.now()
    try:
        receipt = _keep(form, session, now=now)
    except actions.NumbersUsedUp:
        return _ask(request, form, session=session, status=503, numbers_used_up=True)
    return _hand_out(receipt, form, now=now)


def _keep(form: FeedbackForm, session: Session | None, *, now: datetime) -> actions.Receipt:
    given = form.cleaned_data
    visit = given["visit"]
    # The mark in a thank-you letter counts once as "was there"; sent on to others it is a message like any other.
    visited = session is not None and allow("visit-mark", visit.nonce, limit=1, seconds=MAX_AGE_SECONDS)
    return actions.receive(
        category=Category(given["category"]),
        identity=Identity(given["identity"]),
        text=given["text"],
        language=translation.get_language(),
        request_key=given["request_key"],
        contact=given["contact"],
        name=given["name"],
        unit=given["unit"],
        check_item=given.get("check_item"),
        session=session,
        instrument=given["instrument"],
        visited=visited,
        pictures=given["pictures"],
        seals_originals=given["seals_originals"],
        consents_to_publication=given["consent"],
        now=now,
    )


def _hand_out(receipt: actions.Receipt, form: FeedbackForm, *, now: datetime) -> HttpResponse:
    case: Case = receipt.case
    response = frames.see_other(reverse("oversight:receipt"))
    content = {
        "number": case.number,
        "code": receipt.secret,
        "category": case.category,
        "received_at": case.received_at.isoformat(),
        "due_on": case.due_on.isoformat() if case.due_on else "",
        "due_provisional": case.due_provisional,
        "answer_days": case.standard.answer_days,
        "has_contact": bool(case.contact_kind),
        "is_repeated": case.received_at != now and case.text != form.cleaned_data["text"],
    }
    cookies.keep(response, RECEIPT_COOKIE, content, view="oversight:receipt", now=now, lasts=RECEIPT_LASTS)
    return response


def _visited_session(token: str) -> Session | None:
    visit = read_visit(token[:300])
    if visit is None:
        return None
    return Session.objects.select_related("open_day__unit").filter(pk=visit.session_id).first()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Show number and code until they were typed back correctly, or for half an hour."""
    now = timezone.now()
    kept = cookies.read(request, RECEIPT_COOKIE, now=now)
    if kept is None:
        return render(request, "oversight/receipt_gone.html", status=410)
    form = SavedForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _show(request, kept, form)
    if not kept["code"]:
        return frames.see_other(reverse("oversight:receipt"))
    if form.is_valid():
        if constant_time_compare(form.cleaned_data["code"], normalise_code(kept["code"])):
            response = frames.see_other(reverse("oversight:receipt"))
            # The code goes, the rest of the receipt stays until its time is over.
            cookies.keep(response, RECEIPT_COOKIE, {**kept, "code": ""}, view="oversight:receipt", now=now, lasts=RECEIPT_LASTS)
            return response
        form.add_error("code", _("That is not the code on this page. Compare it letter by letter."))
    return _show(request, kept, form, status=422)


def _show(request: HttpRequest, kept: dict[str, Any], form: SavedForm, *, status: int = 200) -> HttpResponse:
    link = f"{reverse('oversight:case')}?number={kept['number']}"
    context = {
        "receipt": {
            **kept,
            "category": Category(kept["category"]).label,
            "received_at": datetime.fromisoformat(kept["received_at"]),
            "due_on": datetime.fromisoformat(kept["due_on"]).date() if kept["due_on"] else None,
            "qr": _qr(link),
            "link": link,
        },
        "saved": not kept["code"],
        "form": form,
    }
    return render(request, "oversight/receipt.html", context, status=status)


def _qr(path: str) -> SafeString:
    drawing = segno.make(f"{settings.BASE_URL}{path}", error="m")
    return mark_safe(drawing.svg_inline(border=2, svgclass=None, lineclass=None, title=_("QR code of the tracking page"), omitsize=True))
