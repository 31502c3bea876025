"""What presses, who carries how much, how categories move, and a file that no spreadsheet runs."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook

from openday.accounts.models import AuditEntry
from openday.oversight import actions
from openday.oversight.desk.listing import risk_in_words
from openday.oversight.models import Case
from openday.oversight.overview import queries
from openday.oversight.states import State, Who
from openday.oversight.vocabulary import Category
from tests import people
from tests.factories.oversight import CANARY, MONDAY, a_case, a_case_in

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
PAGE = "/admin/oversight/cases/overview/"


@pytest.fixture
def staff(office):
    return {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}


def ordered(user, *, today=TODAY, offices=(Who.QUALITY_OFFICE,)):
    return list(queries.queue_of(user, today=today, offices=offices))


def test_the_late_press_most_then_the_soon_due_then_what_went_wrong_before(office):
    now = MONDAY
    plain = a_case(category=Category.SUGGESTION, now=now)
    late = a_case(category=Category.SUGGESTION, now=now - timedelta(days=30))
    sensitive = a_case(category=Category.PERSONAL_DATA, now=now)
    Case.objects.filter(pk__in=[plain.pk, sensitive.pk]).update(due_on=TODAY + timedelta(days=20))
    soon = a_case(category=Category.SUGGESTION, now=now)

    assert ordered(office.quality) == [late, soon, sensitive, plain]


def test_the_words_beside_a_case_say_what_its_number_adds_up(office, staff):
    weights = {"Overdue": 16, "Due soon": 8, "Second time": 4, "Sensitive": 2, "Names staff": 2, "Extended": 1}
    case = a_case_in(State.WORKING, category=Category.PERSONAL_DATA, **staff)
    actions.extend(case=case, reason="More tests.", by=office.quality, now=MONDAY)
    a_case(now=MONDAY - timedelta(days=60))
    a_case_in(State.CLOSED, **staff)

    for today in (TODAY, TODAY + timedelta(days=40), TODAY + timedelta(days=44)):
        for row in Case.objects.annotate(risk=queries.risk(today=today)):
            with translation.override("en"):
                words = [str(word) for word in risk_in_words(row, today=today)]
            assert row.risk == (sum(weights[word] for word in words) if row.is_open else -1)


def test_the_next_case_is_one_that_waits_for_this_person(client, office, staff):
    mine, review = a_case_in(State.WORKING, **staff), a_case_in(State.REVIEW, **staff)
    first, second = a_case(now=MONDAY - timedelta(days=9)), a_case()
    wanted = {office.handler: mine, office.reviewer: review, office.quality: first}

    for user, case in wanted.items():
        client.force_login(user)
        assert client.get("/admin/oversight/cases/next/")["Location"] == f"/admin/oversight/cases/{case.pk}/"
    client.force_login(office.quality)
    assert client.get(f"/admin/oversight/cases/next/?after={first.pk}")["Location"].endswith(f"/{second.pk}/")
    for hostile in ("x", "٣", "9" * 60, "-1"):
        assert client.get("/admin/oversight/cases/next/", {"after": hostile}).status_code == 302


def test_who_has_nothing_to_do_is_told_so(client, office):
    client.force_login(office.reviewer)

    assert client.get("/admin/oversight/cases/next/")["Location"] == "/admin/oversight/cases/"


def test_load_counts_open_cases_of_each_unit(office, staff):
    a_case_in(State.WORKING, **staff)
    a_case_in(State.REVIEW, **staff)
    paused = a_case_in(State.WORKING, **staff)
    actions.ask_back(case=paused, question="Which room?", by=office.handler, now=MONDAY)
    a_case_in(State.CLOSED, **staff)
    a_case()

    food, nobody = sorted(queries.loads(office.quality, today=TODAY), key=lambda load: load.unit is None)

    assert (food.unit, food.open, food.review, food.paused, food.late) == (office.food, 3, 1, 1, 0)
    assert (nobody.unit, nobody.open, nobody.oldest_on) == (None, 1, TODAY)
    later = queries.loads(office.quality, today=TODAY + timedelta(days=90))
    assert {(load.unit, load.late) for load in later} == {(office.food, 2), (None, 1)}


def test_trends_count_by_month_of_this_zone_and_leave_spam_out(office):
    # 1 May in Beijing, still April in UTC.
    a_case(category=Category.ENQUIRY, now=MONDAY.replace(month=5, day=1, hour=1))
    a_case(category=Category.ENQUIRY)
    spam = a_case(category=Category.ENQUIRY)
    actions.mark_as_spam(case=spam, reason="x", by=office.quality, now=MONDAY)

    (trend,) = queries.trends(office.quality, today=TODAY)["category"]

    assert queries.months_until(TODAY)[-2:] == [date(2026, 5, 1), date(2026, 6, 1)]
    assert (trend.counts[-2:], trend.total, trend.change) == ([1, 1], 2, 2)


def test_the_page_and_its_file_are_the_quality_offices_alone(client, office, staff):
    a_case_in(State.CLOSED, **staff)
    codes = {}
    for name in ("quality", "handler", "reviewer"):
        client.force_login(getattr(office, name))
        period = {"since": "2026-01-01", "until": "2026-12-31"}
        codes[name] = [client.get(PAGE).status_code, client.get(f"{PAGE}management-review.csv", period).status_code]

    assert codes == {"quality": [200, 200], "handler": [404, 404], "reviewer": [404, 404]}


def exported(client, kind):
    answer = client.get(f"{PAGE}management-review.{kind}", {"since": "2026-01-01", "until": "2026-12-31"})
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_holds_counts_no_text_no_person_and_no_formula(client, office, staff, kind):
    people.unit("food")
    type(office.food).objects.filter(pk=office.food.pk).update(name_zh='=HYPERLINK("http://example.org")', name_en='=HYPERLINK("x")')
    a_case_in(State.CLOSED, **staff)
    a_case_in(State.WORKING, **staff)
    client.force_login(office.quality)

    heads, line = exported(client, kind)

    assert [int(value) for value in line[3:7]] == [2, 2, 1, 1]
    assert not str(line[0]).startswith("=") or kind == "xlsx"
    whole = " ".join(str(value) for value in [*heads, *line])
    assert CANARY not in whole
    assert "李平" not in whole
    assert AuditEntry.objects.get(deed="case.export_review").facts["kind"] == kind


def test_an_unknown_period_leads_back_with_a_message(client, office):
    client.force_login(office.quality)

    for period in ({}, {"since": "2026-12-31", "until": "2026-01-01"}, {"since": "x", "until": "y"}):
        assert client.get(f"{PAGE}management-review.csv", period)["Location"] == PAGE


def test_the_page_takes_as_many_queries_with_one_case_as_with_three(client, office, staff, django_assert_num_queries):
    client.force_login(office.quality)
    now = timezone.now()
    a_case_in(State.WORKING, now=now - timedelta(days=60), **staff)
    client.get(PAGE)
    with django_assert_num_queries(19):
        client.get(PAGE)
    a_case_in(State.WORKING, now=now - timedelta(days=60), **staff)
    a_case(now=now)

    with django_assert_num_queries(19):
        client.get(PAGE)
