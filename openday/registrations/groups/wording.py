"""Refusals about groups in words, in the active language."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openday.registrations import wording
from openday.registrations.groups import rules
from openday.registrations.rules import Problem


def problem(found: Problem) -> str:
    """Why a group cannot come as it is, with the number that would do."""
    return _PROBLEMS[found.code](found) if found.code in _PROBLEMS else wording.problem(found)


def _too_few_supervisors(found: Problem) -> str:
    return ngettext(
        "These minors need at least %(limit)d supervisor.", "These minors need at least %(limit)d supervisors.", found.limit
    ) % {"limit": found.limit}


def _more_supervisors_than_adults(found: Problem) -> str:
    return _("Supervisors are counted among the adults: you entered %(given)d of %(limit)d.") % {"given": found.given, "limit": found.limit}


def _group_too_large(found: Problem) -> str:
    return _("A group has at most %(limit)d people; you entered %(given)d. Larger ones: please ask for two visits.") % {
        "limit": found.limit,
        "given": found.given,
    }


def _group_too_small(found: Problem) -> str:
    return _("A group has at least %(limit)d people; you entered %(given)d. Fewer people register for a session like a family.") % {
        "limit": found.limit,
        "given": found.given,
    }


_PROBLEMS: dict[str, Callable[[Problem], str]] = {
    "too_few_supervisors": _too_few_supervisors,
    "more_supervisors_than_adults": _more_supervisors_than_adults,
    "group_too_large": _group_too_large,
    "group_too_small": _group_too_small,
}


def ratio() -> str:
    """The rule about supervisors, as visitors read it."""
    return _("One supervisor for every %(many)d minors; for children under 6, one for every %(few)d.") % {
        "many": rules.MINORS_PER_SUPERVISOR,
        "few": rules.SMALL_ONES_PER_SUPERVISOR,
    }
