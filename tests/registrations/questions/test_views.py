"""A visitor answers in the form, reads the answers on the review page and the ticket, and changes them."""

import pytest

from openday.registrations.forms import Offer, blank_parts
from openday.registrations.models import Answer, Registration
from openday.registrations.questions import actions, queries
from tests.factories.questions import ask, ask_about_lunch, facts_of
from tests.factories.registrations import NOW, OpenDayFactory, SessionFactory, register, soon
from tests.registrations.visitor import Visitor, hidden, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(starts_at=soon(), places=10)


@pytest.fixture
def visitor(client):
    return Visitor(client)


def values():
    return {answer.question.label_zh: answer.value for answer in Answer.objects.select_related("question")}


def test_a_visitor_answers_every_kind_of_question(client, session):
    makers = {"line": ask, "block": ask, "one": ask_about_lunch, "several": ask_about_lunch, "yes_no": ask, "number": ask}
    rows = {kind: make(session.open_day, kind=kind, label_zh=kind) for kind, make in makers.items()}
    typed = {"line": "海报", "block": "第一行\r\n第二行", "one": "2", "several": ["1", "3"], "yes_no": "no", "number": "3"}
    visitor = Visitor(client)

    review = visitor.fill_in(session, **{f"question_{rows[kind].pk}": value for kind, value in typed.items()})
    page = review.content.decode()
    answer = visitor.confirm(session, review)
    ticket = client.get(answer["Location"], follow=True).content.decode()

    assert (review.status_code, answer.status_code) == (200, 303)
    assert values() == typed | {"block": "第一行\n第二行", "number": 3}
    for words in ("海报", "第一行<br>第二行", "素食", "清真餐、都可以", "否"):
        assert words in page
        assert words in ticket


def test_a_required_question_is_asked_for_by_name_and_the_rest_is_kept(visitor, session):
    lunch = ask_about_lunch(session.open_day, is_required=True)
    line = ask(session.open_day)

    answer = visitor.fill_in(session, **{f"question_{line.pk}": "海报"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_question_{lunch.pk}_0"' in page
    assert "午餐：请回答这个问题。" in page
    assert 'value="海报"' in page


BAD = [
    ("one", "9"),
    ("several", ["1", "x"]),
    ("yes_no", "maybe"),
    ("number", "十一"),
    ("number", "99"),
    ("number", "-1"),
    ("number", "9" * 5000),
    ("line", "x" * 101),
    ("block", "x" * 501),
]


@pytest.mark.parametrize(("kind", "typed"), BAD)
def test_what_is_no_answer_is_refused_beside_its_field(visitor, session, kind, typed):
    limits = {"least": 0, "most": 11} if kind == "number" else {}
    row = ask(session.open_day, kind=kind, choices=[["甲", ""], ["乙", ""]] if kind in {"one", "several"} else [], **limits)

    answer = visitor.fill_in(session, **{f"question_{row.pk}": typed})

    assert (answer.status_code, Registration.objects.count()) == (422, 0)
    assert f"id_question_{row.pk}" in answer.content.decode()


def test_a_question_about_children_is_for_parties_with_children(visitor, session):
    row = ask(session.open_day, with_children=True, is_required=True)
    name = f"question_{row.pk}"

    with_children = visitor.fill_in(session, children_6_13="1", **{name: ""})
    without = visitor.register(session, children_6_13="0", **{name: "x" * 300})

    assert (with_children.status_code, without.status_code) == (422, 303)
    assert values() == {}


def test_going_back_from_the_review_page_keeps_the_answers(client, visitor, session):
    lunch = ask_about_lunch(session.open_day, kind="several")
    review = visitor.fill_in(session, **{f"question_{lunch.pk}": ["1", "3"]})

    page = visitor.confirm(session, review, change="1").content.decode()

    ticked = [
        f'value="{code}" id="id_question_{lunch.pk}_{place}" checked' in page.replace(' data-with-children=""', "")
        for place, code in enumerate("123")
    ]
    assert ticked == [True, False, True]


def test_a_question_corrected_meanwhile_is_shown_once_more(visitor, session):
    lunch = ask_about_lunch(session.open_day)
    review = visitor.fill_in(session, **{f"question_{lunch.pk}": "1"})
    actions.correct(question=lunch, by=None, now=NOW, **facts_of(kind="one", label_zh="晚餐", choices=lunch.choices))

    again = visitor.confirm(session, review)
    done = visitor.confirm(session, again)

    assert (again.status_code, state(again), done.status_code) == (200, "review", 303)
    assert Answer.objects.get().version == 2


def test_an_answer_to_an_archived_or_foreign_question_is_never_stored(visitor, session):
    archived = ask(session.open_day)
    foreign = ask(OpenDayFactory())
    actions.archive(question=archived, by=None, now=NOW)

    visitor.register(session, **{f"question_{archived.pk}": "x", f"question_{foreign.pk}": "x"})

    assert (Registration.objects.count(), Answer.objects.count()) == (1, 0)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_questions_speak_the_language_of_the_page(client, session, language):
    ask(session.open_day, label_zh="您对检测报告有什么疑问？", label_en="What would you ask about a test report?")
    words = {"zh-hans": "您对检测报告有什么疑问？", "zh-hant": "您對檢測報告有什麼疑問？", "en": "What would you ask about a test report?"}

    assert words[language] in client.get(f"/{language}/visits/{session.pk}/register/").content.decode()


def test_a_form_that_was_drawn_before_knows_new_questions(client, session):
    address = f"/zh-hans/visits/{session.pk}/register/"
    before = client.get(address).content.decode()
    question = ask(session.open_day)
    after = client.get(address).content.decode()
    actions.archive(question=question, by=None, now=NOW)

    assert [f"question_{question.pk}" in page for page in (before, after, client.get(address).content.decode())] == [False, True, False]
    assert blank_parts(Offer.of(session), must_wait=False) is blank_parts(Offer.of(session), must_wait=False)


@pytest.mark.usefixtures("remembering")
@pytest.mark.parametrize("number", [1, 3])
def test_the_form_costs_the_same_with_one_question_and_with_three(client, session, number, django_assert_num_queries):
    for _ in range(number):
        ask_about_lunch(session.open_day)
    client.get(f"/zh-hans/visits/{session.pk}/register/")

    with django_assert_num_queries(1):
        client.get(f"/zh-hans/visits/{session.pk}/register/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_ticket_costs_the_same_with_one_question_and_with_three(visitor, session, number, django_assert_num_queries):
    rows = [ask_about_lunch(session.open_day) for _ in range(number)]
    answer = visitor.register(session, **{f"question_{row.pk}": "1" for row in rows})
    ticket = visitor.client.get(answer["Location"])["Location"]
    visitor.client.get(ticket)

    with django_assert_num_queries(TICKET_QUERIES):
        visitor.client.get(ticket)


TICKET_QUERIES = 9


def test_answers_are_changed_behind_the_secret_link_only(client, visitor, session):
    lunch = ask_about_lunch(session.open_day, is_required=True)
    visitor.register(session, **{f"question_{lunch.pk}": "1"})
    registration = Registration.objects.get()
    address = f"/zh-hans/visits/ticket/{registration.code}/answers/"
    assert client.get(address).status_code == 403
    client.get(f"/zh-hans/visits/r/{registration.token}/")

    page = client.get(address).content.decode()
    empty = client.post(address, {**hidden(page)})
    done = client.post(address, {f"question_{lunch.pk}": "3"})

    assert f'value="1" id="id_question_{lunch.pk}_0" checked' in page
    assert (empty.status_code, done.status_code) == (422, 303)
    assert values() == {"午餐": "3"}
    assert "您的回答已保存。" in client.get(done["Location"]).content.decode()


def test_without_questions_no_word_of_them_is_anywhere(client, visitor, session):
    form = client.get(f"/zh-hans/visits/{session.pk}/register/").content.decode()
    visitor.register(session)
    registration = Registration.objects.get()
    client.get(f"/zh-hans/visits/r/{registration.token}/")
    ticket = client.get(f"/zh-hans/visits/ticket/{registration.code}/").content.decode()

    assert "主办方" not in form + ticket
    assert queries.active(session.open_day_id) == ()
    assert register(session).answers.count() == 0
