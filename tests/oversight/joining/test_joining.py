"""A case that is joined follows the other, and can be taken out again."""

from datetime import timedelta

import pytest

from openday.mail.models import Message
from openday.oversight import actions, public
from openday.oversight.joining.actions import unmerge
from openday.oversight.joining.queries import likely_duplicates
from openday.oversight.models import Case, CaseEvent
from openday.oversight.states import Deed, State
from openday.oversight.vocabulary import Identity, Outcome
from tests.factories.oversight import MOBILE, MONDAY, a_case, a_case_in

pytestmark = pytest.mark.django_db
TEXT = "送样时窗口人员没有当面核对封条就收下了，我担心样品弄混。"
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def staff(office):
    return {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}


def join(case, into, office, now=LATER):
    return actions.merge(case=case, into=into, by=office.quality, now=now)


def test_the_desk_shows_like_messages_and_joins_with_one_press(client, office, staff):
    main = a_case_in(State.ACCEPTED, text="窗口收样没有当面核对封条，样品会不会弄混？", **staff)
    a_case(text="请问停车场在哪里，收费吗？")
    case = a_case(text=TEXT, contact=MOBILE)
    client.force_login(office.quality)

    page = client.get(f"/admin/oversight/cases/{case.pk}/").content.decode()
    form = client.get(f"/admin/oversight/cases/{case.pk}/merge/?number={main.number}").content.decode()

    assert [alike.case for alike in likely_duplicates(case, by=office.quality)] == [main]
    assert f"/merge/?number={main.number}" in page
    assert f'value="{main.number}"' in form


def test_two_messages_of_one_contact_need_less_likeness(office, staff):
    text = "窗口的人没有核对封条，后来报告也晚了三天，电话没人接，很失望。"
    a_case(text=text)
    case, stranger = a_case(text=TEXT), a_case(text=TEXT, contact=MOBILE)

    mine = {alike.same_citizen for alike in likely_duplicates(case, by=office.quality) if alike.case.text == text}
    theirs = [alike for alike in likely_duplicates(stranger, by=office.quality) if alike.case.text == text]

    assert (mine, theirs) == ({True}, [])


def test_the_citizen_of_a_joined_case_follows_the_other_and_reads_its_answer(office, staff):
    main = a_case_in(State.WORKING, **staff)
    case = a_case(text=TEXT, contact=MOBILE, name="赵六")
    join(case, main, office)
    case = Case.objects.get(pk=case.pk)

    before = public.for_its_author(case, now=LATER).followed
    actions.submit_for_review(case=main, text="封条已改为当面核对。", outcome=Outcome.UPHELD, by=office.handler, now=LATER)
    actions.approve(case=main, by=office.reviewer, now=LATER)
    after = public.for_its_author(Case.objects.get(pk=case.pk), now=LATER).followed

    assert (before.number, before.state, before.due_on, before.answer) == (main.number, State.WORKING.label, main.due_on, "")
    assert (after.answer, after.outcome != "") == ("封条已改为当面核对。", True)
    assert {letter.to for letter in Message.objects.filter(kind="case_answered")} == {"li.ping@example.org", MOBILE.value}


def test_an_answer_from_before_the_joining_is_not_shown(office, staff):
    main = a_case_in(State.ANSWERED, **staff)
    actions.ask_redo(case=main, text="Again.", now=LATER)
    case = a_case(text=TEXT, contact=MOBILE)
    join(case, main, office)

    assert public.for_its_author(Case.objects.get(pk=case.pk), now=LATER).followed.answer == ""


def test_a_case_without_a_name_follows_without_a_letter(office, staff):
    main = a_case_in(State.WORKING, **staff)
    join(a_case(identity=Identity.UNNAMED, contact=None, name=""), main, office)
    Message.objects.all().delete()

    actions.note_progress(case=main, text="We wait for the device.", by=office.handler, now=LATER)

    assert Message.objects.filter(kind="case_progress").count() == 1


@pytest.mark.parametrize("state", [State.RECEIVED, State.ACCEPTED])
def test_unmerging_leads_back_and_gives_the_working_days_back(client, office, staff, state):
    main = a_case_in(State.WORKING, **staff)
    case = a_case_in(state, **staff)
    due = case.due_on
    join(case, main, office)
    client.force_login(office.quality)

    # From Tuesday to the Tuesday after: five working days.
    unmerge(case=case, reason="Another device.", by=office.quality, now=LATER + timedelta(days=7))

    case.refresh_from_db()
    assert (case.state, case.merged_into, case.paused_days, case.due_on) == (state, None, 5, due + timedelta(days=7))
    assert case.events.get(deed=Deed.UNMERGE).public_note == "Another device."
    assert Message.objects.filter(kind="case_unmerged").count() == 1


def test_the_desk_takes_a_case_out_again(client, office, staff):
    case = a_case()
    join(case, a_case_in(State.WORKING, **staff), office)
    client.force_login(office.quality)

    answer = client.post(f"/admin/oversight/cases/{case.pk}/unmerge/", {"seen": case.revision, "reason": "Not the same."})

    assert (answer.status_code, Case.objects.get(pk=case.pk).state) == (302, State.RECEIVED)


@pytest.mark.parametrize("end", ["withdraw", "spam"])
def test_cases_go_on_alone_when_the_other_ends_without_an_answer(office, staff, end):
    main, case = a_case(), a_case(contact=MOBILE)
    join(case, main, office)

    if end == "withdraw":
        actions.withdraw(case=main, now=LATER)
    else:
        actions.mark_as_spam(case=main, reason="Nonsense.", by=office.quality, now=LATER)

    assert Case.objects.get(pk=case.pk).state == State.RECEIVED
    assert CaseEvent.objects.filter(case=case, deed=Deed.UNMERGE, by=None).exclude(public_note="").count() == 1


def test_followers_follow_into_the_next_case(office, staff):
    first, second, third = a_case(), a_case(contact=MOBILE), a_case_in(State.WORKING, **staff)
    join(second, first, office)

    join(first, third, office)

    assert set(third.merged.all()) == {first, second}
    assert public.for_its_author(Case.objects.get(pk=second.pk), now=LATER).followed.number == third.number


@pytest.mark.parametrize("end", ["mark_as_spam", "withdraw", "merge"])
def test_nothing_is_joined_with_a_case_that_ended_since_it_was_read(office, end):
    case, other, third = a_case(), a_case(), a_case()
    seen = Case.objects.get(pk=other.pk)
    {
        "mark_as_spam": lambda: actions.mark_as_spam(case=other, reason="advertising", by=office.quality, now=MONDAY),
        "withdraw": lambda: actions.withdraw(case=other, now=MONDAY),
        "merge": lambda: actions.merge(case=other, into=third, by=office.quality, now=MONDAY),
    }[end]()
    assert seen.is_open

    with pytest.raises(actions.DeedNotPossible):
        actions.merge(case=case, into=seen, by=office.quality, now=MONDAY)
    assert Case.objects.get(pk=case.pk).merged_into is None
