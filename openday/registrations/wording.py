"""Parties, codes and refusals in words, in the active language."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openday.language.sentences import listed
from openday.registrations.models import QueueStep
from openday.registrations.rules import Party, Problem
from openday.registrations.states import Step


def people(party: Party) -> str:
    """The party in words: 2 adults, 1 child aged 6 to 13."""
    counts = [ngettext("%(count)d adult", "%(count)d adults", party.adults) % {"count": party.adults}]
    if count := party.children_0_5:
        counts.append(ngettext("%(count)d child aged 0 to 5", "%(count)d children aged 0 to 5", count) % {"count": count})
    if count := party.children_6_13:
        counts.append(ngettext("%(count)d child aged 6 to 13", "%(count)d children aged 6 to 13", count) % {"count": count})
    if count := party.youths_14_17:
        counts.append(ngettext("%(count)d young person aged 14 to 17", "%(count)d young people aged 14 to 17", count) % {"count": count})
    if count := party.companions:
        counts.append(ngettext("%(count)d companion", "%(count)d companions", count) % {"count": count})
    return listed(counts)


def pretty_code(code: str) -> str:
    """The code as people read it aloud: K7QM-3XVD."""
    return f"{code[:4]}-{code[4:]}"


def problem(found: Problem) -> str:
    """Why a party cannot come as it is, with the number that would do."""
    return _PROBLEMS[found.code](found)


def _no_adult(found: Problem) -> str:
    return _("At least one adult has to come along.")


def _too_few_adults(found: Problem) -> str:
    return ngettext(
        "For these children at least %(limit)d adult has to come along.",
        "For these children at least %(limit)d adults have to come along.",
        found.limit,
    ) % {"limit": found.limit}


def _party_too_large(found: Problem) -> str:
    return ngettext(
        "One registration is for at most %(limit)d person; you entered %(given)d.",
        "One registration is for at most %(limit)d people; you entered %(given)d.",
        found.limit,
    ) % {"limit": found.limit, "given": found.given}


def _too_young(found: Problem) -> str:
    return _("For reasons of safety visitors have to be at least %(limit)d years old.") % {"limit": found.limit}


def _too_many_companions(found: Problem) -> str:
    if found.limit == 0:
        return _("Companions help a person with access needs: please choose below what is needed.")
    return ngettext(
        "With what you chose below, at most %(limit)d companion can come along.",
        "With what you chose below, at most %(limit)d companions can come along.",
        found.limit,
    ) % {"limit": found.limit}


_PROBLEMS = {
    "no_adult": _no_adult,
    "too_few_adults": _too_few_adults,
    "party_too_large": _party_too_large,
    "too_young": _too_young,
    "too_many_companions": _too_many_companions,
}


def step(found: QueueStep, *, own: bool = True) -> str:
    """What happened to a party in the queue, and why; `own` is false for a step in another session than the one it waits for."""
    numbers = {"needed": found.needed, "free": found.free, "other": found.other, "when": found.session.when()}
    words = _STEPS[found.kind](numbers)
    if own:
        return words
    return _("%(when)s: %(what)s") % {"when": numbers["when"], "what": words}


_STEPS: dict[str, Callable[[dict[str, Any]], str]] = {
    Step.PASSED: lambda n: _("The free places were too few for your party of %(needed)d; a party of %(other)d fitted and came first.") % n,
    Step.SAVED: lambda n: _("Held for you: %(free)d of %(needed)d places. Nobody can overtake you any more.") % n,
    Step.OFFERED: lambda n: ngettext("%(free)d place was offered to you.", "%(free)d places were offered to you.", n["free"]) % n,
    Step.GIVEN: lambda n: ngettext("You got %(free)d place.", "You got %(free)d places.", n["free"]) % n,
    Step.DECLINED: lambda _n: _("You declined an offer."),
    Step.EXPIRED: lambda _n: _("An offer ran out without an answer; you went to the end of the list."),
}


def places_free(left: int) -> str:
    """How many places a session has, as a fact of it."""
    if left <= 0:
        return _("All places of this session are taken.")
    return ngettext("%(count)d place left", "%(count)d places left", left) % {"count": left}


def places_by_lot(left: int) -> str:
    """The same of a session whose places a draw decides about: nobody has taken any by applying."""
    return ngettext("%(count)d place, by lot", "%(count)d places, by lot", left) % {"count": left}


def places_left(left: int) -> str:
    """What to say to a party that found too few places."""
    if left <= 0:
        return _("All places of this session are taken.")
    return ngettext("Only %(count)d place is left.", "Only %(count)d places are left.", left) % {"count": left}
