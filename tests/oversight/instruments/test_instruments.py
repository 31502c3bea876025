import csv
import io
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from openday.oversight.instruments import catalogue, rules
from openday.oversight.instruments.models import Calibration, Instrument, InstrumentHours
from openday.oversight.models import Case
from openday.oversight.models.append_only import WrittenOnce
from tests import people

pytestmark = pytest.mark.django_db
PAGE = "/en/oversight/instruments/"
CANARY = "CANARY-INSIDE"


def an_instrument(code="balance", *, until: int | None = 100, **given) -> Instrument:
    """A public balance of the food centre whose calibration holds for `until` more days."""
    values = {"name_zh": "天平", "name_en": "Balance", "unit": people.unit("food"), "is_public": True, **given}
    row = Instrument.objects.create(code=code, **values)
    if until is not None:
        calibrated(row, until)
    return row


def calibrated(row: Instrument, until: int, *, ago: int = 30, result: str = "passed") -> Calibration:
    today = timezone.localdate()
    return Calibration.objects.create(
        instrument=row, calibrated_on=today - timedelta(days=ago), valid_until=today + timedelta(days=until), result=result,
        by_whom_zh="计量院", by_whom_en="Institute", certificate=CANARY,
    )  # fmt: skip


def shared(code="lcms", **given) -> Instrument:
    return an_instrument(code, name_en="Spectrometer", is_shared=True, open_hours_zh="周二下午", open_hours_en="Tuesday afternoon", **given)


def figure() -> tuple[int, int]:
    found = catalogue.calibration_figure(today=timezone.localdate())
    return found.calibrated, found.needing


def test_a_calibration_holds_on_its_last_day_and_no_longer():
    an_instrument("today", until=0)
    an_instrument("yesterday", until=-1)
    an_instrument("never", until=None)
    an_instrument("ruler", until=None, needs_calibration=False)
    an_instrument("store", until=None, is_in_use=False)

    assert figure() == (1, 3)
    assert set(Instrument.objects.overdue(today=timezone.localdate()).values_list("code", flat=True)) == {"yesterday", "never"}


def test_the_figure_counts_what_is_not_public_too():
    an_instrument("hidden", until=-1, is_public=False)
    an_instrument("shown")

    assert figure() == (1, 2)


def test_the_latest_calibration_counts_and_a_failed_one_ends_the_earlier():
    row = an_instrument(until=300)
    calibrated(row, 300, ago=1, result="failed")
    assert figure() == (0, 1)

    calibrated(row, 200, ago=0)
    assert figure() == (1, 1)


def test_a_calibration_is_written_once():
    row = calibrated(an_instrument(until=None), 10)

    with pytest.raises(WrittenOnce):
        row.save()
    with pytest.raises(WrittenOnce):
        row.delete()


@pytest.mark.parametrize(
    "values",
    [{"is_shared": True, "is_public": False, "open_hours_zh": "周二"}, {"is_shared": True, "is_public": True, "open_hours_zh": ""}],
)
def test_the_database_keeps_shared_instruments_public_and_with_hours(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        an_instrument(until=None, **values)


@pytest.mark.parametrize("values", [{"used": 9}, {"for_others": 7}, {"period_to": date(2020, 1, 1)}])
def test_the_database_keeps_hours_possible(values):
    row = {"period_from": date(2026, 5, 1), "period_to": date(2026, 5, 31), "available": 8, "used": 6, "for_others": 2, **values}

    with pytest.raises(IntegrityError), transaction.atomic():
        InstrumentHours.objects.create(instrument=an_instrument(until=None), **row)


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, ""), (0, 5, "0%"), (5, 5, "100%"), (1999, 2000, "99.9%"), (1, 3, "33.3%"), (1, 2, "50%")]
)
def test_a_share_is_never_rounded_up(part, whole, shown):
    assert rules.percent(rules.share(part, whole)) == shown
    assert rules.percent(Fraction(1)) == "100%"


def test_what_is_not_public_is_nowhere(client):
    an_instrument("secret-device", name_en=CANARY, is_public=False)
    an_instrument("old-device", name_en=CANARY, is_in_use=False)
    shown = an_instrument("shown")

    for address in (PAGE, PAGE + "instruments.csv", "/sitemap.xml", f"{PAGE}{shown.code}/"):
        assert CANARY not in client.get(address).content.decode()
    assert client.get(f"{PAGE}secret-device/").status_code == 404
    assert client.get(f"{PAGE}old-device/").status_code == 404
    assert "Balance" in client.get(PAGE).content.decode()


def test_an_empty_register_is_not_a_hundred_per_cent(client):
    html = client.get(PAGE).content.decode()

    assert "That is not 100%." in html
    assert "0 of 0" not in html


def test_an_instrument_says_its_hours_its_calibration_and_how_to_ask(client):
    row = shared(until=-3)
    InstrumentHours.objects.create(
        instrument=row, period_from=date(2026, 5, 1), period_to=date(2026, 5, 31), available=168, used=121, for_others=22, out_of_order=6
    )

    html = client.get(f"{PAGE}{row.code}/").content.decode()

    for words in ("Tuesday afternoon", "Overdue", ">72%<", ">22<", ">6<", "category=enquiry&amp;instrument=lcms"):
        assert words in html


def test_a_booking_enquiry_becomes_a_case_that_names_the_instrument(client):
    row = shared()
    form = client.get(f"/en/oversight/feedback/?category=enquiry&instrument={row.code}").context["form"]

    assert form.initial["unit"] == "food"
    assert "Spectrometer” (lcms)" in form.initial["text"]
    names = ("category", "unit", "text", "request_key")
    sent = client.post(
        "/en/oversight/feedback/", {**{name: form.initial[name] for name in names}, "identity": "unnamed", "captcha": "test"}
    )

    assert sent.status_code == 303
    case = Case.objects.get()
    assert (case.category, case.concerned_unit.code, "lcms" in case.text) == ("enquiry", "food", True)


@pytest.mark.parametrize("code", ["", "nothing", "hidden", "a%00b", "x' OR 1=1", "好"])
def test_another_instrument_leaves_the_form_empty(client, code):
    an_instrument("hidden", until=None, is_public=False)

    response = client.get("/en/oversight/feedback/", {"category": "enquiry", "instrument": code})

    assert response.status_code == 200
    assert "text" not in response.context["form"].initial


def test_the_file_holds_what_the_page_shows(client):
    shared(until=-3)
    an_instrument("balance")

    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(client.get(PAGE + "instruments.csv").content.decode("utf-8-sig")))}

    assert {code: (row["shared"], row["overdue"]) for code, row in rows.items()} == {"lcms": ("yes", "yes"), "balance": ("", "")}


def test_the_catalogue_costs_the_same_with_one_row_and_with_three(client, django_assert_max_num_queries, django_assert_num_queries):
    shared("one")
    client.get(PAGE)
    with django_assert_max_num_queries(12) as first:
        client.get(PAGE)
    shared("two")
    shared("three")

    with django_assert_num_queries(len(first)):
        client.get(PAGE)


# ---- The desk --------------------------------------------------------------------------


def test_the_office_sees_what_has_run_out_on_its_first_page_and_in_the_list(client):
    row = an_instrument("late", until=-1, name_zh="过期天平")
    an_instrument("fine", name_zh="正常天平")
    client.force_login(people.quentin())

    first = client.get("/admin/").content.decode()
    listed = client.get("/admin/oversight/instruments/").content.decode()

    assert ("过期天平" in first, "正常天平" in first) == (True, False)
    assert listed.count("case-tag--late") == 1
    client.force_login(people.hana())
    assert row.name_zh not in client.get("/admin/").content.decode()


def test_a_calibration_is_entered_at_the_desk_with_who_entered_it(client):
    row = an_instrument(until=None)
    client.force_login(people.quentin())
    today = timezone.localdate()
    form = {
        "instrument": row.pk,
        "calibrated_on": today,
        "valid_until": today + timedelta(days=365),
        "result": "passed",
        "by_whom_zh": "计量院",
    }

    assert client.post("/admin/oversight/calibrations/new/", {**form, "valid_until": today - timedelta(days=1)}).status_code == 200
    assert Calibration.objects.count() == 0
    assert client.post("/admin/oversight/calibrations/new/", form).status_code == 302
    assert Calibration.objects.get().entered_by == people.quentin()


def test_a_shared_instrument_without_hours_gets_an_error_beside_the_field(client):
    client.force_login(people.quentin())
    form = {"code": "x", "name_zh": "x", "unit": people.unit("food").pk, "is_in_use": "on", "is_public": "on", "is_shared": "on"}

    answer = client.post("/admin/oversight/instruments/new/", form)

    assert list(answer.context["form"].errors) == ["open_hours_zh"]
    assert Instrument.objects.count() == 0
