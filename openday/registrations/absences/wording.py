"""The rule in words, from its numbers: the public page, the form and the letters say the same."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openday.language.sentences import joined
from openday.registrations.absences.models import AbsenceRule
from openday.registrations.absences.rules import PAUSE


def condition(rule: AbsenceRule) -> str:
    missed = ngettext("Who misses %(count)d visit", "Who misses %(count)d visits", rule.missed) % {"count": rule.missed}
    months = ngettext("within %(count)d month", "within %(count)d months", rule.months) % {"count": rule.months}
    return _("%(missed)s %(months)s without cancelling") % {"missed": missed, "months": months}


def consequence(rule: AbsenceRule) -> str:
    if rule.effect == PAUSE:
        return ngettext(
            "cannot register for %(count)d day after the last of them.",
            "cannot register for %(count)d days after the last of them.",
            rule.days,
        ) % {"count": rule.days}
    return ngettext(
        "can register only in the last %(count)d hour before a session, if places are left then.",
        "can register only in the last %(count)d hours before a session, if places are left then.",
        rule.hours,
    ) % {"count": rule.hours}


def whole(rule: AbsenceRule) -> str:
    """One sentence: who, and what then."""
    return _("%(condition)s %(consequence)s") % {"condition": condition(rule), "consequence": consequence(rule)}


def with_expiry(rule: AbsenceRule) -> str:
    """The rule, and when a mark is forgotten."""
    erased = ngettext(
        "A missed visit is erased after %(count)d month.", "A missed visit is erased after %(count)d months.", rule.months
    ) % {"count": rule.months}
    return joined(whole(rule), erased)
