"""Change or cancel sessions together: choose, look, press; then letters that can be held back for a while."""

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import PermissionPolicyChecker
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from openday.accounts.roles import units_of
from openday.events import actions as event_actions
from openday.events.models import ChangedSession, SessionChange
from openday.registrations import actions
from openday.registrations.actions import session_deeds
from openday.registrations.models import Registration
from openday.registrations.staff.season import preview, selection
from openday.registrations.staff.season.forms import ChangeForm, ReasonForm
from openday.registrations.staff.season.selection import Selection
from openday.registrations.states import CAN_BE_CANCELLED

_PER_PAGE = 30
_UNDO_MINUTES = int(session_deeds.UNDO_WINDOW.total_seconds() // 60)
# The page of a change draws itself anew while something happens.
_REFRESH_SECONDS = 5


def _own_changes(request: HttpRequest) -> QuerySet[SessionChange]:
    """Changes of sessions that are all the user's business: who takes one back takes it back for every session in it."""
    if request.user.is_superuser:
        return SessionChange.objects.all()
    foreign = ChangedSession.objects.exclude(session__open_day__unit__in=units_of(request.user))
    return SessionChange.objects.exclude(pk__in=foreign.values("change"))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Other times, places or guide for the chosen sessions."""
    chosen = selection.chosen(request)
    form = ChangeForm(
        request.POST if request.method == "POST" else None, sessions=chosen.sessions, initial={"request_key": uuid.uuid4().hex}
    )
    title = _("Change sessions")
    if not form.is_bound or not form.is_valid():
        return _page(request, "change", chosen, form, title=title, status=422 if form.is_bound else 200)
    now = timezone.now()
    times, capacities = form.times(), form.capacities
    if "make" in request.POST and (made := SessionChange.objects.filter(request_key=form.cleaned_data["request_key"]).first()):
        # The second press of two: what it asks for has happened.
        return redirect("session-changes:show", made.pk)
    seen = _seen(request, chosen)
    if "make" not in request.POST or request.POST.get("seen") != seen:
        rows = preview.rows_of(chosen.sessions, now=now, times=times, capacities=capacities)
        told = preview.affected(rows) if times else None
        return _page(
            request, "change", chosen, form, title=title, rows=rows, affected=told, seen=seen, status=409 if "make" in request.POST else 200
        )
    refused = _adjust(request, chosen, form) if form.adjusts else set()
    if not times:
        return redirect("sessions:index")
    # A session that cannot have so few places stays as it is, its time too.
    times = {key: value for key, value in times.items() if key not in refused}
    decision = session_deeds.move_sessions(times=times, **_facts(request, form))
    return _after(request, chosen, decision)


def _adjust(request: HttpRequest, chosen: Selection, form: ChangeForm) -> set[int]:
    """Change guide, languages and places, and tell which sessions refused; returns their keys."""
    asked = form.cleaned_data
    done = event_actions.adjust_sessions(
        sessions=chosen.sessions,
        by=request.user,
        now=timezone.now(),
        guide_zh=asked["guide_zh"],
        languages=asked["languages"],
        capacities=form.capacities,
    )
    for session in done.changed if form.capacities else []:
        # More places may be enough for a party that waits.
        actions.promote(session=session, now=timezone.now())
    count = len(done.changed)
    messages.success(request, ngettext("%(count)d session changed.", "%(count)d sessions changed.", count) % {"count": count})
    for session in chosen.sessions:
        if (fact := done.refused.get(session.pk)) is not None:
            words = _("%(session)s was not changed: %(count)d places are taken already.") % {"session": session.when(), "count": fact.taken}
            messages.warning(request, words)
    return set(done.refused)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest) -> HttpResponse:
    """Cancel the chosen sessions: first who is affected, then why, then a while in which it can be taken back."""
    chosen = selection.chosen(request)
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"request_key": uuid.uuid4().hex})
    now = timezone.now()
    rows = preview.rows_of(chosen.sessions, now=now, times=None)
    if form.is_bound and form.is_valid():
        decision = session_deeds.cancel_sessions(sessions=[one.pk for one in chosen.sessions], **_facts(request, form))
        return _after(request, chosen, decision)
    title = ngettext("Cancel a session", "Cancel sessions", len(chosen.sessions))
    return _page(
        request, "cancel", chosen, form, title=title, rows=rows, affected=preview.affected(rows), status=422 if form.is_bound else 200
    )


def _facts(request: HttpRequest, form: ReasonForm) -> dict[str, Any]:
    asked = {name: form.cleaned_data[name] for name in ("reason_zh", "reason_en", "request_key")}
    return {**asked, "by": request.user, "now": timezone.now()}


def _after(request: HttpRequest, chosen: Selection, decision: session_deeds.Decision) -> HttpResponse:
    for words in preview.refused_words(decision.refused, chosen.sessions)[:10]:
        messages.warning(request, words)
    if decision.change is None:
        messages.error(request, _("None of these sessions could be changed. Nobody is written to."))
        return redirect("sessions:index")
    return redirect("session-changes:show", decision.change.pk)


def _seen(request: HttpRequest, chosen: Selection) -> str:
    """A mark of what was asked for and of which sessions: what is done is what was shown."""
    asked = sorted((name, str(value)) for name, value in request.POST.lists() if name not in {"csrfmiddlewaretoken", "seen", "make"})
    return hashlib.sha256(
        repr((asked, [(one.pk, one.starts_at, one.ends_at) for one in chosen.sessions])).encode("utf-8", "surrogatepass")
    ).hexdigest()[:16]


def _page(
    request: HttpRequest,
    name: str,
    chosen: Selection,
    form: ReasonForm,
    *,
    title: str,
    status: int,
    rows: list[preview.Row] | None = None,
    affected: preview.Affected | None = None,
    seen: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "chosen": chosen,
        "scopes": _scopes(chosen),
        "rows": rows,
        "changed_rows": sum(row.is_changed for row in rows) if rows is not None else 0,
        "affected": affected,
        "seen": seen,
        "looked_before": status == 409,
        "undo_minutes": _UNDO_MINUTES,
        "header_title": title,
        "header_icon": "cross" if name == "cancel" else "edit",
        "breadcrumbs_items": [{"url": reverse("sessions:index"), "label": _("Sessions")}, {"url": "", "label": title}],
    }
    return TemplateResponse(request, f"registrations/staff/season/{name}.html", context, status=status)


def _scopes(chosen: Selection) -> list[dict[str, Any]]:
    """How far a change of one session of a series may go, each with its number of sessions and its address."""
    if not chosen.series:
        return []
    words = {"one": _("Only this session"), "following": _("This and the following"), "all": _("The whole series")}
    first = chosen.query.partition("session=")[2].partition("&")[0]
    return [
        {"words": words[name], "count": count, "query": f"session={first}&scope={name}", "is_chosen": name == chosen.scope}
        for name, count in chosen.series.items()
    ]


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """How a change stands: when the letters leave, how many have been written, who accepted a new time."""
    found = get_object_or_404(_own_changes(request).select_related("made_by"), pk=min(pk, 2**63 - 1))
    rows = list(found.rows.select_related("session__open_day"))
    now = timezone.now()
    answers = Registration.objects.filter(
        session__in=[row.session_id for row in rows], state__in=CAN_BE_CANCELLED, time_changed_at__gte=found.made_at
    )
    context = {
        "change": found,
        "rows": rows,
        "is_move": found.kind == SessionChange.Kind.MOVE,
        "can_be_taken_back": found.state == SessionChange.State.WAITING and found.tell_at > now,
        "is_telling": found.state in SessionChange.OPEN,
        "seconds_left": max(0, int((found.tell_at - now).total_seconds())),
        "answers": answers.aggregate(asked=Count("pk"), suits=Count("time_suits_at")),
        "header_title": _("Change of sessions"),
        "header_icon": "mail",
        "breadcrumbs_items": _way(_("Change of sessions")),
    }
    response = TemplateResponse(request, "registrations/staff/season/show.html", context)
    if found.state in SessionChange.OPEN:
        response["Refresh"] = str(_REFRESH_SECONDS)
    return response


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The changes of the own sessions, the latest first."""
    found = _own_changes(request).annotate(sessions=Count("rows"), first_at=Min("rows__old_starts_at"), last_at=Max("rows__old_starts_at"))
    page = Paginator(found.order_by("-made_at", "-pk"), _PER_PAGE).get_page(request.GET.get("p", "1")[:6])
    title = _("Moved and cancelled sessions")
    context = {"page": page, "header_title": title, "header_icon": "mail", "breadcrumbs_items": _way(title)[::2]}
    return TemplateResponse(request, "registrations/staff/season/index.html", context)


def _way(here: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("sessions:index"), "label": _("Sessions")},
        {"url": reverse("session-changes:index"), "label": _("Moved and cancelled sessions")},
        {"url": "", "label": here},
    ]


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_own_changes(request), pk=min(pk, 2**63 - 1))
    if session_deeds.take_back(change=found, by=request.user, now=timezone.now()):
        messages.success(request, _("The change is taken back. Nobody is written to about it."))
        return redirect("session-changes:show", pk)
    messages.error(request, _("It is too late: the letters are leaving, or the change was taken back already."))
    return redirect("session-changes:show", pk)


@require_POST
def write_now(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_own_changes(request), pk=min(pk, 2**63 - 1))
    if session_deeds.write_now(change=found, by=request.user, now=timezone.now()):
        messages.success(request, _("The letters leave now."))
    return redirect("session-changes:show", pk)


class SessionChanges(ViewSet):
    """Addresses of changes of several sessions; every one is for who may change registrations."""

    name = "session-changes"
    url_prefix = "session-changes"
    icon = "mail"

    def get_urlpatterns(self) -> list[Any]:
        may: Callable[..., Any] = PermissionPolicyChecker(policy_registry.get_by_type(Registration)).require("change")
        return [
            path("", may(index), name="index"),
            path("change/", may(change), name="change"),
            path("cancel/", may(cancel), name="cancel"),
            path("<int:pk>/", may(show), name="show"),
            path("<int:pk>/take-back/", may(take_back), name="take_back"),
            path("<int:pk>/write-now/", may(write_now), name="write_now"),
        ]
