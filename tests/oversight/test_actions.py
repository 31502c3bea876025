from datetime import timedelta

from openday.oversight import actions
from openday.oversight.models import Case, CaseEvent
from openday.oversight.vocabulary import Outcome
from tests.factories.oversight import MONDAY, a_receipt

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
