import csv
import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from openday.oversight.capability.models import CapabilityLine
from tests import people

pytestmark = pytest.mark.django_db
PAGE = "/en/oversight/capability/"
CANARY = "CANARY-INSIDE"


def a_line(state="gap", **given) -> CapabilityLine:
    values = {"demand_zh": "需求", "demand_en": f"Demand {state}", "unit": people.unit("food"), "is_public": True, **given}
    return CapabilityLine.objects.create(state=state, **values)


def test_only_what_is_marked_public_is_shown_and_no_internal_note(client):
    a_line(demand_en=CANARY, is_public=False)
    a_line(note=CANARY)

    for address in (PAGE, PAGE + "capability.csv", PAGE + "?state=gap"):
        html = client.get(address).content.decode()
        assert (CANARY in html, "Demand gap" in html) == (False, True)


def test_gaps_come_first_and_a_late_one_says_so(client):
    today = timezone.localdate()
    a_line("present")
    a_line("building", due_on=today - timedelta(days=1))
    a_line("gap", due_on=today)

    lines = list(csv.DictReader(io.StringIO(client.get(PAGE + "capability.csv").content.decode("utf-8-sig"))))

    assert [(line["state"], line["late"]) for line in lines] == [("gap", ""), ("building", "yes"), ("present", "")]


@pytest.mark.parametrize(
    ("query", "shown"), [("?state=gap", {"gap"}), ("?state=%3Cscript%3E", {"gap", "present"}), ("", {"gap", "present"})]
)
def test_the_table_is_narrowed_by_state(client, query, shown):
    a_line("gap")
    a_line("present")

    html = client.get(PAGE + query).content.decode()

    assert {state for state in ("gap", "present") if f"Demand {state}" in html} == shown


def test_what_is_being_built_has_a_day():
    with pytest.raises(IntegrityError), transaction.atomic():
        a_line("building")


def test_an_empty_table_does_not_say_that_there_is_no_gap(client):
    assert "That does not mean that there is no gap." in client.get(PAGE).content.decode()


def test_the_desk_asks_for_the_day(client):
    client.force_login(people.quentin())

    answer = client.post("/admin/oversight/capability/new/", {"demand_zh": "需求", "unit": people.unit("food").pk, "state": "building"})

    assert list(answer.context["form"].errors) == ["due_on"]
