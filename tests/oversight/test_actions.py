import re
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from openday.accounts import roles
from openday.accounts.models import AuditEntry
from openday.events.queries import load_calendar
from openday.mail.models import Message
from openday.oversight import actions
from openday.oversight.models import Case, CaseEvent, CheckItem, Indicator, Measurement, WrittenOnce
from openday.oversight.states import State
from openday.oversight.vocabulary import Category, Identity, Outcome
from tests import people
from tests.factories.oversight import CANARY, EMAIL, MONDAY, a_case, a_case_in, a_receipt

HOUR = timedelta(hours=1)


def test_a_case_walks_from_receipt_to_publication(office):
    case, secret = a_receipt(consents_to_publication=True)
    actions.accept(case=case, by=office.quality, now=MONDAY + HOUR)
    actions.assign(case=case, unit=office.food, by=office.quality, now=MONDAY + 2 * HOUR)
    actions.ask_back(case=case, question="Which day?", by=office.handler, now=MONDAY + 3 * HOUR)
    actions.answer_question(case=case, text="Monday.", now=MONDAY + 4 * HOUR)
    actions.draft_answer(case=case, text="We look into it.", by=office.handler, now=MONDAY + 5 * HOUR)
    actions.submit_for_review(case=case, text="Replaced.", outcome=Outcome.UPHELD, by=office.handler, now=MONDAY + 6 * HOUR)
    actions.return_to_handler(case=case, note="Name the device.", by=office.reviewer, now=MONDAY + 7 * HOUR)
    actions.submit_for_review(case=case, text="Device 7 replaced.", outcome=Outcome.UPHELD, by=office.handler, now=MONDAY + 8 * HOUR)
    actions.approve(case=case, by=office.reviewer, now=MONDAY + 9 * HOUR)
    actions.close(case=case, by=office.quality, now=MONDAY + 10 * HOUR)
    actions.publish(
        case=case,
        summary_zh="一位市民反映仪器问题。",
        summary_en="A citizen reported a device.",
        public_answer_zh="已更换。",
        public_answer_en="Replaced.",
        by=office.quality,
        now=MONDAY + 11 * HOUR,
    )

    stored = Case.objects.get()
    assert (stored.state, stored.answer, stored.outcome, stored.answered_in_time) == ("closed", "Device 7 replaced.", "upheld", True)
    assert (stored.handler, stored.reviewer, stored.reviewer_unit) == (office.handler, office.reviewer, office.industrial)
    assert list(Case.objects.published()) == [stored]
    assert len(secret) == 14
    assert list(CaseEvent.objects.values_list("deed", "from_state", "to_state")) == [
        ("receive", "", "received"),
        ("accept", "received", "accepted"),
        ("assign", "accepted", "working"),
        ("ask_back", "working", "clarify"),
        ("answer_question", "clarify", "working"),
        ("draft_answer", "working", "working"),
        ("submit_for_review", "working", "review"),
        ("return_to_handler", "review", "working"),
        ("submit_for_review", "working", "review"),
        ("approve", "review", "answered"),
        ("close", "answered", "closed"),
        ("publish", "closed", "closed"),
    ]


# ---- Receipt -----------------------------------------------------------------------


def test_numbers_follow_one_another_within_a_year_of_the_office(db):
    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight in Shenzhen

    numbers = [a_case().number, a_case().number, a_case(now=new_year).number]

    assert numbers == ["FK-2026-000001", "FK-2026-000002", "FK-2027-000001"]


def test_a_refused_case_leaves_no_gap_in_the_numbers(db):
    a_case()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_case(category=Category.QUALITY, check_item=None)

    assert a_case().number == "FK-2026-000002"


def test_the_same_form_sent_twice_is_one_case_with_one_secret_and_one_letter(db):
    first, again = a_receipt(request_key="k" * 32), a_receipt(request_key="k" * 32, text="Changed on the way.")

    assert first == again
    assert (Case.objects.count(), Message.objects.count(), CaseEvent.objects.count()) == (1, 1, 1)


def test_the_secret_has_sixty_bits_and_is_stored_only_as_a_hash(db):
    case, secret = a_receipt()

    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", secret)
    row = Case.objects.filter(pk=case.pk).values().get()
    assert [name for name, value in row.items() if secret in str(value) or secret.replace("-", "") in str(value)] == []


def test_what_was_written_and_the_contact_are_sealed_in_the_database(db):
    a_receipt()

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM oversight_case")
        row = " ".join(map(str, cursor.fetchone()))
    assert CANARY not in row
    assert EMAIL.value not in row
    assert "李平" not in row


def test_a_case_without_a_name_keeps_no_contact_whatever_is_passed(db):
    case = Case.objects.get(pk=a_case(identity=Identity.UNNAMED, contact=EMAIL, name="李平").pk)

    assert (case.name, case.contact, case.contact_kind, case.contact_hash) == ("", "", "", "")


def test_a_check_is_kept_only_with_a_complaint_about_testing_quality(db):
    item = CheckItem.objects.get(code="sampling")

    assert a_case(category=Category.QUALITY, check_item=item).check_item == item
    assert a_case(category=Category.PRAISE, check_item=item).check_item is None


def test_a_new_case_is_due_for_triage_in_two_working_days(db):
    # Monday 1 June 2026: an ordinary week.
    assert a_case().due_on == date(2026, 6, 3)


def test_the_receipt_opens_the_case_however_it_is_typed(db):
    case, secret = a_receipt()

    typed = f" {secret.lower().replace('-', ' ')} "

    assert actions.open_by_receipt(number=f" {case.number.lower()} ", secret=typed, address="192.0.2.1") == case


@pytest.mark.parametrize("wrong", ["", "0000-0000-0000", "\x00", "x" * 5000, "！！！"])
def test_a_wrong_secret_or_number_opens_nothing(db, wrong):
    case, secret = a_receipt()

    with pytest.raises(actions.WrongReceipt):
        actions.open_by_receipt(number=case.number, secret=wrong, address="192.0.2.2")
    with pytest.raises(actions.WrongReceipt):
        actions.open_by_receipt(number=f"FK-{wrong}"[:60], secret=secret, address="192.0.2.3")


def test_the_right_secret_of_another_case_opens_nothing(db):
    secret = a_receipt().secret
    other = a_case()

    with pytest.raises(actions.WrongReceipt):
        actions.open_by_receipt(number=other.number, secret=secret, address="192.0.2.4")


def test_after_ten_guesses_in_an_hour_even_the_right_secret_waits(db):
    case, secret = a_receipt()
    for guess in range(10):
        with pytest.raises(actions.WrongReceipt):
            actions.open_by_receipt(number=case.number, secret="0" * 12, address=f"198.51.100.{guess}")

    with pytest.raises(actions.TooManyTries):
        actions.open_by_receipt(number=case.number, secret=secret, address="198.51.100.99")


def test_one_address_cannot_guess_through_many_cases(db):
    for guess in range(10):
        with pytest.raises(actions.WrongReceipt):
            actions.open_by_receipt(number=f"FK-2026-{guess:06d}", secret="0" * 12, address="203.0.113.7")

    case, secret = a_receipt()
    with pytest.raises(actions.TooManyTries):
        actions.open_by_receipt(number=case.number, secret=secret, address="203.0.113.7")


def test_pictures_are_kept_up_to_four_under_names_of_our_own(db):
    case = a_case(pictures=[ContentFile(b"\xff\xd8" + bytes([n]), name="李平 home.jpg") for n in range(6)])

    pictures = list(case.evidence.all())
    assert len(pictures) == 4
    assert all(re.fullmatch(r"evidence/[0-9a-f]{32}\.jpg", picture.file.name) for picture in pictures)
    assert {picture.sha256 for picture in pictures} == {sha256(b"\xff\xd8" + bytes([n])).hexdigest() for n in range(4)}


# ---- Moves -------------------------------------------------------------------------


def test_the_second_of_two_who_read_the_same_state_is_refused_and_writes_nothing(office):
    case = a_case()
    stale = Case.objects.get(pk=case.pk)
    actions.accept(case=case, by=office.quality, now=MONDAY + HOUR)

    with pytest.raises(actions.CaseMoved):
        actions.mark_as_spam(case=stale, reason="No.", by=office.quality, now=MONDAY + HOUR)

    assert list(CaseEvent.objects.values_list("deed", flat=True)) == ["receive", "accept"]


def test_a_deed_that_the_table_lacks_is_refused(office):
    case = a_case()

    for deed in (
        lambda: actions.assign(case=case, unit=office.food, by=office.quality, now=MONDAY),
        lambda: actions.close(case=case, by=office.quality, now=MONDAY),
        lambda: actions.answer_question(case=case, text="?", now=MONDAY),
        lambda: actions.carry_on(case=case, reason="?", by=office.quality, now=MONDAY),
        lambda: actions.ask_redo(case=case, text="?", now=MONDAY),
        lambda: actions.extend(case=case, reason="?", by=office.quality, now=MONDAY),
        lambda: actions.draft_answer(case=case, text="?", by=office.handler, now=MONDAY),
    ):
        with pytest.raises(actions.DeedNotPossible):
            deed()

    assert (Case.objects.get().state, Case.objects.get().revision) == (State.RECEIVED, 0)


def test_accepting_starts_the_clock_of_the_answer_by_the_category_it_turns_out_to_be(office):
    case = a_case(category=Category.QUALITY, check_item=CheckItem.objects.first())

    actions.accept(case=case, category=Category.SITE_ERROR, by=office.quality, now=MONDAY)

    assert (case.category, case.check_item, case.standard.category, case.due_on) == ("site_error", None, "site_error", date(2026, 6, 4))


def test_the_clock_stands_still_while_we_ask_and_gives_the_working_days_back(office):
    case = working(office)
    due = case.due_on
    actions.ask_back(case=case, question="Which day?", by=office.handler, now=MONDAY + timedelta(days=1))
    assert (case.state, case.due_on) == (State.CLARIFY, due)

    actions.answer_question(case=case, text="Monday.", now=MONDAY + timedelta(days=8))  # Tuesday to Tuesday

    assert (case.state, case.paused_days) == (State.WORKING, 5)
    assert load_calendar().working_days_between(due, case.due_on) == 5


def test_a_question_asked_at_triage_leads_back_to_triage(office):
    case = a_case()
    actions.ask_back(case=case, question="What about?", by=office.quality, now=MONDAY)
    actions.answer_question(case=case, text="The tour.", now=MONDAY + HOUR)

    assert case.state == State.RECEIVED


def test_the_office_carries_on_without_an_answer(office):
    case = working(office)
    actions.ask_back(case=case, question="Which day?", by=office.handler, now=MONDAY + HOUR)
    actions.carry_on(case=case, reason="We found it ourselves.", by=office.handler, now=MONDAY + timedelta(days=1))

    assert (case.state, case.paused_at) == (State.WORKING, None)
    assert case.events.last().public_note == "We found it ourselves."


def test_one_extension_with_a_public_reason_and_no_second(office):
    case = working(office)
    due = case.due_on

    actions.extend(case=case, reason="The reference material is on its way.", by=office.quality, now=MONDAY + HOUR)

    assert load_calendar().working_days_between(due, case.due_on) == case.standard.extension_days
    with pytest.raises(actions.AlreadyExtended):
        actions.extend(case=case, reason="Again.", by=office.quality, now=MONDAY + 2 * HOUR)


def test_praise_has_no_extension(office):
    case = working(office, category=Category.PRAISE)

    with pytest.raises(actions.AlreadyExtended):
        actions.extend(case=case, reason="?", by=office.quality, now=MONDAY + HOUR)


def test_merging_needs_another_case_that_is_still_open(office):
    case, other, over = a_case(), a_case(), a_case()
    actions.mark_as_spam(case=over, reason="Test", by=office.quality, now=MONDAY)

    for into in (case, over):
        with pytest.raises(actions.DeedNotPossible):
            actions.merge(case=case, into=into, by=office.quality, now=MONDAY)
    actions.merge(case=case, into=other, by=office.quality, now=MONDAY)

    assert (case.state, case.merged_into) == (State.MERGED, other)


def test_a_redirected_case_tells_where_to_turn(office):
    case = a_case()
    actions.redirect(case=case, where="12315 消费者热线", by=office.quality, now=MONDAY)

    assert (case.answer, case.outcome, case.due_on) == ("12315 消费者热线", Outcome.REFERRED, None)


def test_a_case_is_not_given_to_a_unit_whose_answer_nobody_could_review(office):
    case = a_case()
    actions.accept(case=case, by=office.quality, now=MONDAY)

    # Rita, the only reviewer, sits in the industrial centre; the bureau stands above everybody.
    for unit in (office.industrial, office.bureau):
        with pytest.raises(actions.NobodyCouldReview):
            actions.assign(case=case, unit=unit, by=office.quality, now=MONDAY)


@pytest.mark.parametrize("of", ["food", "food-lab", "bureau", None])
def test_no_reviewer_of_an_involved_unit_decides(office, of):
    case = in_review(office)
    involved = people.person("inge", roles.REVIEWER, of=of)

    for deed in (
        lambda: actions.approve(case=case, by=involved, now=MONDAY),
        lambda: actions.return_to_handler(case=case, note="?", by=involved, now=MONDAY),
    ):
        with pytest.raises(actions.ReviewerIsInvolved):
            deed()

    assert Case.objects.get().state == State.REVIEW


def test_the_handler_never_reviews_even_after_moving_to_another_unit(office):
    case = in_review(office)
    office.handler.unit = office.industrial
    office.handler.save()

    with pytest.raises(actions.ReviewerIsInvolved):
        actions.approve(case=case, by=office.handler, now=MONDAY)


def test_a_reviewer_of_the_unit_concerned_never_decides_although_another_unit_handled_it(office):
    people.person("fu", roles.REVIEWER, of="quality-office")
    case = in_review(office, concerned=office.industrial)

    with pytest.raises(actions.ReviewerIsInvolved):
        actions.approve(case=case, by=office.reviewer, now=MONDAY)


def test_an_empty_answer_is_never_submitted(office):
    case = working(office)

    with pytest.raises(actions.AnswerIsEmpty):
        actions.submit_for_review(case=case, text=" \n ", outcome=Outcome.EXPLAINED, by=office.handler, now=MONDAY)


def test_a_handler_without_a_unit_is_refused(office):
    case = working(office)
    homeless = people.person("ho", roles.HANDLER, of=None)

    with pytest.raises(actions.HandlerHasNoUnit):
        actions.draft_answer(case=case, text="?", by=homeless, now=MONDAY)


@pytest.mark.parametrize(("days", "in_time"), [(1, True), (60, False)])
def test_the_answer_remembers_whether_it_was_in_time(office, days, in_time):
    case = in_review(office)
    actions.approve(case=case, by=office.reviewer, now=MONDAY + timedelta(days=days))

    assert case.answered_in_time is in_time


# ---- The citizen ----------------------------------------------------------------------


def test_a_message_to_an_open_case_moves_nothing_and_overtakes_nobody(office):
    case = working(office)
    seen = Case.objects.get(pk=case.pk)
    actions.add_message(case=case, text="One more thing.", now=MONDAY + HOUR)

    actions.draft_answer(case=seen, text="We look.", by=office.handler, now=MONDAY + 2 * HOUR)

    assert [message.text for message in case.messages.all()] == ["One more thing."]


def test_a_case_that_is_over_takes_no_more_messages(office):
    case = a_case()
    actions.withdraw(case=case, now=MONDAY)

    with pytest.raises(actions.DeedNotPossible):
        actions.add_message(case=case, text="Wait!", now=MONDAY)


@pytest.mark.parametrize("asked", [False, True])
def test_the_citizen_withdraws_also_while_we_ask(office, asked):
    case = working(office)
    if asked:
        actions.ask_back(case=case, question="?", by=office.handler, now=MONDAY)
    actions.withdraw(case=case, now=MONDAY)

    assert (case.state, case.due_on, case.paused_at) == (State.WITHDRAWN, None, None)


def test_redo_opens_the_case_once_with_a_new_clock_and_the_old_answer_as_draft(office):
    case = answered(office, consents_to_publication=True)
    publish(case, office)
    actions.ask_redo(case=case, text="That is not what I asked.", now=MONDAY + timedelta(days=10))

    assert (case.state, case.reviewer, case.is_published, case.clock_started_on) == (State.REDO, None, False, date(2026, 6, 11))
    assert case.draft_answer == "We checked; the device was replaced."
    actions.assign(case=case, unit=office.food, by=office.quality, now=MONDAY + timedelta(days=11))
    submit(case, office)
    actions.approve(case=case, by=office.reviewer, now=MONDAY + timedelta(days=12))
    with pytest.raises(actions.DeedNotPossible):
        actions.ask_redo(case=case, text="Again!", now=MONDAY + timedelta(days=13))


def test_an_appeal_goes_to_a_unit_that_had_no_part_in_it(office):
    people.person("fu", roles.REVIEWER, of="quality-office")
    case = answered(office)
    actions.ask_appeal(case=case, text="Please, somebody else.", now=MONDAY + timedelta(days=10))

    for unit in (office.food, office.food_lab, office.bureau):
        with pytest.raises(actions.UnitIsInvolved):
            actions.assign(case=case, unit=unit, by=office.quality, now=MONDAY + timedelta(days=11))
    actions.assign(case=case, unit=office.industrial, by=office.quality, now=MONDAY + timedelta(days=11))

    assert (case.state, case.handling_unit) == (State.WORKING, office.industrial)


# ---- Publication ------------------------------------------------------------------------


def test_nothing_is_published_without_consent(office):
    case = answered(office)

    with pytest.raises(actions.NoConsent):
        publish(case, office)


def test_nothing_is_published_before_a_review_or_without_texts(office):
    with pytest.raises(actions.NotReviewed):
        publish(in_review(office, consents_to_publication=True), office)
    with pytest.raises(actions.NotReviewed):
        publish(answered(office, consents_to_publication=True), office, public_answer_zh=" ")


def test_the_handler_never_publishes(office):
    case = answered(office, consents_to_publication=True)

    with pytest.raises(actions.PublisherIsInvolved):
        publish(case, office, by=office.handler)


def test_consent_taken_back_unpublishes_at_once(office):
    case = answered(office, consents_to_publication=True)
    publish(case, office)

    actions.change_consent(case=case, consents=False, now=MONDAY + timedelta(days=20))

    assert list(Case.objects.published()) == []
    assert (case.has_consent, case.is_published) == (False, False)


def test_consent_given_twice_is_one_entry(office):
    case = a_case()
    actions.change_consent(case=case, consents=True, now=MONDAY)
    actions.change_consent(case=case, consents=True, now=MONDAY)

    assert [event.deed for event in case.events.all()] == ["receive", "change_consent"]


def test_a_refusal_to_publish_carries_a_reason_for_the_citizen(office):
    case = answered(office, consents_to_publication=True)
    actions.refuse_publication(case=case, reason="It would point to one person.", by=office.quality, now=MONDAY)

    assert case.publication_refused_reason == "It would point to one person."
    with pytest.raises(actions.DeedNotPossible):
        actions.withdraw_publication(case=case, reason="?", by=office.quality, now=MONDAY)


# ---- The log ----------------------------------------------------------------------------


def test_the_log_carries_no_word_of_the_citizen_and_every_staff_move_is_audited(office):
    case = answered(office)

    entries = " ".join(event.public_note + event.internal_note for event in case.events.all())
    assert CANARY not in entries
    moves = [f"case.{event.deed}" for event in case.events.all() if event.by]
    assert list(AuditEntry.objects.order_by("pk").values_list("deed", flat=True)) == moves
    assert CANARY not in str(list(AuditEntry.objects.values()))


def test_the_log_is_written_once(office):
    event = a_case().events.get()

    for change in (event.save, event.delete, CaseEvent.objects.all().delete, lambda: CaseEvent.objects.update(public_note="x")):
        with pytest.raises(WrittenOnce):
            change()


# ---- Readings ------------------------------------------------------------------------------


def test_a_reading_is_released_by_someone_else_and_only_once(office):
    reading = enter(office.handler, office.food)

    with pytest.raises(actions.OwnReading):
        actions.release_reading(reading=reading, by=office.handler, now=MONDAY)
    stale = Measurement.objects.get()
    actions.release_reading(reading=reading, by=office.quality, now=MONDAY)
    with pytest.raises(actions.CaseMoved):
        actions.release_reading(reading=stale, by=office.quality, now=MONDAY)


def test_a_released_correction_takes_the_place_of_what_it_corrects(office):
    wrong = enter(office.handler, office.food)
    actions.release_reading(reading=wrong, by=office.quality, now=MONDAY)
    right = enter(office.handler, office.food, numerator=45, corrects=wrong)

    assert list(Measurement.objects.standing()) == [wrong]
    actions.release_reading(reading=right, by=office.quality, now=MONDAY)
    assert list(Measurement.objects.standing()) == [right]
    assert set(Measurement.objects.released()) == {wrong, right}


def working(office, **given):
    return a_case_in(State.WORKING, unit=office.food, quality=office.quality, **given)


def in_review(office, **given):
    return a_case_in(State.REVIEW, unit=office.food, quality=office.quality, handler=office.handler, **given)


def answered(office, **given):
    return a_case_in(State.ANSWERED, unit=office.food, quality=office.quality, handler=office.handler, reviewer=office.reviewer, **given)


def submit(case, office):
    actions.submit_for_review(
        case=case, text="Better.", outcome=Outcome.EXPLAINED, by=office.handler, now=MONDAY + timedelta(days=11, hours=1)
    )


def publish(case, office, *, by=None, **texts):
    given = {"summary_zh": "概要", "summary_en": "", "public_answer_zh": "答复", "public_answer_en": "", **texts}
    return actions.publish(case=case, by=by or office.quality, now=MONDAY + timedelta(days=5), **given)


def enter(by, unit, **given):
    indicator, _made = Indicator.objects.get_or_create(
        code="calibrated",
        defaults={
            "name_zh": "仪器校准率",
            "name_en": "Calibrated",
            "definition_zh": "…",
            "definition_en": "…",
            "basis": "census",
            "direction": "at_least",
        },
    )
    values = {"period_from": date(2026, 1, 1), "period_to": date(2026, 3, 31), "numerator": 46, "denominator": 46, "evidence_zh": "台账"}
    return actions.enter_reading(indicator=indicator, unit=unit, by=by, now=MONDAY, **{**values, **given})
