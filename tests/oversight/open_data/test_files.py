"""The files: what is in them, what never is, and what they cost."""

import csv
import io
import json
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from openday.events.states import SessionState
from openday.oversight import actions
from openday.oversight.findings import actions as findings
from openday.oversight.findings.states import State as FindingState
from openday.oversight.models import Case
from openday.oversight.monthly_reports import actions as reports
from openday.oversight.open_data.columns import Kind
from openday.oversight.open_data.datasets import BY_CODE, DATASETS
from openday.oversight.states import State
from openday.oversight.vocabulary import Category
from tests.factories import events
from tests.factories.findings import a_finding, a_finding_in, an_action
from tests.factories.open_data import a_reading, a_report, an_indicator, copies, hours
from tests.factories.oversight import CANARY, MONDAY, a_case, a_case_in
from tests.factories.oversight_public import SUMMARY_ZH, a_published_case
from tests.oversight.instruments.test_instruments import an_instrument

pytestmark = pytest.mark.django_db
# Of the rows; the middleware asks nothing for a file.
QUERIES = {
    "monthly": 2, "categories": 2, "answer-times": 2, "satisfaction": 3, "cases": 2, "monthly-reports": 2, "findings": 1,
    "corrective-actions": 1, "instruments": 1, "instrument-hours": 1, "indicators": 1, "targets": 1, "measurements": 1, "all-100": 4,
    "open-days": 3, "sessions": 3, "units": 1,
}  # fmt: skip
KINDS = {
    Kind.TEXT: str, Kind.CODE: str, Kind.WHOLE: int, Kind.DECIMAL: int | Decimal, Kind.TRUTH: bool, Kind.DAY: str | date, Kind.MONTH: str,
    Kind.DAY_OR_MONTH: str, Kind.MOMENT: str,
}  # fmt: skip


def more_of_everything(office, quinn, number):
    """A row more in each dataset: five answers are the fewest that have a time."""
    copies(a_published_case(office), 5)
    a_report(office, quinn, month=date(2026, number, 1))
    finding = a_finding_in(FindingState.CORRECTING, published=True)
    an_action(finding)
    row = an_instrument(f"balance-{number}")
    for month in (4, 5):
        hours(row, month=month)
    indicator = an_indicator(f"calibrated-{number}", office)
    a_reading(indicator, office.food, numerator=number)
    page = events.open_day_page(events.OpenDayFactory(code=f"residues-{number}"))
    events.session_with_places(open_day=page.open_day, starts_at=timezone.now() + timedelta(days=3))


def content(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return b"".join(response.streaming_content if response.streaming else [response.content]).decode()


def rows(client, code):
    return list(csv.DictReader(io.StringIO(content(client, f"/open-data/{code}.csv")[1:])))


def every_file(client):
    names = [f"{dataset.code}.{ending}" for dataset in DATASETS for ending in ("csv", "json", "csv-metadata.json")]
    return {name: content(client, f"/open-data/{name}") for name in [*names, "data.json", "catalog.jsonld"]}


@pytest.fixture
def secrets_of_the_house(office):
    """One case of each kind that nobody may see."""
    people = {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    hidden = [a_case(), a_case_in(State.WORKING, **people), a_case_in(State.CLOSED, **people)]
    spam = a_case()
    actions.mark_as_spam(case=spam, reason="advertising", by=office.quality, now=MONDAY)
    withdrawn = a_case()
    actions.withdraw(case=withdrawn, now=MONDAY)
    taken_back = a_published_case(office)
    actions.withdraw_publication(case=taken_back, reason="A name was left in it.", by=office.quality, now=MONDAY + timedelta(days=1))
    return [*hidden, spam, withdrawn, taken_back]


def test_nothing_of_cases_that_are_not_public_is_in_any_file(client, office, secrets_of_the_house):
    shown = a_published_case(office)
    people = {office.handler.username, office.reviewer.username, office.quality.username, office.handler.email}

    files = every_file(client)

    for name, text in files.items():
        for case in secrets_of_the_house:
            assert case.number not in text, name
        # No text at all, not even the published one, and nobody who wrote or worked.
        for word in (CANARY, "李平", "li.ping@example.org", SUMMARY_ZH, *people):
            assert word not in text, name
    assert len(rows(client, "cases")) == 1
    assert shown.number not in files["cases.csv"], "a unit with one published case is not named, nor led to"


def test_a_small_unit_is_not_named_and_its_days_are_months(client, office):
    for _each in range(3):
        a_published_case(office)

    row = rows(client, "cases")[0]

    assert (row["number"], row["unit"]) == ("", "")
    assert (row["received_on"], row["answered_on"], row["published_on"]) == ("2026-06", "2026-06", "2026-06")
    assert (row["category"], row["answered_in_time"], row["outcome"]) == ("service", "true", "upheld")


def test_a_unit_of_ten_is_named_with_days(client, office, monkeypatch):
    monkeypatch.setattr("openday.oversight.open_data.rows.FEWEST_OF_A_UNIT", 2)
    first = a_published_case(office)
    a_published_case(office)

    row = next(row for row in rows(client, "cases") if row["number"] == first.number)

    assert (row["unit"], row["received_on"]) == ("food", "2026-06-01")


def test_nothing_that_the_ledger_keeps_inside_is_in_any_file(client, office, quinn):
    hidden = a_finding(title_zh="未公开的问题", source_note=CANARY, found_internal=CANARY)
    withdrawn = a_finding_in(FindingState.CORRECTING, published=True, title_zh="撤回的问题", source_note=CANARY, found_internal=CANARY)
    findings.withdraw_publication(finding=withdrawn, reason_zh=CANARY, by=office.quality, now=MONDAY)
    shown = a_finding_in(FindingState.VERIFYING, published=True, source_note=CANARY, found_internal=CANARY)
    an_instrument("hidden-device", is_public=False)
    hours(an_instrument("old-device", is_in_use=False), month=5)
    an_instrument("balance")
    a_reading(an_indicator("calibrated", office), office.food, numerator=3, released=False)
    draft = reports.draft(month=date(2026, 6, 1), now=datetime(2026, 7, 1, 8, tzinfo=MONDAY.tzinfo))
    reports.write(report=draft, text_zh=CANARY, text_en=CANARY, by=office.quality, now=MONDAY)
    reports.submit(report=draft, by=office.quality, now=MONDAY)
    staff = (office.handler.username, office.quality.username, office.handler.email)

    files = every_file(client)

    for name, text in files.items():
        for word in (CANARY, "CANARY-INSIDE", hidden.number, withdrawn.number, "未公开的问题", "撤回的问题", "-device", *staff):
            assert word not in text, (name, word)
    assert [row["number"] for row in rows(client, "findings")] == [shown.number]
    assert {row["finding"] for row in rows(client, "corrective-actions")} == {shown.number}
    assert [row["code"] for row in rows(client, "instruments")] == ["balance"]
    assert rows(client, "monthly-reports") == rows(client, "instrument-hours") == []
    assert {row["verdict"] for row in rows(client, "all-100")} == {"not_published"}


def test_withdrawn_publications_leave_the_file_at_once(client, office):
    case = a_published_case(office)
    assert len(rows(client, "cases")) == 1

    actions.withdraw_publication(case=case, reason="A name was left in it.", by=office.quality, now=timezone.now())

    assert rows(client, "cases") == []
    assert sum(int(row["unpublished"]) for row in rows(client, "monthly")) == 1


def test_open_days_without_a_page_and_planned_sessions_are_not_in_the_files(client):
    page = events.open_day_page(events.OpenDayFactory(code="residues"))
    hidden = events.OpenDayFactory(code="hidden-one")
    seen = events.session_with_places(open_day=page.open_day, starts_at=timezone.now() + timedelta(days=3))
    events.session_with_places(open_day=page.open_day, starts_at=timezone.now() + timedelta(days=4), state=SessionState.DRAFT)
    events.session_with_places(open_day=hidden, starts_at=timezone.now() + timedelta(days=5))

    assert [row["code"] for row in rows(client, "open-days")] == ["residues"]
    assert [row["session"] for row in rows(client, "sessions")] == [str(seen.pk)]
    assert rows(client, "sessions")[0]["starts_at"].endswith("+08:00")


def test_a_file_begins_with_the_mark_that_excel_needs_and_says_what_it_is(client):
    response = client.get("/open-data/units.csv")

    assert next(iter(response.streaming_content)) == b"\xef\xbb\xbf"
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert 'rel="describedby"' in response["Link"]


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(client, office):
    office.food.name_zh = '=HYPERLINK("http://evil.example")'
    office.food.save()

    assert next(row for row in rows(client, "units") if row["code"] == "food")["name_zh"].startswith("'=")


def test_a_dataset_costs_the_same_for_one_row_and_for_three(office, quinn, django_assert_num_queries):
    now = timezone.now()
    assert set(QUERIES) == set(BY_CODE)
    for number in (1, 2):
        more_of_everything(office, quinn, number)
        # Where the site stands is remembered from the first time on.
        list(BY_CODE["open-days"].rows(now))
        for code, queries in QUERIES.items():
            with django_assert_num_queries(queries, info=code):
                found = list(BY_CODE[code].rows(now))
            assert found, code


def test_every_row_has_every_column_of_the_dictionary_and_codes_are_explained(client, office, quinn):
    more_of_everything(office, quinn, 1)

    for dataset in DATASETS:
        rows = list(dataset.rows(timezone.now()))
        assert rows, dataset.code
        for row in rows:
            assert list(row) == dataset.names, dataset.code
            for column in dataset.columns:
                value = row[column.name]
                assert column.may_be_empty or value not in {None, ""}, (dataset.code, column.name)
                assert isinstance(value, KINDS[column.kind] | None), (dataset.code, column.name, value)
                if column.values and value:
                    assert set(str(value).split()) <= set(column.values), (dataset.code, column.name)


def test_the_catalogue_lists_every_dataset_with_files_that_are_there(client):
    listed = json.loads(content(client, "/open-data/catalog.jsonld"))["dcat:dataset"]
    plain = json.loads(content(client, "/open-data/data.json"))["dataset"]

    assert [one["dct:identifier"] for one in listed] == [dataset.code for dataset in DATASETS]
    for one in listed:
        assert {title["@language"] for title in one["dct:title"]} == {"zh-Hans", "zh-Hant", "en"}
        for file in one["dcat:distribution"]:
            content(client, file["dcat:downloadURL"]["@id"].removeprefix("http://testserver"))
            assert file["dct:license"]["@id"].startswith("https://")
    assert [one["distribution"][0]["downloadURL"] for one in plain] == [
        one["dcat:distribution"][0]["dcat:downloadURL"]["@id"] for one in listed
    ]


def test_the_description_of_columns_names_them_as_the_file_does(client):
    for dataset in DATASETS:
        described = json.loads(content(client, f"/open-data/{dataset.code}.csv-metadata.json"))
        heads = content(client, f"/open-data/{dataset.code}.csv")[1:].splitlines()[0].split(",")
        assert [column["titles"] for column in described["tableSchema"]["columns"]] == heads
        assert described["url"].endswith(f"/open-data/{dataset.code}.csv")


@pytest.mark.parametrize(
    "address", ["nothing.csv", "nothing.json", "cases.xml", "cases.csv%0A", "nothing.csv-metadata.json", "../cases.csv"]
)
def test_what_there_is_not_is_not_found(client, address):
    assert client.get(f"/open-data/{address}").status_code == 404


def test_the_address_of_the_contract_leads_to_the_page(client):
    assert client.get("/open-data/")["Location"] == "/zh-hans/open-data/"


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_dataset_has_a_page_that_explains_each_column(client, language):
    assert all(f"/{language}/open-data/{dataset.code}/" in content(client, f"/{language}/open-data/") for dataset in DATASETS)
    for dataset in DATASETS:
        page = content(client, f"/{language}/open-data/{dataset.code}/")
        assert all(f">{column.name}</code>" in page for column in dataset.columns)
        assert f"/open-data/{dataset.code}.csv" in page
    assert client.get(f"/{language}/open-data/nothing/").status_code == 404


def test_the_pages_are_in_the_sitemap(client):
    text = content(client, "/sitemap.xml")

    for address in ("/en/open-data/", "/zh-hant/open-data/cases/", "/en/oversight/statistics/"):
        assert f"<loc>http://testserver{address}</loc>" in text


@pytest.mark.parametrize(("path", "queries"), [("oversight/statistics/", 8), ("open-data/", 12), ("open-data/cases/", 13)])
def test_pages_cost_the_same_for_one_case_and_for_three(client, office, django_assert_num_queries, path, queries):
    for more in (1, 2):
        for _each in range(more):
            a_published_case(office, category=Category.ENQUIRY)
        client.get(f"/zh-hans/{path}")
        with django_assert_num_queries(queries):
            client.get(f"/zh-hans/{path}")


@pytest.mark.parametrize("query", ["year=abc", "year=99999999999999", "month=2026-13", "month=%F0%9F%98%80", "year=2026&month='--"])
def test_nonsense_in_the_address_shows_the_latest(client, office, query):
    a_case()

    assert client.get(f"/en/oversight/statistics/?{query}").status_code == 200
    assert Case.objects.count() == 1


def test_before_the_first_case_the_page_says_so(client):
    assert "Nothing has been received yet" in content(client, "/en/oversight/statistics/")
