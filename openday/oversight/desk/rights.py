"""Who may do what at the desk. Everything here answers for one person and one case."""

from django.utils import timezone

from openday.accounts.models import User
from openday.accounts.roles import units_of
from openday.oversight import rules, states
from openday.oversight.disputes import actions as disputes
from openday.oversight.models import Case
from openday.oversight.queries import may_review, offices_of
from openday.oversight.states import Deed, Who


def offices_towards(user: User, case: Case) -> frozenset[Who]:
    """The offices that this person holds towards this case: handler and head only of the own unit, a reviewer only uninvolved."""
    if user.pk in case.named_staff_ids:
        return frozenset()
    offices = set(offices_of(user))
    if case.handling_unit_id not in units_of(user):
        offices -= {Who.HANDLER, Who.HEAD}
    if Who.REVIEWER in offices and not may_review(user, case):
        offices.discard(Who.REVIEWER)
    return frozenset(offices)


def deeds_open_to(user: User, case: Case) -> list[Deed]:
    """What this person may do with this case now, in the order of the office's work."""
    offices = offices_towards(user, case)
    deeds = [deed for deed in states.deeds_for(case.state, offices) if _is_there_cause(case, deed)]
    return deeds + _publication_deeds(user, case, offices)


def _is_there_cause(case: Case, deed: Deed) -> bool:
    """Disputes need an assignment of the last days, and decisions a dispute."""
    if deed == Deed.DISPUTE_ASSIGNMENT:
        return disputes.may_be_disputed(case, now=timezone.now())
    if deed == Deed.DECIDE_DISPUTE:
        return disputes.open_dispute(case) is not None
    return True


def _publication_deeds(user: User, case: Case, offices: frozenset[Who]) -> list[Deed]:
    if Who.QUALITY_OFFICE not in offices:
        return []
    if case.is_published:
        return [Deed.WITHDRAW_PUBLICATION]
    if case.has_consent and case.is_answered:
        publish = [Deed.PUBLISH] if user.pk != case.handler_id else []
        return publish if case.publication_refused_reason else [*publish, Deed.REFUSE_PUBLICATION]
    return []


def may_see_contact(user: User, case: Case) -> bool:
    """The quality office may; the handling unit only of a named case; a reviewer never needs to."""
    offices = offices_towards(user, case)
    if Who.QUALITY_OFFICE in offices:
        return True
    return Who.HANDLER in offices and rules.unit_may_see_contact(case.identity)


def may_redact(case: Case, offices: frozenset[Who]) -> bool:
    """The office and the unit at work black out pictures; a reviewer looks and decides."""
    return bool(offices & {Who.QUALITY_OFFICE, Who.HANDLER}) and case.state not in states.SET_ASIDE


def could_ever(user: User, case: Case, deed: Deed) -> bool:
    """Say whether this deed belongs to one of the person's offices, whatever the state is now."""
    offices = offices_towards(user, case)
    if deed in {Deed.PUBLISH, Deed.REFUSE_PUBLICATION, Deed.WITHDRAW_PUBLICATION}:
        return Who.QUALITY_OFFICE in offices
    return any(row.deed == deed and row.who & offices for row in states.TRANSITIONS)
