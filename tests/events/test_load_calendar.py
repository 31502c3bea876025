from datetime import date

import pytest
from django.core.management import CommandError, call_command

from openday.events import queries
from openday.events.models import WorkCalendar

pytestmark = pytest.mark.django_db
HEAD = "day,is_workday,name_zh,source,published_on\n"


def test_the_first_migrations_load_three_years():
    assert queries.load_calendar().known_years == {2024, 2025, 2026}


def test_loading_the_next_year_makes_its_deadlines_certain(tmp_path):
    (tmp_path / "2027.csv").write_text(HEAD + "2027-01-01,0,元旦,国务院办公厅通知,2026-11-20\n", encoding="utf-8-sig")
    assert queries.load_calendar().add_working_days(date(2026, 12, 31), 1).provisional

    call_command("load_calendar", tmp_path / "2027.csv", verbosity=0)

    deadline = queries.load_calendar().add_working_days(date(2026, 12, 31), 1)
    assert (deadline.day, deadline.provisional) == (date(2027, 1, 4), False)


def test_loading_a_corrected_notice_replaces_the_earlier_one(tmp_path):
    path = tmp_path / "2027.csv"
    path.write_text(HEAD + "2027-01-01,0,元旦,通知,\n2027-01-02,1,元旦调休上班,通知,\n", encoding="utf-8")
    call_command("load_calendar", path)
    path.write_text(HEAD + "2027-01-01,0,元旦,通知,\n2027-01-03,1,元旦调休上班,通知,\n", encoding="utf-8")

    call_command("load_calendar", path)
    call_command("load_calendar", path)

    loaded = dict(WorkCalendar.objects.filter(day__year=2027).values_list("day", "is_workday"))
    assert loaded == {date(2027, 1, 1): False, date(2027, 1, 3): True}


def test_a_broken_file_changes_nothing_and_says_where(tmp_path):
    (tmp_path / "broken.csv").write_text(HEAD + "2027-01-01,0,元旦,通知,\nnonsense,0,元旦,通知,\n", encoding="utf-8")

    with pytest.raises(CommandError, match="Line 3"):
        call_command("load_calendar", tmp_path / "broken.csv")

    assert not WorkCalendar.objects.filter(day__year=2027).exists()
