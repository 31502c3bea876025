"""What is wrong with a list, in the active language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from openday.registrations.groups import wording
from openday.registrations.groups.roster.files import NotAList
from openday.registrations.groups.roster.rules import MOST_LINES, Member, Slip
from openday.registrations.rules import Party, Problem

BANDS = {
    "adults": gettext_lazy("adults"),
    "children_0_5": gettext_lazy("children aged 0 to 5"),
    "children_6_13": gettext_lazy("children aged 6 to 13"),
    "youths_14_17": gettext_lazy("young people aged 14 to 17"),
    "companions": gettext_lazy("companions"),
}


@dataclass(frozen=True)
class Compared:
    """One age band: what the group has places for, and what the list says."""

    label: str
    allocated: int
    listed: int

    @property
    def differs(self) -> bool:
        return self.allocated != self.listed


def named(members: Iterable[Member]) -> str:
    """Those who have a name, in one line; who supervises says so."""
    words = [_("%(name)s (supervisor)") % {"name": member.name} if member.supervisor else member.name for member in members if member.name]
    return pgettext("between the parts of a list", ", ").join(words)


def compared(allocated: Party, listed: Party) -> list[Compared]:
    """The bands that somebody is in, and the sum."""
    rows = [Compared(str(label), getattr(allocated, band), getattr(listed, band)) for band, label in BANDS.items()]
    return [row for row in rows if row.allocated or row.listed] + [Compared(_("all together"), allocated.people, listed.people)]


def slip(found: Slip) -> str:
    """What is wrong with one line and what would be right."""
    return {
        "no_age": _("Age or age band is missing. For grown-ups write “adult”."),
        "age": _("This is no age."),
        "band": _("This covers more than one age band. Please write 0-5, 6-13, 14-17 or adult."),
        "number": _("This looks like the number of a document or a telephone. Please leave it out; we do not need it."),
        "minor_with_a_task": _("Supervisors and companions are adults."),
        "no_name": _("Please write the name of this supervisor."),
        "long_name": _("This name is too long. Has a separator been lost?"),
        "too_many": _("The list is too long: more than %(most)d lines.") % {"most": MOST_LINES},
    }[found.code]


def problem(found: Problem) -> str:
    """Why the list as a whole does not do."""
    if found.code == "nobody":
        return _("Nobody is on the list.")
    if found.code == "more_than_places":
        return ngettext(
            "The list has %(given)d people who need a place; your group has %(limit)d place. Change the number on the ticket first.",
            "The list has %(given)d people who need a place; your group has %(limit)d places. Change the number on the ticket first.",
            found.limit,
        ) % {"given": found.given, "limit": found.limit}
    if found.code == "too_few_supervisors":
        return wording.problem(found) + " " + _("Mark them with the role “supervisor”.")
    return wording.problem(found)


def not_a_list(fact: NotAList) -> str:
    return {
        "large": _("This file is too large for a list. At most 1 MB, please."),
        "old": _("This is an old Excel file (.xls). Please save it as .xlsx, or paste the lines."),
    }.get(fact.code, _("We cannot read this file. Please save it as .xlsx, or paste the lines."))
