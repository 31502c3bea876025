"""A prepared text for one case, in its citizen's language."""

from datetime import datetime

from django.utils import translation

from openday.language import formats
from openday.oversight import clock
from openday.oversight.models import Case, Wording
from openday.oversight.states import Deed
from openday.oversight.wordings import rules

# The deeds that write to the citizen: what the text is for, and in which field of the form it stands.
PURPOSES: dict[Deed, tuple[Wording.Purpose, str]] = {
    Deed.DRAFT_ANSWER: (Wording.Purpose.ANSWER, "text"),
    Deed.SUBMIT_FOR_REVIEW: (Wording.Purpose.ANSWER, "text"),
    Deed.ASK_BACK: (Wording.Purpose.QUESTION, "question"),
    Deed.REDIRECT: (Wording.Purpose.ELSEWHERE, "where"),
    Deed.EXTEND: (Wording.Purpose.EXTENSION, "reason"),
    Deed.NOTE_PROGRESS: (Wording.Purpose.PROGRESS, "text"),
}


def wordings_for(deed: Deed) -> list[Wording]:
    """The prepared texts that fit a deed (1 query, none for deeds that write to nobody)."""
    if deed not in PURPOSES:
        return []
    return list(Wording.objects.filter(purpose=PURPOSES[deed][0], is_in_use=True))


def text_for(wording: Wording, case: Case, *, now: datetime) -> str:
    """The text with what is known of the case filled in; what isn't stays in braces."""
    with translation.override(case.language):
        unit = case.handling_unit or case.concerned_unit
        values = {
            "number": case.number,
            "category": case.get_category_display(),
            "received_on": formats.day(clock.local_day(case.received_at)),
            "due_on": formats.day(case.due_on) if case.due_on else "",
            "unit": unit.name if unit else "",
            "today": formats.day(clock.local_day(now)),
        }
        return rules.filled(wording.text_in(case.language), values)
