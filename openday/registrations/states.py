"""The states of a registration, what ended it, and why a contact is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    PENDING = "pending", pgettext_lazy("registration state", "To be confirmed")
    # The open day admits by approval: places are held until staff decide, or the published time is over.
    ASKED = "asked", pgettext_lazy("registration state", "To be approved")
    CONFIRMED = "confirmed", pgettext_lazy("registration state", "Confirmed")
    WAITING = "waiting", pgettext_lazy("registration state", "Waiting")
    CANCELLED = "cancelled", pgettext_lazy("registration state", "Cancelled")
    ATTENDED = "attended", pgettext_lazy("registration state", "Came")
    NO_SHOW = "no_show", pgettext_lazy("registration state", "Did not come")


# States that count for "one registration per contact": a party that waits has registered too.
ACTIVE = (State.PENDING, State.ASKED, State.CONFIRMED, State.WAITING, State.ATTENDED, State.NO_SHOW)
# States whose places are counted in `Pool.taken`.
HOLDS_PLACES = (State.PENDING, State.ASKED, State.CONFIRMED, State.ATTENDED, State.NO_SHOW)
# States that the visitor, or a cancelled session, can still end.
CAN_BE_CANCELLED = (State.PENDING, State.ASKED, State.CONFIRMED, State.WAITING)
# States of which a visitor's calendar was told.
IN_CALENDARS = (State.CONFIRMED, State.ATTENDED, State.NO_SHOW)

# States from which a party can go to another session.
CAN_BE_MOVED = (State.CONFIRMED, State.WAITING)


class Ending(models.TextChoices):
    """Who or what ended a registration."""

    VISITOR = "visitor", pgettext_lazy("end of a registration", "The visitor cancelled")
    STAFF = "staff", pgettext_lazy("end of a registration", "The open-day desk cancelled")
    SESSION = "session", pgettext_lazy("end of a registration", "The session was cancelled")
    NO_PLACE = "no_place", pgettext_lazy("end of a registration", "No place came free")
    NO_ANSWER = "no_reply", pgettext_lazy("end of a registration", "Our question was not answered")
    REFUSED = "refused", pgettext_lazy("end of a registration", "The request was refused")
    LAPSED = "lapsed", pgettext_lazy("end of a registration", "We did not decide in time")


class OfferState(models.TextChoices):
    """What became of places that were offered to a waiting party."""

    OPEN = "open", pgettext_lazy("offer state", "Open")
    ACCEPTED = "accepted", pgettext_lazy("offer state", "Accepted")
    DECLINED = "declined", pgettext_lazy("offer state", "Declined")
    EXPIRED = "expired", pgettext_lazy("offer state", "Not answered")
    WITHDRAWN = "gone", pgettext_lazy("offer state", "Withdrawn")


class Step(models.TextChoices):
    """What happened to a party in the queue, for staff and for the party itself."""

    PASSED = "passed", pgettext_lazy("step in the queue", "A smaller party came first")
    SAVED = "saved", pgettext_lazy("step in the queue", "Places are held")
    OFFERED = "offered", pgettext_lazy("step in the queue", "Places offered")
    GIVEN = "given", pgettext_lazy("step in the queue", "Places given")
    DECLINED = "declined", pgettext_lazy("step in the queue", "Offer declined")
    EXPIRED = "expired", pgettext_lazy("step in the queue", "Offer not answered")


class Purpose(models.TextChoices):
    """What a visitor consents to, one box each."""

    VISIT = "visit", _("Registration of the visit")
    FOLLOW_UP = "follow_up", _("Asking how the visit was")
    ASSISTANCE = "assistance", _("Special assistance")
    IDENTITY = "identity", _("Check of documents at the gate")


# Without these there is no visit: they end with it, and not by themselves.
PART_OF_THE_VISIT = (Purpose.VISIT, Purpose.IDENTITY)


class AccessNeed(models.TextChoices):
    WHEELCHAIR = "wheelchair", _("Step-free way, wheelchair")
    HEARING = "hearing", _("Help with hearing (sign language or written)")
    SIGHT = "sight", _("Help with seeing")
    COMPANION = "companion", _("Someone accompanies a person who needs help")
    OTHER = "other", _("Something else")
