"""Open311 GeoReport v2: the fields of the standard, and nothing that is not public."""

import json
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
import requests
from django.utils import timezone
from georeport import GeoReport

from openday.oversight import actions
from openday.oversight.open311 import requests as open311
from openday.oversight.states import State
from openday.oversight.vocabulary import Category
from tests.factories.oversight import CANARY, a_case, a_case_in
from tests.factories.oversight_public import ANSWER_ZH, SUMMARY_ZH, a_published_case

pytestmark = pytest.mark.django_db
BASE = "/open-data/open311/v2"
# https://wiki.open311.org/GeoReport_v2/, "GET Service Requests" and "GET Service List".
REQUEST = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible", "service_notice",
    "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip
SERVICE = {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"}


@pytest.fixture
def now():
    return timezone.now() - timedelta(days=5)


def read(client, path, status=200):
    response = client.get(f"{BASE}/{path}")
    assert response.status_code == status, response.content
    return json.loads(response.content)


def test_a_published_case_has_the_fields_of_the_standard(client, office, now):
    case = a_published_case(office, now=now)

    rows = read(client, "requests.json")

    assert [set(row) for row in rows] == [REQUEST]
    row = rows[0]
    assert (row["service_request_id"], row["status"], row["service_code"]) == (case.number, "closed", "service")
    assert (row["description"], row["service_notice"], row["status_notes"]) == (SUMMARY_ZH, ANSWER_ZH, "属实，已整改")
    assert read(client, f"requests/{case.number}.json") == rows


def test_no_place_is_ever_given_and_a_small_unit_is_not_named(client, office, now):
    a_published_case(office, now=now)
    row = read(client, "requests.json")[0]

    assert {row[name] for name in ("lat", "long", "address", "address_id", "zipcode", "media_url", "agency_responsible")} == {None}
    assert row["requested_datetime"].endswith("-01T00:00:00+08:00")


def test_a_large_unit_is_named_with_its_days(client, office, now, monkeypatch):
    monkeypatch.setattr("openday.oversight.open311.requests.FEWEST_OF_A_UNIT", 1)
    a_published_case(office, now=now)
    row = read(client, "requests.json")[0]

    assert row["agency_responsible"] == "食品检测技术中心"
    assert row["requested_datetime"].startswith(f"{timezone.localdate(now)}T00:00:00")


def test_a_case_that_is_worked_on_again_leaves_the_list_and_closed_ones_are_closed(client, office, now):
    case = a_published_case(office, now=now)
    assert [row["status"] for row in read(client, "requests.json?status=open,closed")] == ["closed"]
    assert read(client, "requests.json?status=open") == []

    actions.ask_redo(case=case, text=CANARY, now=now + timedelta(days=1))

    assert read(client, "requests.json") == []


def test_an_open_case_is_expected_by_its_due_day(office, now):
    case = a_published_case(office, now=now)
    case.state = State.WORKING

    row = open311.request_of(case, frozenset({case.handling_unit_id}))

    assert (row["status"], row["expected_datetime"][:10]) == ("open", f"{case.due_on}")


def test_nothing_of_other_cases_is_told(client, office, now):
    people = {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    hidden = [a_case(now=now), a_case_in(State.CLOSED, now=now, **people)]
    withdrawn = a_published_case(office, now=now)
    actions.withdraw_publication(case=withdrawn, reason="A name.", by=office.quality, now=now + timedelta(days=1))
    hidden.append(withdrawn)
    a_published_case(office, now=now)

    for ending in ("json", "xml"):
        text = client.get(f"{BASE}/requests.{ending}").content.decode()
        for word in (CANARY, "李平", "li.ping", office.handler.username, office.reviewer.username, *(case.number for case in hidden)):
            assert word not in text
    for case in hidden:
        assert client.get(f"{BASE}/requests/{case.number}.json").status_code == 404
        assert read(client, f"requests.json?service_request_id={case.number}") == []


def test_filters_narrow_and_numbers_override_them(client, office, now):
    first = a_published_case(office, now=now, category=Category.ENQUIRY)
    second = a_published_case(office, now=now - timedelta(days=200))

    def numbers(query):
        return [row["service_request_id"] for row in read(client, f"requests.json?{query}")]

    assert numbers("") == [first.number], "without a span: the last 90 days"
    assert numbers("service_code=enquiry,praise") == [first.number]
    assert numbers("service_code=praise") == []
    assert numbers("service_code=nonsense") == []
    assert numbers("status=nonsense") == []
    old = (now - timedelta(days=250)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert numbers(f"start_date={old}") == [second.number]
    assert numbers(f"service_request_id={first.number},{second.number}&service_code=praise") == [first.number, second.number]
    assert numbers("service_request_id=nonsense") == []
    assert numbers("page_size=1&page=2") == []


@pytest.mark.parametrize("query", ["start_date=yesterday", "end_date=2026-99-99T00:00:00Z", "page=-1", "page_size=many", "page=٣"])
def test_what_can_not_be_answered_says_why(client, query):
    assert read(client, f"requests.json?{query}", status=400)[0]["code"] == 400


@pytest.mark.parametrize(
    "query", ["start_date=0001-01-01T00:00:00Z", "start_date=9999-12-31T23:59:59Z", "end_date=0001-01-01T00:00:00-14:00"]
)
def test_days_at_the_ends_of_time_are_no_fault_of_ours(client, query):
    assert client.get(f"{BASE}/requests.json?{query}").status_code in {200, 400}


def test_services_are_the_categories(client):
    rows = read(client, "services.json")

    assert [set(row) for row in rows] == [SERVICE] * len(Category)
    assert [row["service_code"] for row in rows] == Category.values
    assert read(client, "services/enquiry.json") == {"service_code": "enquiry", "attributes": []}
    assert read(client, "services/nothing.json", status=404)[0]["code"] == 404


def test_xml_says_the_same(client, office, now):
    case = a_published_case(office, now=now, summary_zh="<标识> & “不清”")

    rows = ET.fromstring(client.get(f"{BASE}/requests.xml").content)
    services = ET.fromstring(client.get(f"{BASE}/services.xml").content)

    assert rows.tag == "service_requests"
    assert [(row.tag, row.findtext("service_request_id"), row.findtext("description")) for row in rows] == [
        ("request", case.number, "<标识> & “不清”")
    ]
    assert {child.tag for child in rows[0]} == REQUEST
    assert [row.tag for row in services] == ["service"] * len(Category)
    assert services[0].findtext("metadata") == "false"


def test_discovery_leads_to_the_services(client):
    found = json.loads(client.get("/open-data/open311/discovery.json").content)

    assert [endpoint["url"] for endpoint in found["endpoints"]] == ["http://testserver/open-data/open311/v2"]
    assert ET.fromstring(client.get("/open-data/open311/discovery.xml").content).tag == "discovery"


def test_a_list_costs_the_same_for_one_case_and_for_three(client, office, now, django_assert_num_queries):
    for more in (1, 2):
        for _each in range(more):
            a_published_case(office, now=now)
        with django_assert_num_queries(3):
            client.get(f"{BASE}/requests.json")


def test_nobody_writes_here(client):
    assert client.post(f"{BASE}/requests.json", {"service_code": "praise"}).status_code == 405


@pytest.fixture
def wire(client, monkeypatch):
    """What the clients of Open311 send with `requests` is answered by our own addresses."""

    def send(_adapter, request, **_options):
        answer = client.get(request.path_url)
        response = requests.Response()
        response.status_code, response._content, response.url = answer.status_code, answer.content, request.url
        return response

    monkeypatch.setattr("requests.adapters.HTTPAdapter.send", send)


@pytest.mark.usefixtures("wire")
@pytest.mark.parametrize("kind", ["json", "xml"])
def test_a_stock_client_reads_it(office, now, kind):
    case = a_published_case(office, now=now)
    client = GeoReport(f"http://testserver{BASE}", output_format=kind)

    services, requests = client.get_service_list(), client.get_service_requests(status="closed", service_code="service")

    assert [service["service_code"] for service in services] == Category.values
    assert (requests if isinstance(requests, dict) else requests[0])["service_request_id"] == case.number
    assert client.get_service_definition("service")["service_code"] == "service"
    assert client.get_service_request(case.number)
