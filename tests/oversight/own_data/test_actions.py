"""Corrections and erasure by receipt: a canary is planted everywhere, and found nowhere."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from openday.intake.pictures import sanitise
from openday.mail.models import Message
from openday.oversight import actions
from openday.oversight.models import Case, Correction
from openday.oversight.own_data.actions import (
    AnswerOnItsWay,
    CorrectionAsked,
    CorrectionDecided,
    DeciderIsInvolved,
    NotPublished,
    ask_correction,
    decide_correction,
    erase,
)
from openday.oversight.satisfaction.actions import call_back, rate
from openday.oversight.states import Deed, State
from tests import people
from tests.factories.oversight import EMAIL, MONDAY, a_case, a_case_in
from tests.factories.oversight_public import a_published_case
from tests.oversight.test_retention import everything_stored
from tests.pictures import leaky

pytestmark = pytest.mark.django_db
NAME, WORDS = "金丝雀", "The canary sings in room 305."
DAY = timedelta(days=1)
LATER = MONDAY + 3 * DAY


@pytest.fixture
def loaded(office) -> Case:
    """A published and closed case with the canary in every place that belongs to its author."""
    picture = sanitise(ContentFile(leaky("JPEG"), "photo.jpg"))
    case = a_published_case(office, name=NAME, text=WORDS, pictures=[picture], summary_zh=WORDS, answer_zh=WORDS)
    actions.close(case=case, by=office.quality, now=MONDAY + DAY)
    Case.objects.filter(pk=case.pk).update(answer=WORDS, draft_answer=WORDS)
    case.notices.update(reasons=WORDS)
    rating = rate(
        rating=case.ratings.select_related("case__standard", "standard").get(), process=1, result=1, words=WORDS, now=MONDAY + DAY
    )
    call_back(call=rating.call_back, outcome="written", said=WORDS, by=office.quality, now=MONDAY + 2 * DAY)
    case.refresh_from_db()
    ask_correction(case=case, about="own", text=WORDS, now=MONDAY + 2 * DAY)
    return case


def test_erasing_leaves_a_tombstone_and_no_word(loaded):
    picture = loaded.evidence.get()
    assert [canary for canary in (NAME, WORDS, EMAIL.value) if canary not in everything_stored()] == []

    erase(case=loaded, now=LATER)

    assert [canary for canary in (NAME, WORDS, EMAIL.value) if canary in everything_stored()] == []
    assert not picture.file.storage.exists(picture.file.name)
    loaded.refresh_from_db()
    assert (loaded.state, loaded.outcome, loaded.category, loaded.is_published, loaded.has_consent) == (
        "closed", "upheld", "service", False, False,
    )  # fmt: skip
    assert (loaded.contact_erased_at, loaded.text_erased_at) == (LATER, LATER)
    assert loaded.events.last().deed == Deed.ERASE
    assert EMAIL.value not in {letter.to for letter in Message.objects.all()}
    # Letters to staff are about their work and carry nothing of the citizen.
    assert Message.objects.filter(kind__startswith="staff_", state=Message.State.WAITING).exists()
    assert not Message.objects.filter(kind__startswith="case_", state=Message.State.WAITING).exists()


def test_erasing_twice_changes_nothing(loaded):
    erase(case=loaded, now=LATER)
    before = everything_stored()

    erase(case=loaded, now=LATER + DAY)

    assert everything_stored() == before


@pytest.mark.parametrize("state", [State.RECEIVED, State.ACCEPTED, State.WORKING])
def test_an_open_case_is_withdrawn_and_erased_in_one_go(office, state):
    case = a_case_in(state, unit=office.food, quality=office.quality, handler=office.handler)

    erase(case=case, now=LATER)

    case.refresh_from_db()
    assert (case.state, case.text, case.contact) == (State.WITHDRAWN, "", "")


def test_while_an_answer_is_on_its_way_nothing_is_erased(office):
    case = a_case_in(State.REVIEW, unit=office.food, quality=office.quality, handler=office.handler)

    with pytest.raises(AnswerOnItsWay):
        erase(case=case, now=LATER)
    case.refresh_from_db()
    assert case.text


def test_an_erased_case_is_not_worked_on_again(loaded):
    erase(case=loaded, now=LATER)

    with pytest.raises(actions.AskedAlready):
        actions.ask_redo(case=loaded, text="x", now=LATER)


def test_a_correction_waits_for_one_decision_within_fifteen_working_days(loaded, office):
    correction = Correction.objects.get()
    assert correction.due_on.isoformat() == "2026-06-25"

    with pytest.raises(CorrectionAsked):
        ask_correction(case=loaded, about="own", text="again", now=LATER)
    with pytest.raises(DeciderIsInvolved):
        decide_correction(correction=correction, accept=True, answer="a", by=office.handler, now=LATER)
    decide_correction(correction=correction, accept=False, answer="The record shows room 305.", by=office.quality, now=LATER)
    with pytest.raises(CorrectionDecided):
        decide_correction(correction=correction, accept=True, answer="b", by=people.person("quinn", "quality-office"), now=LATER)

    correction.refresh_from_db()
    assert (correction.is_accepted, correction.answer) == (False, "The record shows room 305.")
    loaded.refresh_from_db()
    assert loaded.is_published
    assert loaded.text == WORDS


def test_an_accepted_correction_of_what_is_published_takes_the_page_away_until_it_is_right(loaded, office, client):
    correction = ask_correction(case=loaded, about="published", text="It was room 306.", now=LATER)

    decide_correction(correction=correction, accept=True, answer="Right, we correct it.", by=office.quality, now=LATER)

    loaded.refresh_from_db()
    assert (loaded.is_published, loaded.has_consent, loaded.publication_refused_reason) == (False, True, "")
    assert loaded in Case.objects.undecided()
    gone = client.get(f"/en/oversight/published/{loaded.number}/")
    assert (gone.status_code, WORDS in gone.content.decode()) == (410, False)
    assert "being put right" in gone.content.decode()


def test_nothing_published_means_nothing_published_to_correct(db):
    with pytest.raises(NotPublished):
        ask_correction(case=a_case(), about="published", text="x", now=LATER)
