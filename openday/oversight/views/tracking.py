"""查询进度: the holder of the receipt opens the case, reads it and writes to the office."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openday.intake.limits import allow, client_address
from openday.intake.text import sendable
from openday.oversight import actions, public
from openday.oversight.forms import AgainForm, FindCaseForm, MessageForm
from openday.oversight.models import Case
from openday.oversight.register import proofs
from openday.oversight.satisfaction.views import standing
from openday.oversight.views import cookies, frames
from openday.oversight.views.receipts import CASE_COOKIE, CASE_LASTS, opened_case

MESSAGES_PER_HOUR = 10
# Sent twice within this time, the same words are one message.
SAME_MESSAGE_WITHIN = timedelta(minutes=10)
_DONE = {
    "sent": gettext_lazy("Your message is with us."),
    "consent-withdrawn": gettext_lazy("Your consent is taken back. Nothing of this case is published any more."),
    "consent-given": gettext_lazy("Thank you. A neutral summary may now be published."),
    "again": gettext_lazy("We will look at it again. The new due day stands below."),
    "withdrawn": gettext_lazy("The case is withdrawn."),
    "erased": gettext_lazy("It is erased. What you see here is all that is left."),
}

_NOT_AGAIN = {
    actions.AskedAlready: gettext_lazy(
        "You asked for this once before, and it is possible once. If the answer still does not help you, the other way may be open "
        "below; you can also send a new message and name this case number."
    ),
    actions.TooLateToAsk: gettext_lazy(
        "The days in which this could be asked for are over. You can always send a new message and name this case number."
    ),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest) -> HttpResponse:
    """The form for number and code; once they were right, the case itself."""
    now = timezone.now()
    opened = opened_case(request, now=now)
    if request.method == "POST":
        deed = _DEEDS.get(request.POST.get("deed", ""))
        if deed is None:
            return _open(request, now=now)
        if opened is None:
            # What was typed into a page that stood open too long must not be lost with it.
            typed = sendable(request.POST.get("text", "") or request.POST.get("reason", ""))
            return _find(request, FindCaseForm(), status=403, is_expired=True, typed=typed)
        return _guarded(deed, request, opened, now=now)
    asked = request.GET.get("number", "")[:14]
    if opened is None or (asked and asked.upper() != opened.number):
        return _find(request, FindCaseForm(initial={"number": asked}), signed_out="signed-out" in request.GET)
    return _show(request, opened, now=now)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask once more, then take the case back."""
    now = timezone.now()
    opened = opened_case(request, now=now)
    if opened is None:
        return frames.see_other(reverse("oversight:case"))
    if request.method == "POST":
        return _guarded(_withdraw, request, opened, now=now)
    return render(request, "oversight/withdraw.html", {"case": public.for_its_author(opened, now=now)})


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    response = frames.see_other(f"{reverse('oversight:case')}?signed-out")
    cookies.forget(response, CASE_COOKIE, view="oversight:case")
    return response


def _find(request: HttpRequest, form: FindCaseForm, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "oversight/find_case.html", {"form": form, **more}, status=status)


def _open(request: HttpRequest, *, now: datetime) -> HttpResponse:
    form = FindCaseForm(request.POST)
    if not form.is_valid():
        return _find(request, form, status=422)
    try:
        found = actions.open_by_receipt(
            number=form.cleaned_data["number"], secret=form.cleaned_data["code"], address=client_address(request)
        )
    except actions.TooManyTries:
        return frames.too_many(request, _("There were ten tries in the last hour. To protect the case, please wait an hour."))
    except actions.WrongReceipt:
        form.add_error(None, _("We don't know a case with this number and this code. Check both; the code has no letters I, L, O and U."))
        return _find(request, form, status=422)
    response = frames.see_other(reverse("oversight:case"))
    cookies.keep(response, CASE_COOKIE, {"case": found.pk}, view="oversight:case", now=now, lasts=CASE_LASTS)
    return response


def _show(request: HttpRequest, opened: Case, *, now: datetime, status: int = 200, **more: Any) -> HttpResponse:
    own = public.for_its_author(opened, now=now)
    context = {
        "case": own,
        "rating": standing(opened, now=now),
        "form": MessageForm(),
        "again_form": AgainForm(ways=own.ways_again),
        "registered": proofs.lines_of(opened),
        "done": _DONE.get(request.GET.get("done", "")),
        **more,
    }
    response = render(request, "oversight/case.html", context, status=status)
    # Half an hour from the last look, not from the first: who reads or writes slowly must not be shut out (WCAG 2.2.1).
    cookies.keep(response, CASE_COOKIE, {"case": opened.pk}, view="oversight:case", now=now, lasts=CASE_LASTS)
    return response


def _guarded(deed: Any, request: HttpRequest, opened: Case, *, now: datetime) -> HttpResponse:
    """Do a deed; when the office was faster, show the case as it stands now."""
    if not allow("case-deeds", str(opened.pk), limit=MESSAGES_PER_HOUR, seconds=3600):
        return frames.too_many(request, _("You wrote ten times about this case in the last hour. Please wait an hour."))
    try:
        return deed(request, opened, now=now)
    except (actions.CaseMoved, actions.DeedNotPossible):
        fresh = opened_case(request, now=now)
        if fresh is None:
            return frames.see_other(reverse("oversight:case"))
        typed = sendable(request.POST.get("text", "") or request.POST.get("reason", ""))
        return _show(request, fresh, now=now, status=409, form=MessageForm(initial={"text": typed}), moved=True, typed=typed)


def _write(request: HttpRequest, opened: Case, *, now: datetime) -> HttpResponse:
    form = MessageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, opened, now=now, status=422, form=form, pictures_lost=frames.filled(form))
    if not _was_just_sent(opened, form.cleaned_data["text"], now=now):
        with transaction.atomic():
            if opened.is_paused:
                actions.answer_question(case=opened, **form.cleaned_data, now=now)
            else:
                actions.add_message(case=opened, **form.cleaned_data, now=now)
    return _back("sent")


def _was_just_sent(opened: Case, text: str, *, now: datetime) -> bool:
    last = opened.messages.filter(from_citizen=True).order_by("-at", "-pk").first()
    return last is not None and last.text == text and now - last.at < SAME_MESSAGE_WITHIN


def _withdraw_consent(request: HttpRequest, opened: Case, *, now: datetime) -> HttpResponse:
    actions.change_consent(case=opened, consents=False, now=now)
    return _back("consent-withdrawn")


def _give_consent(request: HttpRequest, opened: Case, *, now: datetime) -> HttpResponse:
    actions.change_consent(case=opened, consents=True, now=now)
    return _back("consent-given")


def _again(request: HttpRequest, opened: Case, *, now: datetime) -> HttpResponse:
    form = AgainForm(request.POST)
    if not form.is_valid():
        return _show(request, opened, now=now, status=422, again_form=form)
    ask = actions.ask_appeal if form.cleaned_data["how"] == AgainForm.APPEAL else actions.ask_redo
    try:
        ask(case=opened, text=form.cleaned_data["reason"], now=now)
    except (actions.AskedAlready, actions.TooLateToAsk) as refusal:
        form.add_error(None, str(_NOT_AGAIN[type(refusal)]))
        return _show(request, opened, now=now, status=409, again_form=form, typed=form.cleaned_data["reason"], is_refused=True)
    return _back("again")


def _withdraw(request: HttpRequest, opened: Case, *, now: datetime) -> HttpResponse:
    actions.withdraw(case=opened, now=now)
    return _back("withdrawn")


def _back(done: str) -> HttpResponse:
    return frames.see_other(f"{reverse('oversight:case')}?done={done}")


_DEEDS = {
    "write": _write,
    "withdraw_consent": _withdraw_consent,
    "give_consent": _give_consent,
    "again": _again,
}
