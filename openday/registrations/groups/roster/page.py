"""What the page of a list shows, to the leader and to staff alike."""

from typing import Any

from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.roster import actions, files, wording
from openday.registrations.groups.roster.forms import ListFields
from openday.registrations.groups.roster.models import GroupRoster
from openday.registrations.groups.roster.rules import text_of
from openday.registrations.groups.wording import ratio


def kept_list(visit: GroupVisit) -> GroupRoster | None:
    return GroupRoster.objects.select_related("handed_in_by").filter(visit=visit).first()


def words_about(visit: GroupVisit, form: ListFields | None = None) -> dict[str, Any]:
    """What the page of a list says, for the leader and for staff: what is kept, or what was read and is to be confirmed."""
    row: Any = visit.registration
    kept = kept_list(visit)
    words: dict[str, Any] = {
        "visit": visit,
        "kept": kept,
        "how_to": files.how_to(),
        "ratio": ratio(),
        "places": row.places,
    }
    if kept is not None:
        words["kept_compared"] = wording.compared(row.party, kept.party)
        words["surplus"] = row.places - kept.party.places
        words["fits"] = kept.party == row.party
    if form is not None and form.is_bound and not form.errors:
        reading = form.reading
        words |= {
            "slips": [(slip.row, slip.shown, wording.slip(slip)) for slip in reading.slips],
            "problems": [wording.problem(found) for found in actions.problems(visit, reading)] if not reading.slips else [],
            "compared": wording.compared(row.party, reading.party),
            "reading": reading,
            "adults_listed": wording.named(reading.members),
            "carried": text_of(reading.members),
        }
        words["is_good"] = not words["slips"] and not words["problems"]
        words["fewer"] = row.places - reading.party.places
    return words


def asked_again(form: ListFields, make: Any, **more: Any) -> ListFields:
    """The form with the lines that were read: what a file held can be mended on the page, and nothing typed is lost."""
    if form.errors or not form.is_bound:
        return form
    again: ListFields = make(initial={"text": form.shown}, **more)
    return again
