"""The ledger at the desk: who sees what, what may be done, and who was too late."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from openday.oversight.findings import actions
from openday.oversight.findings.desk.deeds import PAGES
from openday.oversight.findings.models import CorrectiveAction, Finding, FindingEvent, Proof
from openday.oversight.findings.states import STANDING_DEEDS, TRANSITIONS, ActionState, Deed, State
from openday.oversight.models import CheckItem
from openday.oversight.states import State as CaseState
from tests import people
from tests.factories.findings import a_finding, a_finding_in, an_action
from tests.factories.oversight import a_case_in

pytestmark = pytest.mark.django_db
DESK = "/admin/oversight/findings/"


@pytest.fixture
def _the_others():
    people.rita()


def now():
    return timezone.now() - timedelta(days=30)


def post(client, who, finding, deed, *, action=None, seen=None, **form):
    client.force_login(who)
    middle = f"actions/{action.pk}/" if action else ""
    seen = Finding.objects.get(pk=finding.pk).revision if seen is None else seen
    return client.post(f"{DESK}{finding.pk}/{middle}{deed}/", {"seen": seen, **form})


def buttons(client, who, finding) -> set[str]:
    """The deeds that the page of a finding offers; None when the page does not exist for this person."""
    client.force_login(who)
    response = client.get(f"{DESK}{finding.pk}/")
    if response.status_code == 404:
        return {"404"}
    rows = [*response.context["deeds"], *(deed for row in response.context["actions"] for deed in row["deeds"])]
    return {row["deed"] for row in rows}


def test_every_deed_of_the_table_has_its_page():
    assert set(PAGES) == {row.deed for row in TRANSITIONS} | STANDING_DEEDS


STANDING = {"link", "reword", "publish"}


@pytest.mark.parametrize(
    ("state", "office", "unit", "reviewer"),
    [
        (State.RECORDED, {"state_cause", "set_aside"}, {"state_cause"}, {"404"}),
        (State.ANALYSED, {"state_cause", "plan_action", "set_aside"}, {"state_cause", "plan_action"}, {"404"}),
        (
            State.CORRECTING,
            {"plan_action", "submit", "set_aside", "move_due", "drop_action"},
            {"plan_action", "submit", "add_proof", "report_done"},
            {"404"},
        ),
        (State.VERIFYING, {"send_back"}, set(), {"confirm", "find_ineffective"}),
        (State.VERIFIED, {"close"}, set(), set()),
        (State.CLOSED, {"reopen"}, set(), set()),
        (State.REOPENED, {"state_cause", "plan_action"}, {"state_cause", "plan_action"}, set()),
        (State.SET_ASIDE, set(), set(), {"404"}),
    ],
)
def test_each_office_is_offered_its_own_deeds(client, state, office, unit, reviewer):
    finding = a_finding_in(state, now=now())

    assert buttons(client, people.quentin(), finding) == office | STANDING
    assert buttons(client, people.hana(), finding) == unit
    assert buttons(client, people.rita(), finding) == reviewer


@pytest.mark.parametrize("who", ["stranger", "editor", "judge of the unit"])
def test_nobody_else_learns_that_a_finding_exists(client, who):
    finding = a_finding_in(State.VERIFYING, now=now())
    stranger = {
        "stranger": people.person("other", "handler", of="industrial"),
        "editor": people.eve(),
        "judge of the unit": people.person("judge", "reviewer", of="food-lab"),
    }[who]

    assert buttons(client, stranger, finding) == {"404"}
    assert post(client, stranger, finding, "confirm", text_zh="好", uninvolved="on").status_code == 404
    assert client.get(f"{DESK}{finding.pk}/confirm/").status_code == 404


def test_a_unit_that_owes_an_action_sees_the_finding_of_another_unit(client):
    third = people.person("third", "handler", of="logistics")
    finding = a_finding_in(State.ANALYSED, now=now())
    action = an_action(finding, owner_unit=people.unit("logistics"), now=now())

    assert buttons(client, third, finding) == {"plan_action", "submit", "add_proof", "report_done"}
    assert post(client, third, finding, "add_proof", action=action, text_zh="清单").status_code == 302


@pytest.mark.usefixtures("_the_others")
def test_a_finding_is_recorded_by_the_unit_itself_and_not_about_others(client):
    client.force_login(people.hana())
    form = {
        "source": "self_inspection",
        "unit": people.unit("food").pk,
        "check_item": CheckItem.objects.get(code="people").pk,
        "severity": "minor",
        "title_zh": "标题",
        "found_zh": "发现",
        "found_internal": "内部",
    }

    assert client.post(f"{DESK}record/", {**form, "unit": people.unit("industrial").pk}).status_code == 422
    assert client.post(f"{DESK}record/", {**form, "source": "case"}).status_code == 422
    assert client.post(f"{DESK}record/", {**form, "source": "open_day"}).status_code == 422
    assert client.post(f"{DESK}record/", form).status_code == 302
    assert Finding.objects.get().found_internal == "内部"


@pytest.mark.usefixtures("_the_others")
def test_the_office_records_what_a_case_showed_and_the_case_names_the_finding(client):
    case = a_case_in(CaseState.WORKING, unit=people.unit("food"), quality=people.quentin())
    client.force_login(people.quentin())

    page = client.get(f"{DESK}record/?case={case.number}")
    form = {**page.context["form"].initial, "severity": "minor", "title_zh": "标题", "found_zh": "发现"}
    form["check_item"] = CheckItem.objects.get(code="people").pk
    assert client.post(f"{DESK}record/", form).status_code == 302

    finding = Finding.objects.get()
    assert list(finding.cases.all()) == [case]
    assert finding.number in client.get(f"/admin/oversight/cases/{case.pk}/").content.decode()
    assert case.number in client.get(f"{DESK}{finding.pk}/").content.decode()


def test_a_finding_goes_through_the_forms_from_the_cause_to_the_end(client):
    finding = a_finding(now=now())
    today = timezone.localdate()

    assert post(client, people.hana(), finding, "state_cause", cause_zh="培训不足").status_code == 302
    food = people.unit("food").pk
    plan = {"what_zh": "培训", "owner_unit": food, "due_on": (today + timedelta(days=5)).isoformat()}
    assert post(client, people.quentin(), finding, "plan_action", **{**plan, "due_on": "2020-01-01"}).status_code == 422
    assert post(client, people.quentin(), finding, "plan_action", **plan).status_code == 302
    action = CorrectiveAction.objects.get()
    assert post(client, people.hana(), finding, "report_done", action=action, done_on=today.isoformat()).status_code == 422
    page = SimpleUploadedFile("记录.pdf", b"%PDF-1.7", content_type="application/pdf")
    assert post(client, people.hana(), finding, "add_proof", action=action, text_zh="记录", file=page).status_code == 302
    assert post(client, people.hana(), finding, "report_done", action=action, done_on=today.isoformat()).status_code == 302
    early = (today + timedelta(days=13)).isoformat()
    assert post(client, people.hana(), finding, "submit", verify_from=early).status_code == 422
    assert post(client, people.hana(), finding, "submit", verify_from=(today + timedelta(days=14)).isoformat()).status_code == 302
    # Not before the set day, whoever asks.
    assert post(client, people.rita(), finding, "confirm", text_zh="好", uninvolved="on").status_code == 409
    assert Finding.objects.get().state == State.VERIFYING


def test_whoever_looks_says_that_they_are_uninvolved(client):
    finding = a_finding_in(State.VERIFYING, now=now())

    assert post(client, people.rita(), finding, "confirm", text_zh="好").status_code == 422
    assert post(client, people.rita(), finding, "confirm", text_zh="好", uninvolved="on").status_code == 302
    assert post(client, people.quentin(), finding, "close").status_code == 302
    assert Finding.objects.get().state == State.CLOSED


def test_who_is_too_late_is_told_and_keeps_what_was_typed(client):
    finding = a_finding_in(State.VERIFYING, now=now())
    seen = finding.revision
    actions.find_ineffective(finding=finding, text_zh="不好", by=people.rita(), now=timezone.now())
    second = people.person("rita2", "reviewer", of="industrial")

    late = post(client, second, finding, "confirm", seen=seen, text_zh="我看过了", uninvolved="on")
    stale = post(client, people.quentin(), finding, "reword", seen=seen, title_zh="a", found_zh="b", reason_zh="c")

    assert (late.status_code, stale.status_code) == (409, 409)
    assert "我看过了" in late.content.decode()
    assert FindingEvent.objects.filter(deed__in=[Deed.CONFIRM, Deed.REWORD]).count() == 0


def test_who_recorded_a_finding_is_not_offered_to_publish_it(client):
    finding = a_finding(by=people.quentin(), now=now())
    people.hana()

    assert "publish" not in buttons(client, people.quentin(), finding)
    assert post(client, people.quentin(), finding, "publish", neutral="on").status_code == 409
    other = people.person("other", "quality-office", of="quality-office")
    assert post(client, other, finding, "publish").status_code == 422
    assert post(client, other, finding, "publish", neutral="on").status_code == 302
    assert "withdraw_publication" in buttons(client, people.quentin(), finding)


@pytest.mark.parametrize("name", ["virus.exe", "page.html", "makros.docm", "no-ending", "bild.svg"])
def test_files_that_run_something_are_refused(client, name):
    finding = a_finding_in(State.CORRECTING, now=now())
    file = SimpleUploadedFile(name, b"MZ\x90")

    assert (
        post(client, people.hana(), finding, "add_proof", action=CorrectiveAction.objects.get(), text_zh="x", file=file).status_code == 422
    )
    assert Proof.objects.count() == 0


def test_evidence_is_saved_by_those_who_see_the_finding_and_by_nobody_else(client, tmp_path):
    finding = a_finding_in(State.CORRECTING, now=now())
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7 <script>")
    post(client, people.hana(), finding, "add_proof", action=CorrectiveAction.objects.get(), text_zh="记录", file=file)
    address = f"{DESK}{finding.pk}/files/{Proof.objects.get().pk}/"

    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 <script>"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    client.force_login(people.person("other", "handler", of="industrial"))
    assert client.get(address).status_code == 404

    # Somebody put another file in its place: nobody is given that as evidence.
    (tmp_path / "private" / Proof.objects.get().file.name).write_bytes(b"%PDF-1.7 forged")
    client.force_login(people.hana())
    assert client.get(address).status_code == 404


def test_the_board_lists_actions_by_day_and_marks_the_late_ones(client):
    finding = a_finding_in(State.ANALYSED, now=now())
    for days, what in ((50, "later"), (3, "late"), (40, "soon")):
        an_action(finding, now=now(), due_in=days, what_zh=what, what_en=what)
    an_action(finding, now=now(), due_on=None, what_zh="undated", what_en="undated")
    client.force_login(people.quentin())

    page = client.get(f"{DESK}actions/").content.decode()

    order = [page.index(f">{what}") if f">{what}" in page else page.index(what) for what in ("late", "soon", "later", "undated")]
    assert order == sorted(order)
    assert page.count("case-tag--late") == 1


def test_the_first_page_of_the_staff_area_says_what_waits(client):
    a_finding_in(State.VERIFYING, now=now())
    late = a_finding_in(State.CORRECTING, now=now())

    client.force_login(people.quentin())
    assert late.number in client.get("/admin/").content.decode()
    client.force_login(people.rita())
    shown = client.get("/admin/").content.decode()
    assert ("ZG-" in shown, late.number in shown) == (True, False)


@pytest.mark.parametrize("address", ["", "actions/", "1/"])
def test_a_list_costs_the_same_with_one_row_and_with_three(client, django_assert_max_num_queries, django_assert_num_queries, address):
    address = address.replace("1", str(a_finding_in(State.CORRECTING, now=now()).pk))
    client.force_login(people.quentin())
    client.get(DESK + address)
    with django_assert_max_num_queries(40) as first:
        client.get(DESK + address)

    for _n in range(2):
        a_finding_in(State.CORRECTING, now=now())
    with django_assert_num_queries(len(first)):
        client.get(DESK + address)


def test_a_dropped_action_is_not_owed_any_more(client):
    finding = a_finding_in(State.CORRECTING, now=now())
    action = CorrectiveAction.objects.get()

    assert post(client, people.quentin(), finding, "drop_action", action=action, reason_zh="不再需要").status_code == 302
    assert CorrectiveAction.objects.get().state == ActionState.DROPPED
    assert post(client, people.hana(), finding, "report_done", action=action, done_on=timezone.localdate().isoformat()).status_code == 409
