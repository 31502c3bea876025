"""What can happen at the gate, what a supervisor has to look at, and why a rule was set aside."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    ARRIVED = "arrived", pgettext_lazy("kind of check-in", "Arrived")
    WALK_IN = "walk_in", pgettext_lazy("kind of check-in", "Came without registration")
    UNDONE = "undone", pgettext_lazy("kind of check-in", "Undone")
    COUNTED = "counted", pgettext_lazy("kind of check-in", "Counts")
    DISMISSED = "dismissed", pgettext_lazy("kind of check-in", "Does not count")


# Kinds that bring people in; the others say something about an earlier one.
BRINGS_PEOPLE = (Kind.ARRIVED, Kind.WALK_IN)
TAKES_AWAY = (Kind.UNDONE, Kind.DISMISSED)


class Trouble(models.TextChoices):
    """Why a supervisor should look at what a device did without the network."""

    DOUBLE = "double", _("The same ticket was let in twice")
    MORE_PEOPLE = "more_people", _("More people than the party has")
    CANCELLED = "cancelled", _("The registration was cancelled")
    NO_PLACE = "no_place", _("The party was on the waiting list or not confirmed")
    OTHER_SESSION = "other_session", _("The ticket is for another session")
    SESSION_CANCELLED = "session_cancelled", _("The session was cancelled")
    UNKNOWN = "unknown", _("No registration has this code")
    OUTSIDE_HOURS = "outside_hours", _("Outside the hours of the session")
    OVER_CAPACITY = "over_capacity", _("More people without registration than places were left")


class Reason(models.TextChoices):
    """Why somebody was let in against a rule: a choice and no free text, so that no name gets in."""

    NO_SHOWS = "no_shows", _("Places of parties that did not come")
    HOST = "host", _("The person in charge has agreed")
    INFANT = "infant", _("An infant who needs no place")
    EARLY = "early", _("Waits inside until it begins")
