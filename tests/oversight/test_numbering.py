"""A year has so many numbers; when they are given out, nobody meets an error and nobody loses a word."""

import pytest
from django.db import connection
from django.utils import timezone

from openday.accounts.models import Unit
from openday.mail.models import Message
from openday.oversight import actions, clock
from openday.oversight.findings.models import Finding
from openday.oversight.models import Case, CaseCounter, CaseEvent, CheckItem, FindingCounter
from openday.oversight.numbering import FEW_CASE_NUMBERS, NumbersUsedUp, case_numbers_left, next_case_number, next_finding_number
from tests import people
from tests.factories.oversight import MONDAY, a_case
from tests.factories.oversight_public import a_form

pytestmark = pytest.mark.django_db
ADDRESS = "/{}/oversight/feedback/"
TEXT = "周六开放吗？<b>我</b>想带奶奶来。"


def given_out(numbers: int, *, of=CaseCounter, now=None) -> None:
    of.objects.create(year=clock.local_day(now or timezone.now()).year, last=numbers)


def front_page(client) -> str:
    return client.get("/admin/", headers={"Accept-Language": "en"}).content.decode()


def test_the_last_number_of_a_year_is_given_out_and_none_after_it():
    given_out(CaseCounter.MOST - 1, now=MONDAY)
    given_out(FindingCounter.MOST - 1, of=FindingCounter, now=MONDAY)

    assert (next_case_number(MONDAY), next_finding_number(MONDAY)) == (f"FK-{MONDAY.year}-999999", f"ZG-{MONDAY.year}-9999")
    for next_number in (next_case_number, next_finding_number):
        with pytest.raises(NumbersUsedUp):
            next_number(MONDAY)
    assert next_case_number(MONDAY.replace(year=MONDAY.year + 1)) == f"FK-{MONDAY.year + 1}-000001"


def test_a_case_without_a_number_leaves_nothing_behind():
    given_out(CaseCounter.MOST, now=MONDAY)

    with pytest.raises(actions.NumbersUsedUp):
        a_case(now=MONDAY)

    assert (Case.objects.count(), CaseEvent.objects.count(), Message.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", "今年的受理编号已经用完"),
        ("zh-hant", "今年的受理編號已經用完"),
        ("en", "case numbers are used up, and our staff know. Nothing was sent."),
    ],
)
def test_a_citizen_is_told_in_the_language_of_the_page_and_keeps_what_was_typed(client, caplog, language, words):
    given_out(CaseCounter.MOST)
    form = a_form(text=TEXT, identity="named", name="李萍", contact="li.ping@example.org")

    answer = client.post(ADDRESS.format(language), form)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert words in page
    assert "周六开放吗？&lt;b&gt;我&lt;/b&gt;想带奶奶来。" in page
    assert [f'value="{typed}"' in page for typed in ("李萍", "li.ping@example.org", "k" * 43)] == [True] * 3
    assert "All FK numbers of" in caplog.text
    assert "李萍" not in caplog.text


def test_a_message_that_was_taken_before_still_finds_its_receipt(client):
    first = client.post(ADDRESS.format("zh-hans"), a_form())
    CaseCounter.objects.update(last=CaseCounter.MOST)

    again = client.post(ADDRESS.format("zh-hans"), a_form())

    assert (first.status_code, again.status_code, Case.objects.count()) == (303, 303, 1)


@pytest.mark.parametrize(("left", "told"), [(FEW_CASE_NUMBERS + 1, "ok"), (FEW_CASE_NUMBERS, "few"), (0, "none")])
def test_staff_and_probes_are_told_before_the_numbers_end(client, left, told):
    given_out(CaseCounter.MOST - left)
    client.force_login(people.quentin())

    page = front_page(client)

    assert case_numbers_left(now=timezone.now()) == left
    assert client.get("/readyz").json()["case_numbers"] == told
    assert [line in page for line in ('id="case-numbers', "20,000 case numbers are left", "None is left.")] == [
        told != "ok",
        told == "few",
        told == "none",
    ]


def test_the_alarm_is_for_the_quality_office_and_asks_one_question(client, django_assert_num_queries):
    given_out(CaseCounter.MOST)
    client.force_login(people.hana())

    assert "None is left." not in front_page(client)
    with django_assert_num_queries(1, connection=connection):
        case_numbers_left(now=timezone.now())


def test_staff_who_record_a_finding_keep_what_they_typed(client):
    people.rita()
    unit, check = people.unit("food"), CheckItem.objects.first()
    assert isinstance(unit, Unit)
    given_out(FindingCounter.MOST, of=FindingCounter)
    client.force_login(people.quentin())
    form = {
        "source": "audit",
        "unit": unit.pk,
        "check_item": check.pk,
        "severity": "minor",
        "title_zh": "缺记录",
        "found_zh": "两页没有签名。",
    }

    answer = client.post("/admin/oversight/findings/record/", form, headers={"Accept-Language": "en"})

    assert (answer.status_code, Finding.objects.count()) == (422, 0)
    page = answer.content.decode()
    assert "numbers of this year" in page
    assert "两页没有签名。" in page
