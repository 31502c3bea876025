"""What leaves the house about a case: one function for everybody, one for its author.

Every public representation (page, list, feed, CSV, figure) is built from `for_everyone`, and the
rows it takes come from `public_rows`, which loads the public columns only: the original text, the
draft, the contact and the names of staff are never decrypted on the way to a public page.
"""

from collections.abc import Mapping
from copy import copy as copy_of
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openday.language.names import ENGLISH, SIMPLIFIED
from openday.oversight import states
from openday.oversight.models import Case, CaseEvent
from openday.oversight.states import Deed, State
from openday.oversight.vocabulary import Category, Identity, outcome_in_words

# The only columns of a case that a public page may know.
PUBLIC_COLUMNS = (
    "number",
    "category",
    "outcome",
    "public_summary_zh",
    "public_summary_en",
    "public_answer_zh",
    "public_answer_en",
    "received_at",
    "answered_at",
    "answered_in_time",
    "published_at",
    "handling_unit__code",
    "handling_unit__name_zh",
    "handling_unit__name_en",
    "check_item__name_zh",
    "check_item__name_en",
)


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A case as any visitor may read it; days are days in the office's time zone."""

    number: str
    category: str
    check: str
    unit: str
    summary: str
    answer: str
    outcome: str
    received_on: date
    answered_on: date | None
    answered_in_time: bool | None
    published_on: date
    # The reader's language has no translation: the page says so, and a reading voice changes its language.
    only_chinese: bool = False


def public_rows() -> Any:
    """Published cases, newest first, without a single private column.

    A published case that the citizen has asked to work on again stays: its published texts
    were reviewed. One that was withdrawn, joined or set aside does not.
    """
    return (
        Case.objects.published()
        .exclude(state__in=states.SET_ASIDE)
        .select_related("handling_unit", "check_item")
        .only(*PUBLIC_COLUMNS)
        .order_by("-published_at", "-pk")
    )


def for_everyone(case: Case) -> PublicCase:
    """Build the one public representation of a published case, in the active language."""
    if case.published_at is None:
        raise ValueError("This case is not published.")
    # One case, one language: half a translation is shown as none.
    only_chinese = translation.get_language() == ENGLISH and not (case.public_summary_en and case.public_answer_en)
    written_in = SIMPLIFIED if only_chinese else None
    return PublicCase(
        number=case.number,
        category=str(Category(case.category).label),
        check=case.check_item.name if case.check_item else "",
        unit=case.handling_unit.name if case.handling_unit else "",
        summary=case.public_summary_in(written_in),
        answer=case.public_answer_in(written_in),
        outcome=outcome_in_words(case.category, case.outcome),
        received_on=timezone.localdate(case.received_at),
        answered_on=timezone.localdate(case.answered_at) if case.answered_at else None,
        answered_in_time=case.answered_in_time,
        published_on=timezone.localdate(case.published_at),
        only_chinese=only_chinese,
    )


def previews(case: Case, texts: Mapping[str, str], *, now: datetime) -> list[tuple[str, str, PublicCase]]:
    """What everyone would read if the case were published with these texts: language code, its name, the representation."""
    copy = copy_of(case)
    copy.published_at = now
    copy.public_summary_zh, copy.public_summary_en = texts["summary_zh"], texts["summary_en"]
    copy.public_answer_zh, copy.public_answer_en = texts["public_answer_zh"], texts["public_answer_en"]
    shown = []
    for code, name in settings.WAGTAIL_CONTENT_LANGUAGES:
        with translation.override(code):
            shown.append((code, name, for_everyone(copy)))
    return shown


# What takes a published page away, in words for everybody; only the office's own reason is given word for word.
_GONE: dict[str, Promise] = {
    Deed.WITHDRAW_PUBLICATION: _("The quality office withdrew it. The reason:"),
    Deed.CHANGE_CONSENT: _("Its author no longer agrees to the publication."),
    Deed.ERASE: _("Its author had the case erased."),
    Deed.ASK_REDO: _("The case is being worked on again; what stood here may not have been right."),
    Deed.ASK_APPEAL: _("The answer is being reviewed by another unit; what stood here may not have been right."),
    Deed.DECIDE_CORRECTION: _("Its author asked for a correction, and it is being put right."),
}


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a published page: the number, when it went, and why; nothing of what stood there."""

    number: str
    gone_on: date
    why: str
    reason: str


def tombstone(number: str) -> Tombstone | None:
    """None for a case that never was public: its page is unknown, not gone. One query."""
    events = list(CaseEvent.objects.filter(case__number=number, deed__in=[Deed.PUBLISH, *_GONE]).order_by("at", "pk"))
    published = [at for at, event in enumerate(events) if event.deed == Deed.PUBLISH]
    if not published:
        return None
    ends = events[published[-1] + 1 :] or events[-1:]
    # The first after the last publication: what came later took nothing away any more.
    end = next((event for event in ends if event.deed in _GONE), ends[0])
    return Tombstone(
        number=number,
        gone_on=timezone.localdate(end.at),
        why=str(_GONE.get(end.deed, "")),
        reason=end.public_note if end.deed == Deed.WITHDRAW_PUBLICATION else "",
    )


# ---- For the citizen who holds the receipt ------------------------------------------------------

# What the log says to the citizen. Deeds that aren't here (drafting) are the office's own business.
_TOLD: dict[str, Promise] = {
    Deed.RECEIVE: _("We received your message."),
    Deed.ACCEPT: _("The quality office accepted it: it concerns our work, and we will answer it."),
    Deed.REDIRECT: _("We can't deal with this ourselves. Our answer says where it belongs."),
    Deed.MARK_AS_SPAM: _("The quality office found no message in it that could be answered."),
    Deed.MERGE: _("It was joined with another case about the same matter."),
    Deed.UNMERGE: _("It is dealt with on its own again. The days for which it was joined are given back. The reason:"),
    Deed.DISPUTE_ASSIGNMENT: _("The unit says that another one is responsible. The quality office decides; your time limit runs on."),
    Deed.DECIDE_DISPUTE: _("The quality office decided which unit works on it."),
    Deed.ASSIGN: _("It was given to the unit that will work on it."),
    Deed.ASK_BACK: _("We asked you a question. The clock stands still until you answer."),
    Deed.ANSWER_QUESTION: _("You answered. The clock runs again."),
    Deed.CARRY_ON: _("We carried on without an answer to our question. The clock runs again."),
    Deed.EXTEND: _("We need longer. The reason:"),
    Deed.SUBMIT_FOR_REVIEW: _("An answer was drafted. Someone who had no part in the matter reviews it now."),
    Deed.RETURN_TO_HANDLER: _("The review sent the draft back: more work is needed."),
    Deed.APPROVE: _("The answer was reviewed and sent."),
    Deed.CLOSE: _("The case was closed. Closed means that we are done, not that you must agree."),
    Deed.WITHDRAW: _("You withdrew the case."),
    Deed.ASK_REDO: _("You asked us to work on it again."),
    Deed.ASK_APPEAL: _("You asked for a second review by another unit."),
    Deed.NOTE_PROGRESS: _("A note on how far we are:"),
    Deed.ESCALATE: _("The time limit passed. Those who work on it were told."),
    Deed.ESCALATE_FURTHER: _("We are still late. The quality office was told."),
    Deed.MOVE_DEADLINE: _("The time limit was computed anew."),
    Deed.PUBLISH: _("A neutral summary was published."),
    Deed.REFUSE_PUBLICATION: _("No summary was published. The reason:"),
    Deed.WITHDRAW_PUBLICATION: _("The published summary was withdrawn."),
    Deed.CHANGE_CONSENT: _("You changed your consent to publication."),
    Deed.RATE: _("You rated how we handled it and what came of it."),
    Deed.CALL_BACK: _("The quality office got back to you about your rating."),
    Deed.ASK_CORRECTION: _("You asked us to correct something."),
    Deed.DECIDE_CORRECTION: _("The quality office decided about your correction:"),
    Deed.ERASE: _("You had your words, your pictures and your contact erased. The case stays as a number with its days and its outcome."),
}

# Where another case stands, with which the reader's was joined.
_STANDS_OF_ANOTHER: dict[State, Promise] = {
    State.ACCEPTED: _("Next it goes to the unit that will work on it."),
    State.CLARIFY: _("The other citizen was asked something. The clock stands still until the answer."),
    State.WORKING: _("The unit is working on it."),
    State.REVIEW: _("An answer is written. Someone who had no part in the matter is reviewing it."),
    State.REDO: _("We will work on it again."),
    State.APPEAL: _("Another unit will look at it afresh."),
}

# Where the case stands, in a sentence.
_STANDS: dict[str, Promise] = {
    State.RECEIVED: _("The quality office is reading your message and decides whether it is ours to deal with."),
    State.ACCEPTED: _("Accepted. Next it goes to the unit that will work on it."),
    State.REDIRECTED: _("This is not ours to deal with. Below we say where it belongs."),
    State.CLARIFY: _("We need something from you before we can go on. Please read our question below."),
    State.WORKING: _("The unit is working on it."),
    State.REVIEW: _("An answer is written. Someone who had no part in the matter is reviewing it."),
    State.ANSWERED: _("Our answer is below."),
    State.CLOSED: _("This case is closed. Our answer is below."),
    State.WITHDRAWN: _("You withdrew this case. Nobody works on it any more."),
    State.MERGED: _("This case is dealt with together with another one about the same matter."),
    State.SPAM: _("We found no message in it that could be answered."),
    State.REDO: _("We will work on it again."),
    State.APPEAL: _("Another unit will look at it afresh."),
}


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Message:
    at: datetime
    from_citizen: bool
    is_question: bool
    text: str


@dataclass(frozen=True, slots=True)
class FollowedCase:
    """The case with which one's own was joined: how it stands and its answer, not a word of who wrote it."""

    number: str
    state: str
    stands: str
    unit: str
    due_on: date | None
    due_provisional: bool
    is_open: bool
    is_overdue: bool
    answer: str
    outcome: str
    answered_at: datetime | None


def followed(case: Case, *, now: datetime) -> FollowedCase | None:
    """What the author of a joined case reads about the other; None when the case was not joined.

    The answer only when it was reviewed after the joining: the reviewer then knew that others will read it.
    """
    main = case
    for _step in range(10):  # a chain is followed to its end; it has no loop, but a loop must not hang the page
        if main.merged_into is None:
            break
        main = main.merged_into
    if main is case:
        return None
    joined = case.events.filter(deed=Deed.MERGE).order_by("-at", "-pk").values_list("at", flat=True).first()
    has_answer = main.is_answered and main.reviewed_at is not None and joined is not None and main.reviewed_at >= joined
    return FollowedCase(
        number=main.number,
        state=str(State(main.state).label),
        stands=str(_STANDS_OF_ANOTHER.get(State(main.state), "")),
        unit=main.handling_unit.name if main.handling_unit else "",
        due_on=main.due_on,
        due_provisional=main.due_provisional,
        is_open=main.is_open,
        is_overdue=main.is_overdue(today=timezone.localdate(now)),
        answer=main.answer if has_answer else "",
        outcome=outcome_in_words(main.category, main.outcome) if has_answer else "",
        answered_at=main.answered_at if has_answer else None,
    )


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case as its author reads it: own words, answer and course; no staff names, no working notes."""

    number: str
    state: str
    stands: str
    category: str
    check: str
    unit: str
    identity: str
    text: str
    pictures: int
    received_at: datetime
    due_on: date | None
    due_provisional: bool
    is_paused: bool
    is_open: bool
    is_overdue: bool
    extension_reason: str
    answer: str
    answered_at: datetime | None
    outcome: str
    awaits_decision: bool
    may_withdraw: bool
    ways_again: list[str]
    again_until: date | None
    has_question: bool
    has_consent: bool
    may_consent: bool
    is_published: bool
    refused_reason: str
    is_erased: bool
    notices: list[int]
    steps: list[Step] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    followed: FollowedCase | None = None


def told(case: Case) -> list[Step]:
    """The course of the case in the words for its author, oldest first."""
    events = [event for event in case.events.order_by("at", "pk") if event.deed in _TOLD]
    return [Step(at=event.at, text=str(_TOLD[event.deed]), note=event.public_note) for event in events]


def _ways_again(case: Case, deeds: list[Deed], *, today: date) -> list[str]:
    """What may still be asked for: each way once, and within the days after the answer."""
    if case.text_erased_at is not None or case.again_until is None or today > case.again_until:
        return []
    ways = (("redo", Deed.ASK_REDO, case.redo_at), ("appeal", Deed.ASK_APPEAL, case.appealed_at))
    return [way for way, deed, asked_at in ways if deed in deeds and asked_at is None]


def for_its_author(case: Case, *, now: datetime) -> OwnCase:
    """Build what the holder of the receipt sees, in the active language. Five queries."""
    citizen = {states.Who.CITIZEN}
    deeds = states.deeds_for(case.state, citizen)
    unit = case.handling_unit or case.concerned_unit
    return OwnCase(
        number=case.number,
        followed=followed(case, now=now) if case.state == State.MERGED else None,
        state=str(State(case.state).label),
        stands=str(_STANDS[case.state]),
        category=str(Category(case.category).label),
        check=case.check_item.name if case.check_item else "",
        unit=unit.name if unit else "",
        identity=str(Identity(case.identity).label),
        text=case.text,
        pictures=case.evidence.count(),
        received_at=case.received_at,
        due_on=case.due_on,
        due_provisional=case.due_provisional,
        is_paused=case.is_paused,
        is_open=case.is_open,
        is_overdue=case.is_overdue(today=timezone.localdate(now)),
        extension_reason=case.extension_reason,
        answer=case.answer,
        answered_at=case.answered_at,
        outcome=outcome_in_words(case.category, case.outcome) if case.answer else "",
        awaits_decision=case.state == State.RECEIVED,
        may_withdraw=Deed.WITHDRAW in deeds,
        ways_again=_ways_again(case, deeds, today=timezone.localdate(now)),
        again_until=case.again_until,
        has_question=Deed.ANSWER_QUESTION in deeds,
        has_consent=case.has_consent,
        # What was set aside is never published: there is nothing to agree to.
        may_consent=case.state not in states.SET_ASIDE and case.text_erased_at is None,
        is_published=case.is_published,
        refused_reason=case.publication_refused_reason,
        is_erased=case.text_erased_at is not None,
        notices=list(case.notices.values_list("position", flat=True)),
        steps=told(case),
        messages=[
            Message(at=message.at, from_citizen=message.from_citizen, is_question=message.is_question, text=message.text)
            for message in case.messages.order_by("at", "pk")
        ],
    )
