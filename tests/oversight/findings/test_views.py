import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from openday.oversight import actions as case_actions
from openday.oversight.findings import actions
from openday.oversight.models import Indicator
from openday.oversight.states import State as CaseState
from tests import people
from tests.factories.findings import MONDAY, State, a_finding, a_finding_in, an_action
from tests.factories.oversight import a_case_in

pytestmark = pytest.mark.django_db
LEDGER = "/en/oversight/findings/"
# What must never be public: internal texts, notes, names of staff, numbers of cases nobody published.
CANARY = "CANARY-INSIDE"
ADDRESSES = [LEDGER, LEDGER + "findings.csv", LEDGER + "six-checks/", LEDGER + "six-checks.csv", "/sitemap.xml", "/en/oversight/campaign/"]


def text(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code in {200, 404, 410}, address
    return response.content.decode()


def rows(client, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(client, LEDGER + name).removeprefix("\ufeff"))))


def a_published_case():
    case = a_case_in(
        CaseState.CLOSED,
        unit=people.unit("food"),
        quality=people.quentin(),
        handler=people.hana(),
        reviewer=people.rita(),
        consents_to_publication=True,
    )
    case_actions.publish(
        case=case,
        summary_zh="一位市民反映仪器问题。",
        public_answer_zh="仪器已更换。",
        summary_en="",
        public_answer_en="",
        by=people.quentin(),
        now=MONDAY + timedelta(days=1),
    )
    return case


def test_a_finding_that_is_not_published_is_nowhere(client):
    finding = a_finding(title_zh=CANARY, title_en=CANARY, found_zh=CANARY)
    number, pages = finding.number, [*ADDRESSES, f"{LEDGER}{finding.number}/"]

    assert [address for address in pages if CANARY in text(client, address)] == []
    assert [address for address in pages[:-1] if number in text(client, address)] == []
    assert client.get(f"{LEDGER}{number}/").status_code == 404

    # The same words are there once it is published: the test could see them.
    actions.publish(finding=finding, by=people.quentin(), now=MONDAY)
    assert CANARY in text(client, LEDGER)
    assert number in text(client, "/sitemap.xml")


def test_what_is_internal_never_leaves_the_office(client):
    people.rita()
    case = a_case_in(CaseState.WORKING, unit=people.unit("food"), quality=people.quentin())
    finding = a_finding(found_internal=CANARY, source_note=CANARY, cases=[case])
    actions.publish(finding=finding, by=people.quentin(), now=MONDAY)
    actions.state_cause(finding=finding, cause_zh="培训不足", cause_internal=CANARY, by=people.hana(), now=MONDAY)
    actions.reword(finding=finding, title_zh="标题", found_zh="发现", reason_zh="更准确", by=people.quentin(), now=MONDAY)
    action = an_action(finding, owner=people.hana())
    actions.add_proof(action=action, text_zh="记录", by=people.hana(), now=MONDAY)

    for address in [*ADDRESSES, f"{LEDGER}{finding.number}/", f"/zh-hans/oversight/findings/{finding.number}/"]:
        shown = text(client, address)
        assert [word for word in (CANARY, "hana", "quentin", case.number, "proofs/") if word in shown] == []


def test_a_withdrawn_finding_is_gone_from_everywhere_and_its_address_says_so(client):
    finding = a_finding_in(State.CORRECTING, published=True)
    assert finding.number in text(client, LEDGER)

    actions.withdraw_publication(finding=finding, reason_zh="含个人信息", by=people.quentin(), now=MONDAY)

    assert [address for address in ADDRESSES if finding.number in text(client, address)] == []
    assert client.get(f"{LEDGER}{finding.number}/").status_code == 410
    assert "含个人信息" not in text(client, f"/zh-hans/oversight/findings/{finding.number}/")


def test_the_page_tells_the_whole_story_when_the_first_attempt_did_not_help(client):
    finding = a_finding_in(State.REOPENED, published=True)

    shown = text(client, f"{LEDGER}{finding.number}/")

    for words in ("Too little training", "Training", "it did not help", "Still irregular", "Industrial products centre", "attempt 2"):
        assert words in shown


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"open", "late", "closed"}),
        ("?state=open", {"open", "late"}),
        ("?state=late", {"late"}),
        ("?state=closed", {"closed"}),
        ("?check=sampling", {"open"}),
        ("?unit=food", {"open", "late", "closed"}),
        ("?unit=industrial", {"open", "late", "closed"}),  # nothing of it is published: not offered, narrows nothing
        ("?state=%22%3E%3Cscript%3E&check=%0a&unit=x'--", {"open", "late", "closed"}),
    ],
)
def test_the_ledger_is_narrowed_by_state_unit_and_check(client, query, expected):
    long_ago = timezone.now() - timedelta(days=60)
    numbers = {
        "open": a_finding_in(State.RECORDED, published=True, check="sampling").number,
        "late": a_finding_in(State.CORRECTING, published=True, now=long_ago).number,
        "closed": a_finding_in(State.CLOSED, published=True).number,
    }

    shown = text(client, LEDGER + query)

    assert {name for name, number in numbers.items() if number in shown} == expected


def test_the_matrix_counts_what_is_published_and_shows_a_dash_for_the_rest(client):
    for state in (State.CLOSED, State.RECORDED):
        a_finding_in(state, published=True)
    a_finding_in(State.SET_ASIDE, published=True)
    a_finding_in(State.RECORDED)

    table = {(row["unit_code"], row["check_code"]): (row["found"], row["struck_off"]) for row in rows(client, "six-checks.csv")}
    page = text(client, LEDGER + "six-checks/")

    assert table["food", "people"] == ("2", "1")
    assert {value for key, value in table.items() if key != ("food", "people")} == {("0", "0")}
    assert ">1/2</a>" in page
    assert "1 more finding is recorded and not published yet." in page
    assert "?unit=food&amp;check=people" in page


def test_the_file_has_a_line_for_each_action_and_runs_nothing_in_a_spreadsheet(client):
    finding = a_finding_in(State.ANALYSED, published=True, title_zh="=1+1", title_en="=1+1")
    an_action(finding, due_in=3)
    an_action(finding, due_in=9, what_en="Second")
    a_finding_in(State.RECORDED, published=True)

    found = rows(client, "findings.csv")

    assert [(row["number"], row["action"], row["what"]) for row in found] == [
        ("ZG-2026-0001", "1", "Training"),
        ("ZG-2026-0001", "2", "Second"),
        ("ZG-2026-0002", "", ""),
    ]
    assert found[0]["title"] == "'=1+1"


def test_a_case_shows_its_actions_an_action_its_cases_and_an_indicator_both(client):
    case = a_published_case()
    indicator = Indicator.objects.create(
        code="calibrated",
        name_zh="校准率",
        name_en="Calibrated",
        definition_zh="定义",
        definition_en="Definition",
        basis="census",
        direction="at_least",
    )
    finding = a_finding_in(State.CORRECTING, published=True, cases=[case], indicator=indicator)

    of_case = text(client, f"/en/oversight/published/{case.number}/")
    of_finding = text(client, f"{LEDGER}{finding.number}/")
    of_indicator = text(client, "/en/oversight/commitments/calibrated/")

    assert (finding.number in of_case, "Training" in of_case) == (True, True)
    assert (case.number in of_finding, "Calibrated" in of_finding) == (True, True)
    assert [word in of_indicator for word in (finding.number, "Training", case.number)] == [True] * 3


@pytest.mark.parametrize("address", ["", "findings.csv", "six-checks/", "ZG-2026-0001/"])
def test_a_page_costs_the_same_with_one_finding_and_with_three(client, django_assert_max_num_queries, django_assert_num_queries, address):
    a_finding_in(State.REOPENED, published=True)
    client.get(LEDGER + address)
    with django_assert_max_num_queries(20) as first:
        client.get(LEDGER + address)

    a_finding_in(State.REOPENED, published=True)
    a_finding_in(State.REOPENED, published=True)
    with django_assert_num_queries(len(first)):
        client.get(LEDGER + address)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("address", ["", "findings.csv", "six-checks/", "six-checks.csv", "ZG-2026-0001/"])
def test_every_cache_may_keep_what_is_public(client, language, address):
    a_finding_in(State.CLOSED, published=True)

    response = client.get(f"/{language}/oversight/findings/{address}")

    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("address", ["ZG-2026-00001/", "ZG-2026-0001%0a/", "ZG-2026-0001%00/", "zg-2026-0001/", "FK-2026-000001/"])
def test_what_is_no_number_is_not_found(client, address):
    assert client.get(LEDGER + address).status_code in {400, 404}
