"""How states, places and spans of time are put to visitors."""

from datetime import datetime
from functools import cache

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from openday.events.states import PlacesState
from openday.language import formats

_DAY = 24 * 60


def places_left(count: int) -> str:
    return ngettext("%(count)d place left", "%(count)d places left", count) % {"count": count}


def state(
    of: PlacesState,
    *,
    left: int,
    takes_individuals: bool,
    opens_at: datetime | None,
    lots_until: datetime | None = None,
    is_past: bool = False,
) -> str:
    """The words on the tag of a session; `opens_at` is None once registration has opened, `lots_until` unless lots decide."""
    if is_past and of == PlacesState.CLOSED:
        return pgettext("places", "Over")
    if of == PlacesState.OPEN and lots_until:
        return _("By lot, apply until %(moment)s") % {"moment": _moment(lots_until)}
    if of == PlacesState.OPEN:
        return places_left(left)
    if of != PlacesState.CLOSED:
        return fixed(of)
    if not takes_individuals:
        return _("Groups only")
    if opens_at:
        return _("Opens %(moment)s") % {"moment": _moment(opens_at)}
    # The deadline is over, the result is not there yet.
    return by_lot() if lots_until else fixed(of)


def by_lot() -> str:
    """The words for places about which lots decide, without a day."""
    return pgettext("places", "Places are drawn by lot")


def _moment(of: datetime) -> str:
    return f"{formats.short_day(of)} {formats.clock(of)}"


def fixed(of: PlacesState) -> str:
    """The words for states that need no number."""
    return {
        PlacesState.FULL: pgettext("places", "Full"),
        PlacesState.WAITING: pgettext("places", "Full, waiting list open"),
        PlacesState.INVITED: pgettext("places", "By invitation"),
        PlacesState.CLOSED: pgettext("places", "Registration closed"),
        PlacesState.CANCELLED: pgettext("places", "Cancelled"),
    }[of]


def live_texts() -> dict[str, str]:
    """The words that js/live-places.js puts in, by name; {} stands for the number."""
    return _live_texts(get_language())


@cache
def _live_texts(_language: str | None) -> dict[str, str]:
    # A count far from every plural form's edge, replaced by the place of the number.
    many = ngettext("%(count)d place left", "%(count)d places left", 100)
    return {
        "one": places_left(1),
        "many": many.replace("%(count)d", "{}"),
        "full": fixed(PlacesState.FULL),
        "waiting": fixed(PlacesState.WAITING),
        "invited": fixed(PlacesState.INVITED),
        "closed": fixed(PlacesState.CLOSED),
        "cancelled": fixed(PlacesState.CANCELLED),
        "lots": by_lot(),
        "apply": pgettext("button", "Apply"),
        "register": pgettext("button", "Register"),
        "wait": pgettext("button", "Join the waiting list"),
    }


def span(minutes: int) -> str:
    """Minutes in the largest unit that fits: 90 minutes, 2 hours, 3 days."""
    if minutes and minutes % _DAY == 0:
        return ngettext("%(count)d day", "%(count)d days", minutes // _DAY) % {"count": minutes // _DAY}
    if minutes and minutes % 60 == 0:
        return ngettext("%(count)d hour", "%(count)d hours", minutes // 60) % {"count": minutes // 60}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
