"""What the database refuses about a case, whatever the code says: independence of the review, clocks, consent.

A condition sees one row, so what it has to know of others is kept in lists beside (independence.py).
"""

from django.db.models import BaseConstraint, CheckConstraint, F, Q

from openday.oversight import states
from openday.oversight.models.independence import UNITS, holds, holds_not, memory_is_kept
from openday.oversight.states import State
from openday.oversight.vocabulary import Category, Identity

CONSTRAINTS: list[BaseConstraint] = [
    CheckConstraint(condition=Q(state__in=State.values), name="case_state_is_known"),
    CheckConstraint(
        condition=Q(category=Category.QUALITY, check_item__isnull=False) | (~Q(category=Category.QUALITY) & Q(check_item__isnull=True)),
        name="quality_case_names_its_check",
    ),
    CheckConstraint(
        condition=~Q(identity=Identity.UNNAMED) | Q(contact_kind="", contact_hash=""),
        name="unnamed_case_has_no_contact",
    ),
    CheckConstraint(
        condition=Q(handler=None, handler_unit=None) | Q(handler__isnull=False, handler_unit__isnull=False),
        name="handler_goes_with_a_unit",
    ),
    CheckConstraint(
        condition=Q(reviewer=None, reviewer_unit=None, reviewed_at=None)
        | Q(reviewer__isnull=False, reviewer_unit__isnull=False, reviewed_at__isnull=False),
        name="review_has_a_reviewer_of_a_unit_and_a_moment",
    ),
    CheckConstraint(
        condition=Q(contact_erased_at=None) | Q(name="", contact="", contact_hash=""), name="erased_contact_of_a_case_is_empty"
    ),
    CheckConstraint(condition=~Q(reviewer=F("handler")), name="reviewer_is_not_the_handler"),
    CheckConstraint(condition=~Q(reviewer_unit=F("handler_unit")), name="reviewer_is_not_of_the_handlers_unit"),
    CheckConstraint(condition=~Q(reviewer_unit=F("handling_unit")), name="reviewer_is_not_of_the_handling_unit"),
    CheckConstraint(condition=~Q(reviewer_unit=F("concerned_unit")), name="reviewer_is_not_of_the_unit_concerned"),
    *(CheckConstraint(condition=holds("related_units", field), name=f"related_units_hold_the_{field}") for field in UNITS),
    *memory_is_kept(),
    CheckConstraint(condition=holds_not("related_units", "reviewer_unit"), name="reviewer_is_not_above_or_below_a_unit"),
    *(
        CheckConstraint(condition=holds_not("named_staff", field), name=f"{field}_is_not_named_in_the_case")
        for field in ("handler", "reviewer", "published_by")
    ),
    CheckConstraint(
        condition=Q(appealed_at=None, first_unit=None, first_handler=None, first_reviewer=None)
        | Q(appealed_at__isnull=False, first_unit__isnull=False, first_handler__isnull=False, first_reviewer__isnull=False),
        name="appeal_names_who_made_the_first_answer",
    ),
    # While it waits for a unit the first one still stands there.
    CheckConstraint(
        condition=Q(state=State.APPEAL) | (holds_not("barred_units", "handling_unit") & holds_not("barred_units", "handler_unit")),
        name="appeal_goes_to_another_unit",
    ),
    CheckConstraint(
        condition=Q(state=State.APPEAL) | holds_not("earlier_staff", "handler"),
        name="appeal_is_handled_by_someone_else",
    ),
    CheckConstraint(condition=holds_not("earlier_staff", "reviewer"), name="appeal_is_decided_by_someone_else"),
    CheckConstraint(
        condition=~Q(state__in=[State.WORKING, State.REVIEW, State.ANSWERED, State.CLOSED]) | Q(handling_unit__isnull=False),
        name="case_in_hand_has_a_unit",
    ),
    CheckConstraint(
        condition=~Q(state=State.REVIEW) | (Q(handler__isnull=False) & ~Q(outcome="")),
        name="case_in_review_has_a_handler_and_an_outcome",
    ),
    CheckConstraint(
        condition=~Q(state__in=states.REPLIED)
        | (Q(reviewer__isnull=False, handler__isnull=False, answered_at__isnull=False) & ~Q(outcome="")),
        name="no_answer_without_a_reviewer",
    ),
    CheckConstraint(condition=~Q(state=State.CLOSED) | Q(closed_at__isnull=False), name="closed_case_has_its_moment"),
    CheckConstraint(condition=~Q(state__in=states.TIMED) | Q(due_on__isnull=False), name="running_clock_has_a_due_day"),
    CheckConstraint(
        condition=(Q(state=State.CLARIFY, paused_at__isnull=False) & ~Q(resume_state=""))
        | (~Q(state=State.CLARIFY) & Q(paused_at__isnull=True, resume_state="")),
        name="clock_stands_still_only_while_we_ask",
    ),
    CheckConstraint(
        condition=Q(extended_at=None, extension_days=0, extension_reason="")
        | (Q(extended_at__isnull=False, extension_days__gte=1) & ~Q(extension_reason="")),
        name="extension_has_days_and_a_public_reason",
    ),
    CheckConstraint(
        condition=Q(published_at=None, published_by=None)
        | (
            Q(published_at__isnull=False, published_by__isnull=False, consented_at__isnull=False, reviewer__isnull=False)
            & ~Q(public_summary_zh="")
            & ~Q(public_answer_zh="")
        ),
        name="published_case_has_consent_review_and_public_texts",
    ),
    CheckConstraint(condition=~Q(published_by=F("handler")), name="publisher_is_not_the_handler"),
    CheckConstraint(
        condition=Q(state=State.MERGED, merged_into__isnull=False) | (~Q(state=State.MERGED) & Q(merged_into__isnull=True)),
        name="joined_case_names_the_other",
    ),
]
