"""Organisers ask, read counts, filter and export; others find nothing there."""

import csv
import io

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from openday.registrations.mailings.queries import chosen_registrations
from openday.registrations.models import Question
from openday.registrations.questions import actions
from openday.registrations.questions.answers import Given
from openday.registrations.staff.chosen import choice
from tests import people
from tests.factories.questions import LUNCH, ask, ask_about_lunch
from tests.factories.registrations import NOW, OpenDayFactory, SessionFactory, register, soon

pytestmark = pytest.mark.django_db
FORM = {
    "label_zh": "午餐", "label_en": "Lunch", "help_zh": "", "help_en": "", "kind": "one", "choices_zh": "清真餐\n素食\n都可以",
    "choices_en": "Halal meal\nVegetarian meal\nAnything", "least": "", "most": "", "keep_days": "7",
}  # fmt: skip


@pytest.fixture
def alice(client):
    user = people.alice()
    client.force_login(user)
    return user


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit("food"))


def add(client, open_day, **changes):
    return client.post(f"/admin/registrations/open-day/{open_day.pk}/questions/add/", FORM | changes)


def party(open_day, *given, **more):
    return register(SessionFactory(open_day=open_day, starts_at=soon()), answers=list(given), now=timezone.now(), **more)


def test_an_organiser_adds_a_question_in_two_languages(client, alice, open_day):
    answer = add(client, open_day)

    question = Question.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/registrations/open-day/{open_day.pk}/questions/")
    assert (question.label_zh, question.choices, question.keep_days) == ("午餐", LUNCH, 7)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label_zh": ""}, "label_zh"),
        ({"choices_zh": "只有一个"}, "choices_zh"),
        ({"choices_zh": "甲\n甲\n乙"}, "choices_zh"),
        ({"choices_en": "one"}, "choices_en"),
        ({"choices_zh": "\n".join("一二三四五六七八九十甲乙丙")}, "choices_zh"),
        ({"choices_zh": f"甲\n{'乙' * 61}\n丙"}, "choices_zh"),
        ({"kind": "number", "least": "5", "most": "3"}, "most"),
        ({"kind": "poem"}, "kind"),
        ({"keep_days": "31"}, "keep_days"),
        ({"keep_days": "0"}, "keep_days"),
        ({"label_zh": "问" * 121}, "label_zh"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_beside_its_field(client, alice, open_day, changes, field):
    answer = add(client, open_day, **changes)

    assert (answer.status_code, Question.objects.count()) == (422, 0)
    assert field in answer.context["form"].errors


def test_a_ninth_question_is_refused_with_the_way_out(client, alice, open_day):
    for _ in range(8):
        ask(open_day)

    answer = add(client, open_day)

    assert (answer.status_code, Question.objects.count()) == (409, 8)
    assert "请先归档一个" in answer.content.decode()


def test_who_asks_for_numbers_of_documents_or_health_is_warned(client, alice, open_day):
    add(client, open_day, label_zh="身份证号和病史")

    page = client.get(f"/admin/registrations/open-day/{open_day.pk}/questions/").content.decode()

    assert page.count("这似乎在问证件号码") == 2  # once for having saved it, once as long as it is asked
    assert "这似乎在问健康状况" in page


def test_kind_and_choices_of_an_answered_question_stay(client, alice, open_day):
    question = ask_about_lunch(open_day)
    party(open_day, Given(question.pk, 1, "1"))
    address = f"/admin/registrations/questions/{question.pk}/"

    fewer = client.post(address, FORM | {"choices_zh": "清真餐\n素食", "choices_en": ""})
    other_kind = client.post(address, FORM | {"kind": "line"})
    longer = client.post(address, FORM | {"keep_days": "9"})
    corrected = client.post(address, FORM | {"label_zh": "午餐安排"})

    assert [one.status_code for one in (fewer, other_kind, longer, corrected)] == [422, 302, 409, 302]
    question.refresh_from_db()
    assert (question.kind, question.label_zh, len(question.choices)) == ("one", "午餐安排", 3)
    assert "午餐" in client.get(address).content.decode().split("旧文字")[1]


def test_the_page_counts_what_was_chosen(client, alice, open_day):
    question = ask_about_lunch(open_day)
    for code in ("1", "1", "3"):
        party(open_day, Given(question.pk, 1, code))

    page = client.get(f"/admin/registrations/open-day/{open_day.pk}/questions/").content.decode()

    assert "3个预约" in page
    assert "清真餐：2" in page
    assert "素食：0" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_question_and_for_three(client, alice, open_day, number, django_assert_num_queries):
    for _ in range(number):
        question = ask_about_lunch(open_day)
        party(open_day, Given(question.pk, 1, "1"))
    address = f"/admin/registrations/open-day/{open_day.pk}/questions/"
    client.get(address)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(address)


PAGE_QUERIES = 16


@pytest.mark.parametrize("person", [people.charlie, people.rosa, people.dora, people.eve])
def test_for_everybody_else_there_are_no_such_questions(client, open_day, person):
    question = ask(open_day)
    client.force_login(person())
    base = "/admin/registrations"

    answers = [
        client.get(f"{base}/open-day/{open_day.pk}/questions/"),
        client.get(f"{base}/open-day/{open_day.pk}/questions/add/"),
        client.get(f"{base}/questions/{question.pk}/"),
        *(client.post(f"{base}/questions/{question.pk}/{deed}/") for deed in ("archive", "ask-again", "delete", "up", "down")),
    ]

    assert {one.status_code for one in answers} <= {302, 404}
    assert all(one["Location"] == "/admin/" or "login" in one["Location"] for one in answers if one.status_code == 302)
    question.refresh_from_db()
    assert question.archived_at is None


def test_archive_ask_again_and_delete_by_buttons(client, alice, open_day):
    question = ask(open_day)
    base = f"/admin/registrations/questions/{question.pk}"

    client.post(f"{base}/archive/")
    question.refresh_from_db()
    archived = question.archived_at is not None
    client.post(f"{base}/delete/")
    still = Question.objects.filter(pk=question.pk).exists()
    client.post(f"{base}/ask-again/")
    question.refresh_from_db()

    assert (archived, still, question.archived_at) == (True, True, None)
    assert client.get(f"{base}/archive/").status_code == 405


def test_the_list_shows_and_filters_what_was_chosen(client, alice, open_day):
    question = ask_about_lunch(open_day)
    halal, vegetarian = (party(open_day, Given(question.pk, 1, code)) for code in ("1", "2"))
    address = f"/admin/registrations/?open_day={open_day.pk}"

    whole = client.get(address).content.decode()
    some = client.get(f"{address}&question_{question.pk}=2").content.decode()
    elsewhere = client.get("/admin/registrations/").content.decode()

    assert whole.count("清真餐") >= 2  # in the filter and in a row
    assert [row.spoken_code in some for row in (halal, vegetarian)] == [False, True]
    assert "清真餐" not in elsewhere


def test_a_letter_to_a_filtered_list_goes_to_nobody_else(client, alice, open_day):
    question = ask_about_lunch(open_day)
    _halal, vegetarian = (party(open_day, Given(question.pk, 1, code)) for code in ("1", "2"))
    request = RequestFactory().get(f"/?all=1&open_day={open_day.pk}&question_{question.pk}=2")
    request.user = alice

    chosen = choice(request)

    assert [row.pk for row in chosen.rows] == [vegetarian.pk]
    assert [row.pk for row in chosen_registrations(chosen.chosen)] == [vegetarian.pk]
    with override("zh-hans"):
        assert chosen.words() == "午餐：素食"
    # A question that is gone leaves nobody.
    assert not chosen_registrations({"picks": {"999999": ["2"]}}).exists()


def test_the_questions_of_another_unit_are_not_told_by_the_filter(client, alice):
    foreign = OpenDayFactory(unit=people.unit("industrial"))
    ask_about_lunch(foreign)

    assert "清真餐" not in client.get(f"/admin/registrations/?open_day={foreign.pk}").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_question_and_for_three(client, alice, open_day, number, django_assert_num_queries):
    for _ in range(number):
        question = ask_about_lunch(open_day)
        party(open_day, Given(question.pk, 1, "1"))
    address = f"/admin/registrations/?open_day={open_day.pk}"
    client.get(address)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(address)


LIST_QUERIES = 21


def test_the_export_has_one_column_for_each_question(client, alice, open_day):
    lunch = ask_about_lunch(open_day, kind="several")
    wish = ask(open_day, label_zh="想看什么？")
    party(open_day, Given(lunch.pk, 1, ["1", "2"]), Given(wish.pk, 1, "=1+1"))
    party(open_day)

    text = b"".join(client.get(f"/admin/registrations/?open_day={open_day.pk}&export=csv")).decode("utf-8-sig")
    workbook = load_workbook(io.BytesIO(b"".join(client.get(f"/admin/registrations/?open_day={open_day.pk}&export=xlsx"))))
    without = b"".join(client.get("/admin/registrations/?export=csv")).decode("utf-8-sig")

    heads, *lines = csv.reader(io.StringIO(text))
    assert heads[-2:] == ["午餐", "想看什么？"]
    assert sorted(line[-2:] for line in lines) == [["", ""], ["清真餐、素食", "'=1+1"]]
    assert [cell.value for line in workbook.active for cell in line if cell.data_type == "f"] == []
    assert "想看什么？" not in without


def test_a_registration_shows_choices_and_keeps_the_partys_own_words_closed(client, alice, open_day):
    lunch, wish = ask_about_lunch(open_day), ask(open_day, label_zh="想看什么？")
    row = party(open_day, Given(lunch.pk, 1, "2"), Given(wish.pk, 1, "看质谱仪"))
    actions.archive(question=wish, by=None, now=NOW)

    page = client.get(f"/admin/registrations/{row.pk}/").content.decode()
    revealed = client.post(f"/admin/registrations/{row.pk}/reveal/", {"reason": "准备午餐"}).content.decode()

    assert ("素食" in page, "想看什么？" in page, "看质谱仪" in page) == (True, True, False)
    assert "看质谱仪" in revealed
