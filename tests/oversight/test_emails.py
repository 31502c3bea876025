"""Letters about cases: to whom, in which language, and what they never carry."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from openday.mail.models import Message
from openday.oversight import actions, emails
from openday.oversight.models import Case
from openday.oversight.states import State
from openday.oversight.vocabulary import Identity, Outcome
from tests import people
from tests.factories.oversight import CANARY, EMAIL, MOBILE, MONDAY, a_case, a_case_in, a_receipt

pytestmark = pytest.mark.django_db

QUESTION = "Did the guide named Zhao say so?"
ANSWER = "We spoke to Ms Zhao."


def walk(office, **given):
    """A case from receipt to publication, with a question on the way; returns its receipt."""
    case, secret = a_receipt(consents_to_publication=True, **given)
    day = timedelta(days=1)
    actions.accept(case=case, by=office.quality, now=MONDAY)
    actions.assign(case=case, unit=office.food, by=office.quality, now=MONDAY)
    actions.ask_back(case=case, question=QUESTION, by=office.handler, now=MONDAY + day)
    actions.answer_question(case=case, text="She did.", now=MONDAY + 2 * day)
    actions.extend(case=case, reason="More to read.", by=office.quality, now=MONDAY + 3 * day)
    actions.note_progress(case=case, now=MONDAY + 4 * day)
    actions.submit_for_review(case=case, text=ANSWER, outcome=Outcome.EXPLAINED, by=office.handler, now=MONDAY + 5 * day)
    actions.approve(case=case, by=office.reviewer, now=MONDAY + 6 * day)
    actions.close(case=case, by=office.quality, now=MONDAY + 7 * day)
    actions.publish(
        case=case,
        summary_zh="概要",
        summary_en="",
        public_answer_zh="答复",
        public_answer_en="",
        by=office.quality,
        now=MONDAY + 8 * day,
    )
    return case, secret


def test_the_citizen_hears_of_every_step_and_staff_of_what_waits_for_them(office):
    case, _secret = walk(office)

    assert list(Message.objects.filter(kind__startswith="case_").order_by("pk").values_list("kind", flat=True)) == [
        "case_received",
        "case_accepted",
        "case_step",  # given to a unit
        "case_question",
        "case_extended",
        "case_progress",
        "case_answered",
        "case_closed",
        "case_published",
    ]
    assert [(letter.kind, letter.to) for letter in Message.objects.filter(kind__startswith="staff_").order_by("pk")] == [
        ("staff_case_assigned", office.handler.email),
        ("staff_case_message", office.handler.email),
        ("staff_case_for_review", office.reviewer.email),
    ]
    assert {letter.to for letter in Message.objects.filter(kind__startswith="case_")} == {EMAIL.value}
    assert case.is_published


@pytest.mark.parametrize("identity", [Identity.UNNAMED, Identity.NAMED])
def test_a_case_without_a_name_writes_no_letter_to_the_citizen_at_all(office, identity):
    walk(office, identity=identity)

    # The named case proves that the same walk does write.
    assert Message.objects.filter(kind__startswith="case_").exists() is (identity == Identity.NAMED)
    assert EMAIL.value not in {letter.to for letter in Message.objects.filter(kind__startswith="staff_")}


def test_no_letter_carries_the_secret_or_a_word_that_was_written(office):
    case, secret = walk(office)

    for letter in Message.objects.all():
        with translation.override(letter.language):
            texts = [render_to_string(f"emails/{letter.kind}/{name}", letter.context) for name in files_of(letter.kind)]
        whole = " ".join([*texts, str(letter.context)])
        for forbidden in (secret, secret.replace("-", ""), CANARY, QUESTION, ANSWER, "She did.", "李平", EMAIL.value):
            assert forbidden not in whole
        assert case.number in whole


def files_of(kind):
    return ["subject.txt", "body.txt", "body.html"] + (["sms.txt"] if kind.startswith("case_") else [])


@pytest.mark.parametrize("kind", [*emails._TO_CITIZENS, *emails._TO_STAFF])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_letter_can_be_written_in_every_language(kind, language):
    context = {"number": "FK-2026-000123", "due": "DUE", "link": "https://example.org/x"}
    with translation.override(language):
        texts = {name: render_to_string(f"emails/{kind}/{name}", context) for name in files_of(kind)}

    assert texts["subject.txt"].strip().count("\n") == 0
    assert all("FK-2026-000123" in texts[name] for name in ("subject.txt", "body.txt", "body.html"))
    assert "https://example.org/x" in texts["body.txt"]
    assert len(texts.get("sms.txt", "")) < 300


def test_a_mobile_number_gets_text_messages_in_the_language_of_the_case(office):
    a_case(contact=MOBILE, language="en")

    letter = Message.objects.get()
    assert (letter.channel, letter.to, letter.language) == ("sms", MOBILE.value, "en")
    assert letter.context == {
        "number": "FK-2026-000001",
        "due": "Wednesday 3 June 2026",
        "link": "http://testserver/en/oversight/case/?number=FK-2026-000001",
    }


def test_until_there_is_a_handler_every_handler_of_the_unit_hears_of_the_case(office):
    people.person("helga", "handler", of="food")
    people.person("otto", "handler", of="industrial")
    a_case_in(State.WORKING, unit=office.food, quality=office.quality, identity=Identity.UNNAMED)

    assert {letter.to for letter in Message.objects.filter(kind="staff_case_assigned")} == {"hana@example.org", "helga@example.org"}


def test_a_message_to_a_case_that_nobody_handles_reaches_the_quality_office(office):
    case = a_case(identity=Identity.UNNAMED)
    actions.add_message(case=case, text="Hello?", now=MONDAY)

    assert [letter.to for letter in Message.objects.all()] == [office.quality.email]


def test_a_letter_that_cannot_be_written_takes_the_move_back(office, monkeypatch):
    case = a_case()

    def fails(*args, **kwargs):
        raise RuntimeError("no row")

    monkeypatch.setattr(emails, "queue", fails)
    with pytest.raises(RuntimeError):
        actions.accept(case=case, by=office.quality, now=MONDAY)

    assert Case.objects.get().state == State.RECEIVED
