"""Write a letter to the visitors of an open day: whom it reaches, how it reads, a test to oneself, and then a while to take it back."""

import hashlib
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import PermissionPolicyChecker
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from openday.accounts.roles import units_of
from openday.events.models import OpenDay, Session
from openday.mail import plain, rendering
from openday.mail import rules as mail_rules
from openday.mail.models import Message
from openday.registrations import emails
from openday.registrations.mailings import actions, queries, rules
from openday.registrations.mailings.forms import MailingForm
from openday.registrations.mailings.models import Mailing
from openday.registrations.models import Registration
from openday.registrations.staff.chosen import Choice, choice, in_words

_PER_PAGE = 30
_UNDO_MINUTES = int(rules.UNDO_WINDOW.total_seconds() // 60)
_REFRESH_SECONDS = 5

# What stands in the braces, for who has never met them.
_MEANINGS = {
    "open_day": pgettext_lazy("place in a letter", "open day"),
    "when": pgettext_lazy("place in a letter", "day and time"),
    "day": pgettext_lazy("place in a letter", "day"),
    "clock": pgettext_lazy("place in a letter", "start"),
    "place": pgettext_lazy("place in a letter", "address"),
    "people": pgettext_lazy("place in a letter", "who comes"),
    "code": pgettext_lazy("place in a letter", "code"),
    "change_until": pgettext_lazy("place in a letter", "last moment to change or cancel"),
}


def _own(request: HttpRequest) -> QuerySet[Mailing]:
    return Mailing.objects.filter(open_day__unit__in=units_of(request.user)).select_related("open_day", "made_by")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; then how the letter reads; then it is noted."""
    chosen = choice(request)
    if (open_day := chosen.open_day()) is None:
        messages.warning(request, _("A letter goes to the visitors of one open day. Please choose it in the filter; then write."))
        return redirect(f"{reverse('registrations-staff:index')}?{chosen.query}")
    rows = queries.recipients(chosen.chosen, open_day_id=open_day.pk)
    audience, samples = queries.audience(rows), queries.samples(rows)
    form = MailingForm(
        request.POST if request.method == "POST" else None,
        audience=audience,
        samples=samples,
        initial={"request_key": uuid.uuid4().hex},
    )
    facts: dict[str, Any] = {"open_day": open_day, "chosen": chosen, "audience": audience, "form": form}
    if not form.is_bound or not form.is_valid():
        return _page(request, facts, status=422 if form.is_bound else 200)
    seen = _seen(form, audience)
    if "make" in request.POST and request.POST.get("seen") == seen:
        return _made(request, open_day, chosen, form) or _page(request, facts | _preview(form, samples), status=409)
    if "test" in request.POST:
        _send_tests(request, form, samples)
    changed = "make" in request.POST
    return _page(request, facts | _preview(form, samples) | {"seen": seen, "looked_before": changed}, status=409 if changed else 200)


def _made(request: HttpRequest, open_day: OpenDay, chosen: Choice, form: MailingForm) -> HttpResponse | None:
    """Note the mailing and lead to it; None, with a word to the reader, when that cannot be."""
    try:
        mailing = actions.write(
            open_day=open_day,
            chosen=chosen.chosen,
            words=form.words,
            request_key=form.cleaned_data["request_key"],
            by=request.user,
            now=timezone.now(),
        )
    except actions.TooManyMailings:
        words = _("The visitors of this open day were written to %(count)d times in the last 24 hours. Please wait until tomorrow.")
        messages.error(request, words % {"count": rules.MOST_PER_DAY})
        return None
    except actions.NobodyToWriteTo:
        messages.error(request, _("There is nobody to write to any more."))
        return None
    return redirect("mailings:show", mailing.pk)


def _send_tests(request: HttpRequest, form: MailingForm, samples: dict[str, Registration]) -> None:
    """The letter in every language that somebody reads, to the one who writes it."""
    by: Any = request.user
    now = timezone.now()
    sent = [actions.send_test(party=party, words=form.words, by=by, now=now) for party in samples.values()]
    if any(message is None for message in sent):
        messages.error(request, _("Your account has no email address."))
        return
    count = len(sent)
    words = ngettext("%(count)d letter is on its way to %(address)s.", "%(count)d letters are on their way to %(address)s.", count)
    messages.success(request, words % {"count": count, "address": by.email})


def _preview(form: MailingForm, samples: dict[str, Registration]) -> dict[str, Any]:
    """The letter and the text message in each language, with the visit of a real party and without what opens its registration."""
    letters = []
    for language, party in samples.items():
        context = {name: value for name, value in emails.organiser_sample(party, words=form.words).items() if name != "is_sample"}
        row: dict[str, Any] = {"name": queries.LANGUAGE_NAMES[language], "html_lang": rendering.HTML_LANG[language]}
        if form.audience.counts.get((language, "email")):
            letter = rendering.email(emails.ORGANISER_LETTER, language, context)
            row |= {"subject": letter.subject, "text": plain.flowed(letter.text)}
        if form.audience.counts.get((language, "mobile")):
            sms = rendering.sms(emails.ORGANISER_LETTER, language, context)
            row |= {"sms": sms, "segments": mail_rules.sms_segments(sms)}
        letters.append(row)
    return {"letters": letters}


def _seen(form: MailingForm, audience: queries.Audience) -> str:
    """A mark of words and numbers: what leaves is what was shown."""
    shown = repr((sorted(form.words.items()), sorted(audience.counts.items())))
    return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _page(request: HttpRequest, facts: dict[str, Any], *, status: int) -> HttpResponse:
    title = _("Write to visitors")
    session_id = facts["chosen"].chosen.get("session")
    context = {
        **facts,
        "session": Session.objects.filter(pk=session_id).first() if session_id else None,
        "places": [(name, _MEANINGS[name]) for name in rules.PLACES],
        "undo_minutes": _UNDO_MINUTES,
        "most_per_day": rules.MOST_PER_DAY,
        "header_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("registrations-staff:index"), "label": _("Registrations")},
            {"url": reverse("mailings:index"), "label": _("Letters to visitors")},
            {"url": "", "label": title},
        ],
    }
    response = TemplateResponse(request, "registrations/staff/mailings/new.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """How a mailing stands: when it leaves, how many letters are written and delivered, and what it says."""
    found = get_object_or_404(_own(request), pk=min(pk, 2**63 - 1))
    now = timezone.now()
    delivery = queries.delivery(found)
    on_the_way = sum(count for state, _label, count in delivery if state in Message.OPEN)
    context = {
        "mailing": found,
        "words": found.words(),
        "choice": in_words(found.chosen),
        "session": Session.objects.filter(pk=found.chosen.get("session") or 0).first(),
        "delivery": delivery,
        "on_the_way": on_the_way,
        "can_be_taken_back": found.state == Mailing.State.WAITING and found.leave_at > now,
        "is_open": found.state in Mailing.OPEN,
        "header_title": _("Letter to visitors"),
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("mailings:index"), "label": _("Letters to visitors")},
            {"url": "", "label": _("Letter to visitors")},
        ],
    }
    response = TemplateResponse(request, "registrations/staff/mailings/show.html", context)
    # Text messages of the night leave in the morning: nobody looks on that long.
    if found.state in Mailing.OPEN or (on_the_way and found.ended_at and (now - found.ended_at).total_seconds() < 600):
        response["Refresh"] = str(_REFRESH_SECONDS)
    return response


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The letters to visitors of the own units, the latest first."""
    page = Paginator(_own(request).order_by("-made_at", "-pk"), _PER_PAGE).get_page(request.GET.get("p", "1")[:6])
    title = _("Letters to visitors")
    context = {
        "page": page,
        "header_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": [{"url": reverse("registrations-staff:index"), "label": _("Registrations")}, {"url": "", "label": title}],
    }
    return TemplateResponse(request, "registrations/staff/mailings/index.html", context)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_own(request), pk=min(pk, 2**63 - 1))
    if actions.take_back(mailing=found, by=request.user, now=timezone.now()):
        messages.success(request, _("The letter is taken back. Nobody gets it."))
    else:
        messages.error(request, _("It is too late: the letters are leaving, or it was taken back already."))
    return redirect("mailings:show", pk)


@require_POST
def write_now(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_own(request), pk=min(pk, 2**63 - 1))
    if actions.write_now(mailing=found, by=request.user, now=timezone.now()):
        messages.success(request, _("The letters leave now."))
    return redirect("mailings:show", pk)


class MailingsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("registrations.change_registration"))


class Mailings(ViewSet):
    """Addresses of letters to visitors; every one is for who may change registrations."""

    name = "mailings"
    url_prefix = "mailings"
    icon = "mail"
    menu_label = gettext_lazy("Letters to visitors")
    menu_order = 125
    add_to_admin_menu = True
    menu_item_class = MailingsMenuItem

    def get_urlpatterns(self) -> list[Any]:
        may = PermissionPolicyChecker(policy_registry.get_by_type(Registration)).require("change")
        return [
            path("", may(index), name="index"),
            path("new/", may(new), name="new"),
            path("<int:pk>/", may(show), name="show"),
            path("<int:pk>/take-back/", may(take_back), name="take_back"),
            path("<int:pk>/write-now/", may(write_now), name="write_now"),
        ]
