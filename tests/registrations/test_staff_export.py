"""Exports: whole, masked, streamed, noted, and nothing in them runs."""

import csv
import io

import pytest
from openpyxl import load_workbook

from openday.accounts.models import AuditEntry
from openday.registrations.staff import export
from tests import people
from tests.factories.registrations import Contact, OpenDayFactory, SessionFactory, register

pytestmark = pytest.mark.django_db
INDEX = "/admin/registrations/"
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "=cmd|' /C calc'!A0", "＝1", "|x"]


@pytest.fixture
def alice(client):
    user = people.alice()
    client.force_login(user)
    return user


def food_session(**values):
    return SessionFactory(open_day=OpenDayFactory(unit=people.unit("food"), **values))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert export.harmless(text).startswith("'")


@pytest.mark.parametrize("value", ["张**", "2026-09-23 09:30", "K7QM-3XVD", "z***@example.org", "", 0, 12])
def test_other_values_stay_as_they_are(value):
    assert export.harmless(value) == value


def test_characters_that_no_xlsx_can_hold_are_dropped():
    assert export.harmless("a\x07b\x00") == "ab"


def test_csv_opens_in_excel_with_its_chinese(client, alice):
    row = register(food_session(name_zh="食品检测开放日"), name="张三丰", contact=Contact("mobile", "+8613812345678"))

    response = client.get(INDEX, {"export": "csv"})

    assert response.streaming
    assert "no-store" in response["Cache-Control"]
    body = b"".join(response)
    assert body.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert len(lines) == 2
    values = dict(zip(lines[0], lines[1], strict=True))
    assert f"{row.code[:4]}-{row.code[4:]}" in values.values()
    assert "食品检测开放日" in values.values()
    assert "张**" in values.values()
    assert "138****5678" in values.values()
    assert "13812345678" not in body.decode()


@pytest.mark.parametrize("text", ["+8613812345678", "=1+1", "-1", "＝1"])
def test_a_workbook_holds_the_text_itself_as_text(text):
    book = load_workbook(io.BytesIO(b"".join(export.xlsx_file(["heading"], [[text, 7, 1.5]], filename="x", title="x"))))

    cells = book.active[2]

    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s"), (7, "n"), (1.5, "n")]
    # What is clicked into and left again is not made a number or a formula.
    assert cells[0].number_format == "@"


def test_a_number_from_abroad_is_read_in_both_files(client, alice):
    register(food_session(), contact=Contact("mobile", "+85291234567"))

    text = b"".join(client.get(INDEX, {"export": "csv"})).decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(b"".join(client.get(INDEX, {"export": "xlsx"})))).active

    assert "'+85****67" in [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert "+85****67" in [cell.value for line in sheet for cell in line]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_cell_of_either_file_is_a_formula(client, alice, name):
    register(food_session(name_zh=name.strip() or "x"), name=name)

    text = b"".join(client.get(INDEX, {"export": "csv"})).decode("utf-8-sig")
    workbook = load_workbook(io.BytesIO(b"".join(client.get(INDEX, {"export": "xlsx"}))))

    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert [cell for cell in cells if cell.strip()[:1] in tuple("=+-@＝")] == []
    assert [cell.value for line in workbook.active for cell in line if cell.data_type == "f"] == []


def test_the_filter_holds_for_the_export(client, alice):
    wanted, other = register(food_session()), register(food_session())

    body = b"".join(client.get(INDEX, {"export": "csv", "session": wanted.session_id})).decode()

    assert wanted.code[:4] in body
    assert f"{other.code[:4]}-{other.code[4:]}" not in body


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_export_is_noted_with_its_size(client, alice, kind):
    register(food_session())

    client.get(INDEX, {"export": kind})

    entry = AuditEntry.objects.get(deed="registrations.export")
    assert (entry.by, entry.facts) == (alice, {"format": kind, "rows": 1})


def test_a_workbook_keeps_its_headings_in_sight_and_says_languages_in_words(client, alice):
    row = register(food_session())
    type(row).objects.update(guide_language="yue")

    sheet = load_workbook(io.BytesIO(b"".join(client.get(INDEX, {"export": "xlsx"}, headers={"accept-language": "en"})))).active

    heads, values = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert dict(zip(heads, values, strict=True))["language of the guide"] == "Cantonese"
    assert (sheet.freeze_panes, sheet.column_dimensions["B"].width) == ("A2", 24)
