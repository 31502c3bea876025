"""One deed for all registrations that are ticked: who is affected and what comes free is shown before; then what was refused, and why."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from openday.accounts.personal_data import masked
from openday.events.models import OpenDay, Pool, Session
from openday.registrations.actions import bulk as actions
from openday.registrations.facts import AlreadyRegistered, NotActive, Refused, RegistrationClosed, SessionFull, TooLate
from openday.registrations.gate.states import Trouble
from openday.registrations.models import Registration
from openday.registrations.staff.chosen import choice
from openday.registrations.staff.forms import CancelForm
from openday.registrations.states import HOLDS_PLACES
from openday.registrations.wording import people, pretty_code

# One press is one request: who has more to do filters by session, or cancels the session.
MOST = 100
_NO_UNDO = gettext_lazy("This cannot be taken back: places that come free go to the waiting list at once, and letters leave.")


class SessionField(forms.ModelChoiceField):
    """The coming sessions of the open day, each with the places that are left in the pools of the parties that move."""

    # Kinds of pools that those chosen are in: individuals, groups, or both.
    kinds: Collection[str] = (Pool.Kind.INDIVIDUALS,)

    def label_from_instance(self, session: Session) -> str:
        left = {kind: sum(pool.left for pool in session.pools.all() if pool.kind == kind) for kind in self.kinds}
        when = session.when()
        if len(left) > 1:
            individuals, groups = left.get(Pool.Kind.INDIVIDUALS, 0), left.get(Pool.Kind.GROUPS, 0)
            words = _("%(when)s, places left: %(individuals)d for individuals, %(groups)d for groups")
            return words % {"when": when, "individuals": individuals, "groups": groups}
        count = sum(left.values())
        if Pool.Kind.GROUPS in left:
            words = ngettext("%(when)s, %(count)d place left for groups", "%(when)s, %(count)d places left for groups", count)
        else:
            words = ngettext("%(when)s, %(count)d place left", "%(when)s, %(count)d places left", count)
        return words % {"when": when, "count": count}


class MoveForm(forms.Form):
    session = SessionField(label=gettext_lazy("To which session"), queryset=Session.objects.none())

    def __init__(self, *args: Any, open_day: OpenDay | None, kinds: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].kinds = kinds  # type: ignore[attr-defined]
        coming = Session.objects.filter(open_day=open_day, state=Session.State.OPEN, starts_at__gt=timezone.now())
        self.fields["session"].queryset = coming.prefetch_related(Prefetch("pools", Pool.objects.order_by("kind"))).order_by("starts_at")  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Deed:
    """What is done: its words, what the reader should know before, and how."""

    title: str | Promise
    warning: str | Promise
    button: str | Promise
    run: Callable[..., actions.Outcome]
    frees: bool = False
    undo: str = ""


DEEDS = {
    "cancel": Deed(gettext_lazy("Cancel registrations"), _NO_UNDO, gettext_lazy("Cancel them"), actions.cancel_all, frees=True),
    "move": Deed(gettext_lazy("Move registrations to another session"), _NO_UNDO, gettext_lazy("Move them"), actions.move_all, frees=True),
    "resend": Deed(
        gettext_lazy("Send tickets again"),
        gettext_lazy("Each party gets its ticket once more. A letter that has left cannot be taken back."),
        gettext_lazy("Send them again"),
        actions.resend_all,
    ),
    "arrived": Deed(
        gettext_lazy("Mark as arrived"),
        gettext_lazy("All people of these parties count as inside. It can be taken back with “Mark as not arrived”."),
        gettext_lazy("Mark as arrived"),
        actions.mark_arrived,
        undo="not-arrived",
    ),
    "not-arrived": Deed(
        gettext_lazy("Mark as not arrived"),
        gettext_lazy("Every arrival of these parties is taken back. It can be made good with “Mark as arrived”."),
        gettext_lazy("Mark as not arrived"),
        actions.mark_not_arrived,
        undo="arrived",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest, deed: str) -> HttpResponse:
    """Look, then press. Registrations of other units do not exist here."""
    if (what := DEEDS.get(deed)) is None:
        raise Http404
    chosen = choice(request)
    back = f"{reverse('registrations-staff:index')}?{chosen.query}"
    parties = list(chosen.rows.select_related("session__open_day__unit", "pool").order_by("session__starts_at", "code")[: MOST + 1])
    if len(parties) > MOST:
        messages.error(request, _("Please choose %(count)d registrations at most.") % {"count": MOST})
        return redirect(back)
    open_day = chosen.open_day()
    if deed == "move" and open_day is None:
        messages.error(request, _("Parties are moved within one open day. Please choose registrations of one."))
        return redirect(back)
    form = _form(request, deed, open_day, parties)
    context = _page(request, what, chosen.query, parties, form)
    if request.method != "POST" or (form is not None and not form.is_valid()):
        return _answer(request, context, status=422 if form is not None and form.is_bound else 200)
    facts = dict(form.cleaned_data) if form is not None else {}
    outcome = what.run(parties, **facts, by=request.user, now=timezone.now())
    done = _keys(outcome.done)
    context |= {
        "outcome": outcome,
        "refused": [(pretty_code(party.code), party.session.when(), why_not(fact)) for party, fact in outcome.refused],
        "undo_url": f"{reverse('registrations-staff:bulk', args=[what.undo])}?{done}" if what.undo and done else "",
        "undo_words": DEEDS[what.undo].title if what.undo else "",
    }
    return _answer(request, context, status=200)


def _form(request: HttpRequest, deed: str, open_day: OpenDay | None, parties: list[Registration]) -> forms.Form | None:
    data = request.POST if request.method == "POST" else None
    if deed == "cancel":
        return CancelForm(data)
    kinds = sorted({party.pool.kind for party in parties} & {Pool.Kind.INDIVIDUALS, Pool.Kind.GROUPS})
    return MoveForm(data, open_day=open_day, kinds=kinds or [Pool.Kind.INDIVIDUALS]) if deed == "move" else None


def _keys(parties: list[Registration]) -> str:
    return "&".join(f"registration={party.pk}" for party in parties)


def _page(request: HttpRequest, what: Deed, query: str, parties: list[Registration], form: forms.Form | None) -> dict[str, Any]:
    rows = [
        {
            "code": pretty_code(party.code),
            "name": masked(party, "name"),
            "when": party.session.when(),
            "open_day": party.session.open_day.name,
            "state": party.standing,
            "party": people(party.party),
        }
        for party in parties
    ]
    return {
        "deed": what,
        "rows": rows,
        "form": form,
        "query": query,
        "free": sum(party.places for party in parties if party.state in HOLDS_PLACES) if what.frees else None,
        "header_title": what.title,
        "header_icon": "list-ul",
        "breadcrumbs_items": [{"url": reverse("registrations-staff:index"), "label": _("Registrations")}, {"url": "", "label": what.title}],
    }


def _answer(request: HttpRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    response = TemplateResponse(request, "registrations/staff/bulk.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def why_not(fact: Refused) -> str:
    """Why nothing was done for a party, in words."""
    if isinstance(fact, SessionFull):
        words = ngettext(
            "not enough places for all of them: %(count)d is left", "not enough places for all of them: %(count)d are left", fact.left
        )
        return words % {"count": fact.left}
    if isinstance(fact, actions.AtTheGate):
        return str(Trouble(fact.trouble).label)
    return str(_WHY_NOT.get(type(fact), _("it was changed by somebody else")))


_WHY_NOT = {
    actions.AlreadySo: gettext_lazy("nothing is to do: it is so already"),
    AlreadyRegistered: gettext_lazy("this contact is registered there, or on that day, already"),
    RegistrationClosed: gettext_lazy("the session takes nobody: registration is closed, or it has no such places"),
    NotActive: gettext_lazy("cancelled, over or erased"),
    TooLate: gettext_lazy("too late"),
}
