"""Findings and enquiries that point to an instrument: who may say so, and who reads it."""

import pytest

from openday.oversight.findings import actions
from openday.oversight.findings.models import Finding
from openday.oversight.models import Case
from openday.oversight.own_data.export import as_json
from tests import people
from tests.factories.findings import State, a_finding, a_finding_in
from tests.factories.oversight import MONDAY
from tests.oversight.instruments.test_instruments import an_instrument, shared

pytestmark = pytest.mark.django_db
DESK = "/admin/oversight/findings/"
LEDGER = "/en/oversight/findings/"
CANARY = "CANARY-INSIDE"


@pytest.fixture
def instruments(office):
    """One of the food centre, one of its laboratory, one of another centre."""
    return {
        "own": an_instrument("own"),
        "below": an_instrument("below", unit=office.food_lab, is_public=False),
        "other": an_instrument("other", unit=office.industrial),
    }


def recorded(client, who, unit, instrument):
    """What the form says of this instrument, and how many findings there are then."""
    client.force_login(who)
    form = {
        "source": "instrument", "unit": unit.pk, "check_item": a_check(), "severity": "minor", "title_zh": "天平超期",
        "found_zh": "超期使用。", "instrument": instrument.pk,
    }  # fmt: skip
    response = client.post(f"{DESK}record/", form)
    errors = response.context["form"].errors.get("instrument", []) if response.status_code == 422 else []
    return response.status_code, len(errors), Finding.objects.filter(instrument=instrument).count()


def a_check() -> int:
    return a_finding().check_item_id


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (("handler", "food", "own"), (302, 0, 1)),
        (("handler", "food", "below"), (302, 0, 1)),
        (("handler", "food", "other"), (422, 1, 0)),
        (("quality", "food", "other"), (422, 1, 0)),
        (("quality", "food_lab", "own"), (422, 1, 0)),
        (("quality", "food_lab", "below"), (302, 0, 1)),
    ],
)
def test_a_finding_names_an_instrument_of_its_unit_or_below(client, office, instruments, asked, answer):
    who, unit, instrument = asked

    assert recorded(client, getattr(office, who), getattr(office, unit), instruments[instrument]) == answer


def test_the_choice_holds_what_the_unit_has(client, office, instruments):
    client.force_login(office.handler)
    offered = client.get(f"{DESK}record/").context["form"].fields["instrument"].queryset
    client.force_login(office.quality)
    finding = a_finding()
    joined = client.get(f"{DESK}{finding.pk}/link/").context["form"].fields["instrument"].queryset

    assert {row.code for row in offered} == {row.code for row in joined} == {"own", "below"}


def test_past_the_form_another_units_instrument_is_refused_too(office, instruments):
    other, finding = instruments["other"], a_finding()

    with pytest.raises(actions.InstrumentOfAnotherUnit):
        a_finding(instrument=other)
    with pytest.raises(actions.InstrumentOfAnotherUnit):
        actions.link(finding=finding, cases=[], indicator=None, instrument=other, by=office.quality, now=MONDAY)
    assert Finding.objects.filter(instrument=other).count() == 0


def test_joining_writes_down_what_was_joined_before(office, instruments):
    finding = a_finding(instrument=instruments["own"])

    actions.link(finding=finding, cases=[], indicator=None, instrument=None, by=office.quality, now=MONDAY)

    assert Finding.objects.get().instrument is None
    assert finding.events.order_by("pk").last().before["instrument"] == instruments["own"].pk


def test_the_page_of_an_instrument_shows_its_published_findings_and_no_others(client, office, instruments):
    own = instruments["own"]
    shown = a_finding_in(State.CORRECTING, published=True, instrument=own)
    hidden = a_finding(instrument=own, title_en=CANARY)
    withdrawn = a_finding_in(State.ANALYSED, published=True, instrument=own, title_en=CANARY)
    actions.withdraw_publication(finding=withdrawn, reason_zh="有误。", by=office.quality, now=MONDAY)
    elsewhere = a_finding_in(State.ANALYSED, published=True)

    page = client.get("/en/oversight/instruments/own/").content.decode()

    assert f"{LEDGER}{shown.number}/" in page
    assert "Training" in page
    assert [number for number in (hidden.number, withdrawn.number, elsewhere.number, CANARY) if number in page] == []
    assert "/en/oversight/instruments/own/" in client.get(f"{LEDGER}{shown.number}/").content.decode()


def test_an_instrument_that_is_not_public_is_not_named_by_its_finding(client, office):
    row = an_instrument("canary-device", name_zh=CANARY, name_en=CANARY, model=CANARY, is_public=False)
    finding = a_finding_in(State.CORRECTING, published=True, instrument=row)

    for address in (f"{LEDGER}{finding.number}/", LEDGER, f"{LEDGER}findings.csv", "/open-data/findings.csv", "/open-data/findings.json"):
        response = client.get(address)
        text = b"".join(response.streaming_content if response.streaming else [response.content]).decode()
        assert finding.number in text, address
        assert CANARY not in text, address
        assert "canary-device" not in text, address


def test_the_desk_page_of_an_instrument_shows_every_finding_and_enquiry_about_it(client, office):
    row = shared()
    hidden, other = a_finding(instrument=row), a_finding()
    enquiry = ask(client, instrument=row.code)
    client.force_login(office.quality)

    page = client.get(f"/admin/oversight/instruments/edit/{row.pk}/").content.decode()

    assert (hidden.number in page, enquiry.number in page, other.number in page) == (True, True, False)
    assert row.name_zh in client.get(f"{DESK}{hidden.pk}/").content.decode()
    assert "(lcms)" in client.get(f"/admin/oversight/cases/{enquiry.pk}/").content.decode()


def ask(client, **changed) -> Case:
    """What a browser sends that came from the page of an instrument."""
    form = client.get("/en/oversight/feedback/?category=enquiry&instrument=lcms").context["form"]
    names = ("category", "unit", "text", "request_key", "instrument")
    sent = {**{name: form.initial.get(name, "") for name in names}, "identity": "unnamed", "captcha": "test", **changed}
    assert client.post("/en/oversight/feedback/", sent).status_code == 303
    return Case.objects.latest("pk")


def test_an_enquiry_from_the_page_of_an_instrument_points_to_it(client, office):
    row = shared()

    case = ask(client)

    assert case.instrument == row
    assert as_json(case)["case"]["instrument"] == "lcms"


@pytest.mark.parametrize("code", ["", "nothing", "hidden", "balance", "x' OR 1=1", "好", "a" * 299])
def test_what_is_not_shared_is_not_pointed_to_and_the_message_arrives(client, office, code):
    shared()
    an_instrument("hidden", is_public=False)
    an_instrument("balance")

    case = ask(client, instrument=code, text="请问能用吗？")

    assert (case.instrument, case.text) == (None, "请问能用吗？")


def test_a_page_costs_the_same_with_one_finding_and_with_three(client, office, django_assert_max_num_queries, django_assert_num_queries):
    row = shared()
    a_finding_in(State.CORRECTING, published=True, instrument=row)
    client.get("/en/oversight/instruments/lcms/")
    with django_assert_max_num_queries(16) as first:
        client.get("/en/oversight/instruments/lcms/")

    for _each in range(2):
        a_finding_in(State.CORRECTING, published=True, instrument=row)
    with django_assert_num_queries(len(first)):
        client.get("/en/oversight/instruments/lcms/")


def test_whoever_handles_the_finding_reads_the_instrument_without_a_link_to_its_form(client, office, instruments):
    finding = a_finding(instrument=instruments["own"])
    client.force_login(people.hana())

    page = client.get(f"{DESK}{finding.pk}/").content.decode()

    assert "(own)" in page
    assert f"/admin/oversight/instruments/edit/{instruments['own'].pk}/" not in page
