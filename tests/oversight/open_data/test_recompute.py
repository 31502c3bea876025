"""A stranger recomputes: every figure on our pages follows from the downloaded files alone, CSV and JSON alike."""

import copy
import csv
import io
import json
import re
import secrets
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from openday.language import formats
from openday.oversight import actions
from openday.oversight.findings.states import State as FindingState
from openday.oversight.instruments.models import Instrument
from openday.oversight.models import Rating
from openday.oversight.monthly_reports import actions as reports
from openday.oversight.open_data.datasets import BY_CODE
from openday.oversight.open_data.rows import LEVELS
from openday.oversight.states import State
from openday.oversight.vocabulary import Category
from tests.factories.findings import a_finding_in, an_action
from tests.factories.open_data import a_reading, a_report, an_indicator, copies, hours
from tests.factories.oversight import a_case, a_case_in
from tests.factories.oversight_public import a_published_case
from tests.oversight.instruments.test_instruments import an_instrument
from tests.oversight.instruments.test_instruments import calibrated as calibrated_again

pytestmark = pytest.mark.django_db
CARDS = ["received", "accepted", "answered", "in_time", "median", "redone", "appealed", "unpublished", "overdue"]


@pytest.fixture
def world(office):
    """Cases of two months that are over and of the running one, with everything that is counted."""
    now = timezone.now()
    this_month = timezone.localtime(now).replace(day=1, hour=10, minute=0, second=0, microsecond=0)
    last = (this_month - timedelta(days=3)).replace(day=3)
    before = (last - timedelta(days=5)).replace(day=3)
    people = {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    answered = a_case_in(State.ANSWERED, now=before, category=Category.ENQUIRY, **people)
    copies(answered, 6, category=Category.ENQUIRY)
    copies(answered, 1, category=Category.ENQUIRY, answered_in_time=False, answered_at=before + timedelta(days=20))
    copies(answered, 6, category=Category.SERVICE)
    copies(answered, 2, category=Category.PRAISE)
    copies(answered, 4, category=Category.SUGGESTION)
    copies(a_case(now=last, category=Category.ENQUIRY), 5)
    shown = a_published_case(office, now=last)
    actions.withdraw_publication(case=shown, reason="A name was left in it.", by=office.quality, now=last + timedelta(days=1))
    a_published_case(office, now=last)
    spam = a_case(now=last)
    actions.mark_as_spam(case=spam, reason="advertising", by=office.quality, now=last)
    again = copies(answered, 1, category=Category.SUGGESTION)[0]
    actions.ask_redo(case=again, text="Please look again.", now=before + timedelta(days=2))
    return now


def from_csv(client, code):
    text = b"".join(client.get(f"/open-data/{code}.csv").streaming_content).decode()
    assert text.startswith("\ufeff")
    return [{name: value or None for name, value in row.items()} for row in csv.DictReader(io.StringIO(text[1:]))]


def from_json(client, code):
    rows = json.loads(b"".join(client.get(f"/open-data/{code}.json").streaming_content))["rows"]
    return [
        {name: None if value is None else str(value).lower() if isinstance(value, bool) else str(value) for name, value in row.items()}
        for row in rows
    ]


def median(rows):
    answers = [(int(row["from_days"]), int(row["to_days"]), int(row["answers"])) for row in rows]
    each = [(first, last) for first, last, number in sorted(answers) for _one in range(number)]
    if not each:
        return None
    low, high = each[(len(each) - 1) // 2][0], each[len(each) // 2][1]
    return str(low) if low == high else f"{low}–{high}"


def computed(rows, times, year):
    """What the page of a year shows, from the files alone."""
    own = [row for row in rows if row["month"].startswith(str(year))]

    def total(name, some=own):
        return sum(int(row[name]) for row in some)

    answered = total("in_time") + total("late")
    return {
        "received": str(total("received")),
        "accepted": str(total("accepted")),
        "answered": str(answered),
        "in_time": f"{total('in_time')}/{answered}" if answered else "Not published",
        "median": median([row for row in times if row["year"] == str(year)]) or "Not published",
        "redone": str(total("redone")),
        "appealed": str(total("appealed")),
        "unpublished": str(total("unpublished")),
        "overdue": str(total("overdue", rows)),
    }


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def figures_of(page):
    return [plain(value) for value in re.findall(r"figure-card__value[^>]*>(.*?)</span>", page, re.S)]


def table_after(page, mark):
    body = page[page.index(mark) :]
    body = body[: body.index("</table>")]
    return [
        [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)] for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ][1:]


@pytest.mark.parametrize("read", [from_csv, from_json])
def test_every_figure_of_the_statistics_page_follows_from_the_files(client, world, read):
    rows, times, categories = (read(client, code) for code in ("monthly", "answer-times", "categories"))
    years = sorted({int(row["month"][:4]) for row in rows})

    for year in years:
        page = client.get(f"/en/oversight/statistics/?year={year}").content.decode()
        own = [row for row in rows if row["month"].startswith(str(year))]
        assert dict(zip(CARDS, figures_of(page), strict=False)) == computed(rows, times, year)
        names = [
            "received",
            "accepted",
            "in_time",
            "late",
            "waiting",
            "set_aside",
            "redone",
            "appealed",
            "extended",
            "published",
            "unpublished",
            "not_genuine",
        ]
        assert [row[1:] for row in table_after(page, 'role="group" aria-labelledby="months-heading"')] == [
            [row[name] for name in names] for row in own
        ]
        # The drawings say in their tables what the files say.
        received = table_after(page, 'aria-labelledby="chart-received"')
        assert [row[1:] for row in received] == [[row["received"], str(int(row["in_time"]) + int(row["late"]))] for row in own]
        in_time = [cells[-1] for cells in table_after(page, 'aria-labelledby="chart-in-time"')]
        for cell, row in zip(in_time, own, strict=True):
            answered = int(row["in_time"]) + int(row["late"])
            assert cell.endswith(f"({row['in_time']}/{answered})") if answered else cell == "–"
        for month in [row["month"] for row in own if row["is_over"] == "true"]:
            page = client.get(f"/en/oversight/statistics/?year={year}&month={month}").content.decode()
            of_month = [row for row in categories if row["month"] == month]
            assert [row[1] for row in table_after(page, 'id="month-caption"')] == [row["received"] or "withheld" for row in of_month]


@pytest.mark.parametrize("read", [from_csv, from_json])
def test_the_front_page_shows_what_the_files_say(client, world, read):
    rows, times = read(client, "monthly"), read(client, "answer-times")
    expected = computed(rows, times, timezone.localdate().year)

    shown = figures_of(client.get("/en/oversight/").content.decode())[:6]

    assert shown == [expected[name] for name in ("received", "accepted", "answered", "in_time", "overdue", "median")]


def test_the_totals_by_category_follow_from_the_file_and_say_where_they_are_not_whole(client, world):
    rows = from_csv(client, "categories")
    year = rows[-1]["month"][:4]
    page = client.get(f"/en/oversight/statistics/?year={year}").content.decode()

    expected = []
    for category in dict.fromkeys(row["category"] for row in rows):
        own = [row["received"] for row in rows if row["category"] == category and row["month"].startswith(year)]
        known = sum(int(one) for one in own if one)
        expected.append(str(known) if all(own) else f"at least {known}" if known else "withheld")
    assert [row[1] for row in table_after(page, 'id="by-year-caption"')] == expected


def test_both_kinds_of_file_hold_the_same_rows(client, world):
    for code in ("monthly", "categories", "answer-times", "cases", "units"):
        assert from_csv(client, code) == from_json(client, code), code


def test_in_the_files_a_month_and_its_categories_leave_every_withheld_number_open(client, world):
    months = {row["month"]: row for row in from_csv(client, "monthly")}
    categories = from_csv(client, "categories")

    withheld = [row for row in categories if "received" in (row["withheld"] or "")]
    assert withheld
    for month in {row["month"] for row in withheld}:
        own = [row for row in categories if row["month"] == month]
        left = int(months[month]["received"]) - sum(int(row["received"]) for row in own if row["received"])
        assert len([row for row in own if not row["received"]]) >= 2
        assert left > 0
    assert not [row for row in categories if row["received"] in {"1", "2", "3", "4"}]


@pytest.mark.parametrize("ratings", [9, 10])
def test_satisfaction_follows_from_the_file_and_is_silent_below_ten(client, office, ratings):
    case = a_published_case(office, now=timezone.now() - timedelta(days=1))
    first = Rating.objects.get(case=case)
    made = copies_of_rating(first, copies(case, ratings - 1))
    Rating.objects.filter(pk__in=[first.pk, *(one.pk for one in made)]).update(
        process=5, result=2, rated_at=first.asked_at + timedelta(hours=1)
    )

    for read in (from_csv, from_json):
        rows = {row["question"]: row for row in read(client, "satisfaction")}
        assert {(row["asked"], row["rated"]) for row in rows.values()} == {(str(ratings), str(ratings))}
        levels = {question: [row[name] for name in LEVELS] for question, row in rows.items()}
        page = figures_of(client.get("/en/oversight/statistics/").content.decode())
        if ratings < 10:
            assert levels == {"process": [None] * 5, "result": [None] * 5}
        else:
            assert levels == {"process": ["10", "0", "0", "0", "0"], "result": ["0", "0", "0", "10", "0"]}
            average = sum(int(number) * level for number, level in zip(levels["process"], (5, 4, 3, 2, 1), strict=True)) / 10
            assert any(f"{average:.2f}" in shown or f"{100 * 10 / 10:.0f}%" in shown for shown in page[len(CARDS) :])


def copies_of_rating(rating, cases):
    made = []
    for case in cases:
        made.append(copy.copy(rating))
        made[-1].pk, made[-1].case, made[-1].secret_hash = None, case, secrets.token_hex(32)
    return Rating.objects.bulk_create(made)


# ---- The ledger, the board, instruments, reports -------------------------------------------------


def words(code, name, value):
    """What the dictionary says a code means."""
    column = next(one for one in BY_CODE[code].columns if one.name == name)
    return str(column.values[value])


@pytest.mark.parametrize("read", [from_csv, from_json])
def test_the_ledger_follows_from_its_two_files(client, office, read):
    now = timezone.now()
    for state in (FindingState.RECORDED, FindingState.CORRECTING, FindingState.REOPENED, FindingState.CLOSED):
        a_finding_in(state, published=True, now=now - timedelta(days=40))
    late = a_finding_in(FindingState.CORRECTING, published=True, now=now)
    an_action(late, due_on=timezone.localdate() - timedelta(days=1))
    an_action(late, due_on=None)

    findings, actions_ = read(client, "findings"), read(client, "corrective-actions")
    page = client.get("/en/oversight/findings/").content.decode()

    assert len(findings) == 5
    shown = {row[0].split("ZG-")[-1]: row[1:] for row in table_after(page, 'aria-labelledby="ledger-caption"')}
    with translation.override("en"):
        for row in findings:
            own = [one for one in actions_ if one["finding"] == row["number"] and one["state"] != "dropped"]
            open_days = [one["due_on"] for one in own if one["state"] == "open" and one["due_on"]]
            assert (row["actions"], row["actions_done"], row["actions_overdue"]) == (
                str(len(own)),
                str(sum(one["state"] == "done" for one in own)),
                str(sum(one["is_overdue"] == "true" for one in own)),
            )
            unit, _check, state, done, due = shown[row["number"].removeprefix("ZG-")]
            assert unit == office.food.name
            assert words("findings", "state", row["state"]) in state
            assert ("Overdue" in state) == (row["actions_overdue"] != "0")
            assert done == (f"{row['actions_done']}/{row['actions']}" if own else "–")
            assert due == (formats.day(date.fromisoformat(min(open_days)), weekday=False) if open_days else "–")
    assert [(row["was_effective"], row["checked_on"] is None) for row in findings] == [
        (None, True), (None, True), ("false", False), ("true", False), (None, True),
    ]  # fmt: skip


@pytest.mark.parametrize("read", [from_csv, from_json])
def test_the_board_follows_from_its_file(client, office, read):
    calibrated = an_indicator("calibrated", office)
    a_reading(calibrated, office.food, numerator=9)
    wrong = a_reading(calibrated, office.industrial, numerator=10)
    a_reading(calibrated, office.industrial, numerator=8, corrects=wrong)
    an_indicator("passed", office)
    an_indicator("not-of-everybody", office).targets.update(unit=office.food)
    an_indicator("less", office).targets.update(limit_per_mille=950)

    rows = read(client, "all-100")
    address = "/en/oversight/commitments/all-100/"
    page = client.get(address).content.decode()

    assert {row["indicator"] for row in rows} == {"calibrated", "passed"}
    with translation.override("en"):
        shown = [cell for row in table_after(page, 'aria-labelledby="board-heading"') for cell in row[2:]]
        for row, cell in zip(rows, shown, strict=True):
            counted = f"{row['numerator']}/{row['denominator']}" if row["reading"] else ""
            assert cell.startswith(f"{counted} " if counted else words("all-100", "verdict", row["verdict"]))
            assert words("all-100", "verdict", row["verdict"]) in cell
    assert {(row["unit"], row["numerator"], row["verdict"]) for row in rows if row["reading"]} == {
        ("food", "9", "missed"), ("industrial", "8", "missed"),
    }  # fmt: skip
    # What the file counts as missed stands among the misses of the page, and each reading is in the file of readings.
    assert page.count("送检中。") == sum(row["verdict"] == "missed" for row in rows)
    assert {row["reading"] for row in rows} - {None} <= {row["reading"] for row in read(client, "measurements")}
    assert 'href="/open-data/all-100.csv"' in page


@pytest.mark.parametrize("read", [from_csv, from_json])
def test_the_catalogue_of_instruments_follows_from_its_files(client, office, read):
    an_instrument("fine")
    an_instrument("late", until=-1)
    an_instrument("never", until=None)
    an_instrument("ruler", until=None, needs_calibration=False)
    calibrated_again(an_instrument("broken", until=300), 300, ago=1, result="failed")
    hours(Instrument.objects.get(code="fine"), month=4)
    hours(Instrument.objects.get(code="fine"), month=5)

    rows = {row["code"]: row for row in read(client, "instruments")}
    ran = [row for row in read(client, "instrument-hours") if row["instrument"] == "fine"]
    page = client.get("/en/oversight/instruments/fine/").content.decode()

    assert {code for code, row in rows.items() if row["is_overdue"] == "true"} == {"late", "never", "broken"}
    needing = [row for row in rows.values() if row["needs_calibration"] == "true"]
    valid = [row for row in needing if row["is_overdue"] == "false"]
    assert f"{len(valid)} of {len(needing)} instruments" in client.get("/en/oversight/instruments/").content.decode()
    with translation.override("en"):
        assert formats.day(date.fromisoformat(rows["fine"]["valid_until"]), weekday=False) in plain(page)
    assert [row[1:4] for row in table_after(page, 'aria-labelledby="hours-heading"')] == [
        [row["available"], row["used"], row["for_others"]] for row in reversed(ran)
    ]


@pytest.mark.parametrize("read", [from_csv, from_json])
def test_a_report_stays_in_its_file_as_it_was_printed(client, office, quinn, read):
    for _each in range(6):
        a_case(category=Category.ENQUIRY)
    first = a_report(office, quinn, month=date(2026, 6, 1))
    later = a_case(category=Category.ENQUIRY)
    revision = reports.revise(report=first, reason_zh="漏计一件。", reason_en="One was left out.", by=office.quality, now=timezone.now())
    reports.submit(report=revision, by=office.quality, now=timezone.now())
    assert len(read(client, "monthly-reports")) == 1

    reports.approve(report=revision, by=quinn, now=timezone.now())
    rows = read(client, "monthly-reports")

    assert later.pk
    assert [(row["month"], row["revision"], row["is_newest"], row["received"], row["reason_en"]) for row in rows] == [
        ("2026-06", "1", "false", "6", None),
        ("2026-06", "2", "true", "7", "One was left out."),
    ]
    listed = table_after(client.get("/en/oversight/reports/").content.decode(), 'aria-label="Monthly reports"')
    answered = int(rows[1]["in_time"]) + int(rows[1]["late"])
    assert [row[2:4] for row in listed] == [[rows[1]["received"], str(answered)]]
    for row in rows:
        assert row["page"].startswith("http://testserver/zh-hans/")
        assert client.get(row["page"].removeprefix("http://testserver")).status_code == 200
