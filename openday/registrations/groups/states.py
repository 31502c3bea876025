"""What becomes of the request of a group: one table of moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GroupState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("state of a group request", "To be answered")
    ASKED = "asked", pgettext_lazy("state of a group request", "Waiting for the leader's answer")
    OFFERED = "offered", pgettext_lazy("state of a group request", "Another session offered")
    PLACED = "placed", pgettext_lazy("state of a group request", "Places given")
    REFUSED = "refused", pgettext_lazy("state of a group request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a group request", "Withdrawn")


# Each deed, the states it starts from, and where it leads.
MOVES: dict[str, tuple[frozenset[GroupState], GroupState]] = {
    "place": (frozenset({GroupState.RECEIVED, GroupState.ASKED}), GroupState.PLACED),
    "offer": (frozenset({GroupState.RECEIVED, GroupState.ASKED}), GroupState.OFFERED),
    "refuse": (frozenset({GroupState.RECEIVED, GroupState.ASKED}), GroupState.REFUSED),
    "ask": (frozenset({GroupState.RECEIVED}), GroupState.ASKED),
    "answer": (frozenset({GroupState.ASKED}), GroupState.RECEIVED),
    "accept": (frozenset({GroupState.OFFERED}), GroupState.PLACED),
    "decline": (frozenset({GroupState.OFFERED}), GroupState.RECEIVED),
    "change": (frozenset({GroupState.RECEIVED, GroupState.ASKED}), GroupState.RECEIVED),
    # Once places are given, the visit is cancelled on its ticket like any other.
    "withdraw": (frozenset({GroupState.RECEIVED, GroupState.ASKED, GroupState.OFFERED}), GroupState.WITHDRAWN),
}

# The office has to do something; the clock runs.
WAITS_FOR_US = (GroupState.RECEIVED,)
# Nothing more happens to the request itself.
OVER = (GroupState.PLACED, GroupState.REFUSED, GroupState.WITHDRAWN)


def may(deed: str, state: str) -> bool:
    return state in MOVES[deed][0]


class OrganisationKind(models.TextChoices):
    SCHOOL = "school", _("School or kindergarten")
    COMPANY = "company", _("Company")
    MEDIA = "media", _("Media")
    OTHER = "other", _("Association, community or others")
