"""People and documents in words, in the active language; numbers always masked."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from openday.accounts.personal_data import masked
from openday.events.models import OpenDay
from openday.registrations.identity.models import Identity, mask_number
from openday.registrations.identity.people import Person
from openday.registrations.identity.rows import Roll
from openday.registrations.identity.states import Document


def adult(place: int) -> str:
    """Who that is in a party of whom we know places only."""
    return _("Person who registers") if place == 1 else _("Adult %(place)s") % {"place": place}


def document(person: Identity) -> str:
    """Which document it is and how its number ends."""
    return _("%(document)s %(number)s") % {"document": Document(person.kind).label, "number": masked(person, "number")}


def typed(person: Person) -> str:
    """A person that was typed a moment ago, for the review page: the own name, and how the number ends."""
    number = mask_number(person.number)
    words = _("%(document)s %(number)s") % {"document": Document(person.kind).label, "number": number}
    return pgettext("person and document", "%(name)s: %(document)s") % {"name": person.name, "document": words}


def masked_line(person: Identity) -> str:
    """One person for a screen that everybody at the gate sees."""
    return pgettext("person and document", "%(name)s: %(document)s") % {"name": masked(person, "name"), "document": document(person)}


def to_bring(open_day: OpenDay) -> str:
    """What a letter and a ticket say; empty when nothing is demanded. Names nobody and no number."""
    if not open_day.real_names:
        return ""
    if open_day.real_names == "adults":
        return _("Every adult brings the identity document that was given when registering; it is looked at on arrival.")
    return _("Bring the identity document that you gave when registering; it is looked at on arrival.")


def named(roll: Roll) -> str:
    """How many of those who come are named; empty when it is exactly those."""
    if roll.is_over:
        words = _("Adults named: %(named)d. Adults who come: %(wanted)d. Please say who does not come.")
        return words % {"named": roll.named, "wanted": roll.wanted}
    if roll.is_complete:
        return ""
    words = ngettext("%(named)d of %(wanted)d adult named.", "%(named)d of %(wanted)d adults named.", roll.wanted)
    return words % {"named": roll.named, "wanted": roll.wanted}


def missing(roll: Roll) -> str:
    """What a letter says of names that are missing; empty when none is. Names nobody."""
    if not roll.missing:
        return ""
    words = ngettext(
        "The name and document of %(count)d adult are still missing. Please add them on the page of your registration.",
        "The names and documents of %(count)d adults are still missing. Please add them on the page of your registration.",
        roll.missing,
    )
    return words % {"count": roll.missing}


WRONG = {
    "length": lambda: _("The number of a resident identity card has 18 characters."),
    "slip": lambda: _("There is a slip in this number: please compare it with the card once more."),
    "format": lambda: _("This is no number of the document chosen. Please look at the kind of document and at the number."),
    "ending": lambda: _("Enter exactly the last four characters of the number, and no more."),
}
