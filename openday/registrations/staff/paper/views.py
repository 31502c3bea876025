"""What a session takes along on paper: a list for the gate, and badges. Own units only; what names people is noted."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.viewsets.base import ViewSet

from openday.accounts import audit
from openday.accounts.personal_data import masked
from openday.events.models import Session
from openday.registrations.gate import queries as gate_queries
from openday.registrations.models import Registration
from openday.registrations.staff.chosen import choice
from openday.registrations.staff.deeds import way_to
from openday.registrations.staff.paper.badges import MOST, badges_of, badges_pdf, how_many
from openday.registrations.staff.paper.forms import BadgesForm, GateListForm
from openday.registrations.staff.visitors import is_open_to, needs_in_words
from openday.registrations.wording import people, pretty_code


def may_name(user: Any) -> bool:
    """Names in full are for those who may open them one by one, too: reception works with masks."""
    return bool(user.has_perm("registrations.change_registration"))


def _own_session(request: HttpRequest, pk: int) -> Session:
    """404 for who does not work with visitors, and for sessions of other units alike."""
    if not is_open_to(request.user):
        raise Http404
    return get_object_or_404(gate_queries.own_sessions(request.user), pk=min(pk, 2**63 - 1))


def _parties(session: Session) -> list[Registration]:
    rows = Registration.objects.filter(session=session, state__in=gate_queries.COMES)
    return list(rows.select_related("session__open_day__unit").order_by("code"))


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _own_session(request, pk))


@require_POST
def gate_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as a page of its own, made for paper (200), or the form again (422)."""
    found = _own_session(request, pk)
    form = GateListForm(request.POST, prefix="list", may_name=may_name(request.user))
    if not form.is_valid():
        return _page(request, found, list_form=form)
    parties, named = _parties(found), bool(form.cleaned_data.get("names"))
    arrived = gate_queries.arrived_by_party(found.pk)
    rows = [
        {
            "code": pretty_code(party.code),
            "name": party.name if named else masked(party, "name"),
            "people": party.party.people,
            "party": people(party.party),
            "needs": needs_in_words(party),
            "arrived": arrived.get(party.pk, 0),
        }
        for party in parties
    ]
    if form.cleaned_data["order"] == "name":
        # This code keeps the common characters in the order of their sound, as dictionaries do.
        rows.sort(key=lambda row: (str(row["name"]).casefold().encode("gb18030", "replace"), row["code"]))
    now = timezone.now()
    _note(request, "registrations.export_gate_list", about=found, form=form, parties=parties)
    total = sum(party.party.people for party in parties)
    context = {"session": found, "rows": rows, "people": total, "named": named, "now": now}
    return _private(TemplateResponse(request, "registrations/staff/paper/gate_list.html", context))


@require_POST
def session_badges(request: HttpRequest, pk: int) -> HttpResponse:
    """The badges of all who come as a PDF (200), or the form again (422)."""
    found = _own_session(request, pk)
    parties = _parties(found)
    form = BadgesForm(request.POST, prefix="badges", may_name=may_name(request.user))
    if _can_be_drawn(form, parties):
        return _pdf(request, form, parties, about=found, filename=f"badges-{found.pk}-{timezone.localtime(found.starts_at):%Y%m%d-%H%M}")
    return _page(request, found, badges_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def chosen_badges(request: HttpRequest) -> HttpResponse:
    """The same for registrations that were ticked in the list; those without places get none."""
    if not is_open_to(request.user):
        raise Http404
    chosen = choice(request)
    rows = chosen.rows.select_related("session__open_day__unit").order_by("session__starts_at", "code")
    # Each party has one badge at least: more rows than badges are never drawn.
    parties = list(rows.filter(state__in=gate_queries.COMES)[: MOST + 1])
    bound = request.POST if request.method == "POST" else None
    form = BadgesForm(bound, prefix="badges", may_name=may_name(request.user))
    if form.is_bound and parties and _can_be_drawn(form, parties):
        return _pdf(request, form, parties, about=chosen.open_day(), filename=f"badges-{timezone.localtime():%Y%m%d-%H%M}")
    context = {
        "header_title": _("Badges"),
        "header_icon": "group",
        "breadcrumbs_items": way_to(_("Badges")),
        "query": chosen.query,
        "without_places": rows.exclude(state__in=gate_queries.COMES).count(),
        "badges_form": form,
        **_counts(parties),
    }
    status = 422 if form.is_bound else 200
    return _private(TemplateResponse(request, "registrations/staff/paper/chosen.html", context, status=status))


def _can_be_drawn(form: BadgesForm, parties: list[Registration]) -> bool:
    """Whether the form is right and the file small enough; what is wrong is said at the form."""
    if not form.is_valid():
        return False
    number = how_many(parties, per_person=form.cleaned_data["per"] == "person")
    if number > MOST:
        words = ngettext(
            "These would be %(count)d badge. A file holds %(most)d: choose one for each party, or tick fewer in the list.",
            "These would be %(count)d badges. A file holds %(most)d: choose one for each party, or tick fewer in the list.",
            number,
        )
        form.add_error("per", words % {"count": number, "most": MOST})
    return number <= MOST


def _pdf(request: HttpRequest, form: BadgesForm, parties: list[Registration], *, about: Any, filename: str) -> HttpResponse:
    named = bool(form.cleaned_data.get("names"))
    if named:
        _note(request, "registrations.export_badges", about=about, form=form, parties=parties)
    drawn = badges_pdf(badges_of(parties, per_person=form.cleaned_data["per"] == "person", named=named))
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{filename}.pdf"'
    return _private(response)


def _note(request: HttpRequest, deed: str, *, about: Any, form: GateListForm | BadgesForm, parties: list[Registration]) -> None:
    chosen = form.cleaned_data
    by: Any = request.user
    units = sorted({party.session.open_day.unit.code for party in parties})
    facts = {"parties": len(parties), "names": bool(chosen.get("names")), "units": units}
    audit.note(deed, by=by, about=about, now=timezone.now(), reason=chosen.get("reason", ""), **facts)


def _counts(parties: list[Registration]) -> dict[str, int]:
    return {"parties": len(parties), "people": how_many(parties, per_person=True)}


def _page(
    request: HttpRequest, found: Session, *, list_form: GateListForm | None = None, badges_form: BadgesForm | None = None
) -> HttpResponse:
    named = may_name(request.user)
    context = {
        "header_title": _("Print lists and badges"),
        "page_subtitle": found.when(),
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": [
            {"url": reverse("board:index"), "label": _("Live board")},
            {"url": reverse("board:session", args=[found.pk]), "label": found.when()},
            {"url": "", "label": _("Print lists and badges")},
        ],
        "session": found,
        "list_form": list_form or GateListForm(prefix="list", may_name=named),
        "badges_form": badges_form or BadgesForm(prefix="badges", may_name=named),
        **_counts(_parties(found)),
    }
    status = 422 if list_form or badges_form else 200
    return _private(TemplateResponse(request, "registrations/staff/paper/session.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


class Paper(ViewSet):
    """Addresses of what is printed, for reception, organisers and administrators."""

    name = "paper"
    url_prefix = "paper"
    icon = "doc-full-inverse"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("<int:pk>/", session, name="session"),
            path("<int:pk>/gate-list/", gate_list, name="gate_list"),
            path("<int:pk>/badges/", session_badges, name="badges"),
            path("badges/", chosen_badges, name="chosen_badges"),
        ]
