"""Why a deed about a group was refused, beside the facts of the room."""

from openday.registrations.facts import Refused


class GotThereFirst(Refused):
    """Somebody else has decided about the request meanwhile, or the group changed or withdrew it."""


class NoGroupPlaces(Refused):
    """The session has no places for groups, or takes nobody any more."""


class TooNear(Refused):
    """The visit is so near that nobody could answer a letter in time."""
