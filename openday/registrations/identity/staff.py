"""The gate list with names and documents: masked on the screen, in full only as a file, with a reason that is noted."""

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from openday.accounts import audit
from openday.events.models import Session
from openday.language.spreadsheets import harmless
from openday.registrations.gate.queries import COMES
from openday.registrations.identity import wording
from openday.registrations.identity.models import Identity
from openday.registrations.identity.people import Demand
from openday.registrations.identity.rows import people_of_session, twice
from openday.registrations.identity.states import Document
from openday.registrations.models import Registration
from openday.registrations.staff.forms import RevealForm
from openday.registrations.wording import pretty_code

RIGHT = "registrations.view_identity"


@require_http_methods(["GET", "HEAD", "POST"])
def gate_list(request: HttpRequest, pk: int) -> HttpResponse:
    """GET who comes to a session, masked; POST a reason for the file that the guards of the site work with."""
    own = policy_registry.get_by_type(Session).visible_to(request.user).select_related("open_day__unit")
    session = get_object_or_404(own, pk=min(pk, 2**63 - 1))
    demand = Demand.of(session.open_day)
    if demand is None or not request.user.has_perm(RIGHT):
        raise Http404
    parties = list(Registration.objects.filter(session=session, state__in=COMES).order_by("code"))
    people = people_of_session(session.pk)
    form = RevealForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        number = sum(len(people.get(party.pk, ())) for party in parties)
        by: Any = request.user
        facts = {"people": number, "unit": session.open_day.unit.code}
        audit.note("registrations.gate_list", by=by, about=session, now=timezone.now(), reason=form.cleaned_data["reason"], **facts)
        return _file(session, parties, people)
    seen_twice = twice(people)
    context = {
        "header_title": _("Gate list with documents"),
        "page_subtitle": session.when(),
        "header_icon": "list-ul",
        "breadcrumbs_items": [
            {"url": reverse("sessions:index"), "label": _("Sessions")},
            {"url": "", "label": _("Gate list with documents")},
        ],
        "session": session,
        "lines": [
            {
                "code": pretty_code(party.code),
                "people": [wording.masked_line(one) for one in people.get(party.pk, ())],
                "missing": max(0, demand.number_of_people(party.adults) - len(people.get(party.pk, ()))),
                "is_twice": party.pk in seen_twice,
            }
            for party in parties
        ],
        "keep_days": demand.keep_days,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return _private(TemplateResponse(request, "registrations/identity/gate_list.html", context, status=status))


def _file(session: Session, parties: list[Registration], people: dict[int, list[Identity]]) -> HttpResponse:
    """One line per person, for Excel too; the only place where names and numbers leave in full."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([pgettext("registration", "code"), pgettext("person", "name"), _("kind of document"), _("number of the document")])
    for party in parties:
        for one in people.get(party.pk, ()):
            line: list[Any] = [pretty_code(party.code), one.name, Document(one.kind).label, one.number]
            writer.writerow([harmless(value) for value in line])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    day = timezone.localtime(session.starts_at)
    response["Content-Disposition"] = f'attachment; filename="gate-list-{session.pk}-{day:%Y%m%d-%H%M}.csv"'
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
