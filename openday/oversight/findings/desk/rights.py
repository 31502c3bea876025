"""Who may do what with a finding. Everything here answers for one person and one finding."""

from datetime import date

from openday.accounts.models import User
from openday.accounts.roles import units_of
from openday.oversight.findings import queries, rules, states
from openday.oversight.findings.models import CorrectiveAction, Finding
from openday.oversight.findings.states import ActionState, Deed
from openday.oversight.queries import offices_of
from openday.oversight.states import Who

# Deeds about one action; the others are about the finding as a whole.
OF_ACTIONS = frozenset({Deed.ADD_PROOF, Deed.REPORT_DONE, Deed.MOVE_DUE, Deed.DROP_ACTION})
JUDGING = frozenset({Deed.CONFIRM, Deed.FIND_INEFFECTIVE})


def offices_towards(user: User, finding: Finding) -> frozenset[Who]:
    """Handler and head only of the unit concerned or of one that owes an action; a reviewer only uninvolved."""
    offices = set(offices_of(user))
    if offices & {Who.HANDLER, Who.HEAD}:
        units = {finding.unit_id, *(action.owner_unit_id for action in finding.corrective_actions.all())}
        if not units & units_of(user):
            offices -= {Who.HANDLER, Who.HEAD}
    if Who.REVIEWER in offices and not queries.may_verify(user, finding):
        offices.discard(Who.REVIEWER)
    return frozenset(offices)


def deeds_open_to(user: User, finding: Finding, *, today: date) -> list[Deed]:
    """What this person may do with this finding now; deeds about single actions are not among them."""
    offices = offices_towards(user, finding)
    found = [deed for deed in states.deeds_for(finding.state, offices) if deed not in OF_ACTIONS]
    if rules.is_too_soon(finding.verify_from, today=today):
        found = [deed for deed in found if deed not in JUDGING]
    if Who.QUALITY_OFFICE in offices:
        found += [Deed.LINK, Deed.REWORD]
        if finding.is_published:
            found.append(Deed.WITHDRAW_PUBLICATION)
        elif finding.recorded_by_id != user.pk:
            found.append(Deed.PUBLISH)
    return found


def action_deeds_open_to(user: User, finding: Finding, action: CorrectiveAction) -> list[Deed]:
    """What this person may do with one action. The unit that owes it reports it; the one concerned may help."""
    if action.state != ActionState.OPEN:
        return []
    offices = set(offices_towards(user, finding))
    if not {action.owner_unit_id, finding.unit_id} & units_of(user):
        offices.discard(Who.HANDLER)
    return [deed for deed in states.deeds_for(finding.state, offices) if deed in OF_ACTIONS]


def could_ever(user: User, finding: Finding, deed: Deed) -> bool:
    """Say whether this deed belongs to one of the person's offices, whatever the state is now."""
    offices = offices_towards(user, finding)
    if deed in states.STANDING_DEEDS:
        return Who.QUALITY_OFFICE in offices
    return any(row.deed == deed and row.who & offices for row in states.TRANSITIONS)
