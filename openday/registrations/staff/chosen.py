"""Which registrations a member of staff has chosen: those ticked in the list, or all that its filter leaves."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from openday.events.models import OpenDay
from openday.language import formats
from openday.registrations.mailings.queries import Chosen, chosen_registrations
from openday.registrations.models import Registration
from openday.registrations.questions import wording as question_wording
from openday.registrations.staff.listing import RegistrationFilterSet
from openday.registrations.states import State

# Ticks stand in an address, and a press is one request: more than a list of ten pages is what the filter is for.
MOST_TICKED = 500
_LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Choice:
    """The choice as it can be kept, the rows it leaves of those that are the user's business, and the address that makes it again."""

    chosen: Chosen
    rows: QuerySet[Registration]
    query: str

    def open_day(self) -> OpenDay | None:
        """The one open day that all of them belong to; None when there are several, or none (1 query)."""
        found = OpenDay.objects.filter(pk__in=self.rows.order_by().values("session__open_day")).select_related("unit")[:2]
        return found[0] if len(found) == 1 else None

    def words(self) -> str:
        """The filter as staff read it: state, days."""
        if keys := self.chosen.get("keys"):
            return _("%(count)d chosen in the list") % {"count": len(keys)}
        return in_words(self.chosen)


def in_words(chosen: Chosen) -> str:
    """What a stored choice stands for, beside open day and session."""
    if keys := chosen.get("keys"):
        return _("%(count)d chosen in the list") % {"count": len(keys)}
    parts = [str(State(code).label) for code in chosen.get("state", ()) if code in State.values]
    if since := chosen.get("since"):
        parts.append(_("from %(day)s") % {"day": since})
    if until := chosen.get("until"):
        parts.append(_("until %(day)s") % {"day": until})
    parts += question_wording.picks(chosen.get("picks", {}))
    return " · ".join(parts) or _("All who come, wait or applied")


def choice(request: HttpRequest) -> Choice:
    """Read the choice from the address. Raises Http404 when it names nothing, or a row that is not the user's business."""
    visible = policy_registry.get_by_type(Registration).visible_to(request.user)
    query = request.GET
    address = urlencode([pair for pair in query.lists() if pair[0] not in {"p", "csrfmiddlewaretoken"}], doseq=True)
    if query.get("all") != "1":
        keys = sorted({_key(text) for text in query.getlist("registration")[: MOST_TICKED + 1]})
        rows = visible.filter(pk__in=keys)
        if not keys or len(keys) > MOST_TICKED or rows.count() != len(keys):
            raise Http404
        return Choice({"keys": keys}, rows, address)
    form = RegistrationFilterSet(query, queryset=visible, request=request).form
    if not form.is_valid():
        raise Http404
    chosen = _kept(form.cleaned_data)
    return Choice(chosen, chosen_registrations(chosen) & visible, address)


def _kept(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The values of the filter as JSON keeps them; what is empty is left out."""
    days = cleaned.get("visit_on")
    values = {
        "open_day": cleaned["open_day"].pk if cleaned.get("open_day") else None,
        "session": cleaned["session"].pk if cleaned.get("session") else None,
        "state": list(cleaned.get("state") or ()),
        "since": days.start.date().isoformat() if days and days.start else "",
        "until": days.stop.date().isoformat() if days and days.stop else "",
        "picks": {name.removeprefix("question_"): codes for name, codes in cleaned.items() if name.startswith("question_") and codes},
    }
    return {name: value for name, value in values.items() if value}


def _key(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) <= _LARGEST_KEY):
        raise Http404
    return int(text)


def sessions_in_words(rows: QuerySet[Registration]) -> list[str]:
    """The sessions of these registrations as people read them, ten at most (1 query)."""
    found = rows.order_by("session__starts_at").values_list("session__starts_at", "session__ends_at").distinct()[:10]
    return [formats.day_and_times(starts_at, ends_at) for starts_at, ends_at in found]
