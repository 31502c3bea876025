"""What is erased when a case is over: a canary is planted in every place, and found in none."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.db.utils import IntegrityError
from django.utils.module_loading import import_string

from openday.accounts.encryption import key_ring
from openday.intake.pictures import sanitise
from openday.oversight import actions, retention
from openday.oversight.models import Case, CaseMessage, Evidence
from openday.oversight.states import State
from tests.factories.oversight import EMAIL, MONDAY, a_case, a_case_in
from tests.pictures import leaky

pytestmark = pytest.mark.django_db

NAME, WORDS = "金丝雀", "The canary sings in room 305."
AFTER_60_DAYS = MONDAY + timedelta(days=61)
AFTER_6_YEARS = MONDAY + relativedelta(years=6, days=2)


def sweep(now, dry_run: bool) -> dict[str, int]:
    """What is erased of cases; findings have tests of their own."""
    return {what: count for what, count in retention.sweep(now, dry_run).items() if "cases" in what}


def everything_stored(room: str = "oversight_") -> str:
    """Every text of every row of this room, or with "" of the whole database, opened where it is sealed."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(room):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(key_ring().open(value) if value.startswith(key_ring().newest_prefix) else value for value in found)


def lies_in_store(picture: Evidence) -> bool:
    return picture.file.storage.exists(picture.file.name)


@pytest.fixture
def closed(office) -> Case:
    """A closed case with the canary in its text, its contact, a message and a picture."""
    case = a_case_in(
        State.WORKING,
        unit=office.food,
        quality=office.quality,
        name=NAME,
        text=WORDS,
        pictures=[sanitise(ContentFile(leaky("JPEG"), "photo.jpg"))],
    )
    actions.add_message(case=case, text=WORDS, now=MONDAY + timedelta(hours=3))
    actions.submit_for_review(
        case=case,
        text=WORDS,
        outcome="upheld",
        by=office.handler,
        now=MONDAY + timedelta(hours=4),
        summary_zh="摘要",
        public_answer_zh="答复",
    )
    actions.approve(case=case, by=office.reviewer, now=MONDAY + timedelta(hours=5))
    actions.close(case=case, by=office.quality, now=MONDAY + timedelta(hours=6))
    return case


def test_who_wrote_is_forgotten_60_days_after_the_end_and_what_they_wrote_6_years_after(closed):
    picture = closed.evidence.get()
    assert NAME in everything_stored()
    assert EMAIL.value in everything_stored()
    assert WORDS in everything_stored()

    on_the_60th_day = sweep(MONDAY + timedelta(days=60), False)
    after_60_days = sweep(AFTER_60_DAYS, False)
    assert NAME not in everything_stored()
    assert EMAIL.value not in everything_stored()
    assert WORDS in everything_stored()
    assert lies_in_store(picture)
    after_6_years = sweep(AFTER_6_YEARS, False)
    again = sweep(AFTER_6_YEARS, False)

    assert [tuple(one.values()) for one in (on_the_60th_day, after_60_days, after_6_years, again)] == [(0, 0), (1, 0), (0, 1), (0, 0)]
    assert WORDS not in everything_stored()
    assert not lies_in_store(picture)


def test_after_the_purge_of_every_room_the_canary_is_in_no_table_of_the_database(closed):
    planted = everything_stored("")
    # The walk reaches the letters and the sealed columns: else it would find nothing for the wrong reason.
    assert planted.count(EMAIL.value) > everything_stored().count(EMAIL.value) > 0
    assert WORDS in planted

    for config in apps.get_app_configs():
        if path := getattr(config, "retention", None):
            import_string(path)(AFTER_6_YEARS, False)

    left = everything_stored("")
    assert [canary for canary in (NAME, WORDS, EMAIL.value) if canary in left] == []


def test_the_row_keeps_adding_up(closed):
    sweep(AFTER_6_YEARS, False)

    closed.refresh_from_db()
    assert (closed.state, closed.category, closed.outcome, closed.identity) == ("closed", "service", "upheld", "named")
    assert (closed.contact_erased_at, closed.text_erased_at) == (AFTER_6_YEARS, AFTER_6_YEARS)
    assert not closed.may_be_written_to
    assert closed.messages.count() == 1


def test_a_dry_run_counts_what_the_real_run_does_and_changes_nothing(closed):
    before = everything_stored()

    promised = sweep(AFTER_6_YEARS, True)

    assert everything_stored() == before
    assert lies_in_store(closed.evidence.get())
    assert promised == sweep(AFTER_6_YEARS, False) == {"contacts of cases erased": 1, "texts of cases erased": 1}


@pytest.mark.parametrize("state", [State.RECEIVED, State.ACCEPTED, State.WORKING, State.REVIEW])
def test_an_open_case_keeps_everything_however_old_it_is(office, state):
    a_case_in(state, unit=office.food, quality=office.quality, handler=office.handler)

    assert sweep(AFTER_6_YEARS, False) == {"contacts of cases erased": 0, "texts of cases erased": 0}


def test_a_case_that_nobody_closed_after_the_answer_is_over_too(office):
    a_case_in(State.ANSWERED, unit=office.food, quality=office.quality, handler=office.handler, reviewer=office.reviewer)

    assert sweep(AFTER_60_DAYS, False)["contacts of cases erased"] == 1


def test_a_withdrawn_case_counts_from_its_withdrawal(db):
    case = a_case()
    actions.withdraw(case=case, now=MONDAY + timedelta(days=30))

    assert sweep(AFTER_60_DAYS, False)["contacts of cases erased"] == 0
    assert sweep(AFTER_60_DAYS + timedelta(days=30), False)["contacts of cases erased"] == 1


def test_a_case_that_the_citizen_reopened_keeps_its_contact(closed):
    actions.ask_redo(case=closed, text="Please look again.", now=MONDAY + timedelta(days=20))

    assert sweep(AFTER_60_DAYS, False)["contacts of cases erased"] == 0
    closed.refresh_from_db()
    assert closed.contact == EMAIL.value


def test_batches_reach_every_case(office, monkeypatch):
    monkeypatch.setattr("openday.oversight.retention.BATCH", 2)
    for _ in range(5):
        actions.withdraw(case=a_case(), now=MONDAY)

    assert sweep(AFTER_60_DAYS, False)["contacts of cases erased"] == 5


def test_the_database_refuses_a_contact_that_was_declared_erased(closed):
    with pytest.raises(IntegrityError, match="erased_contact_of_a_case_is_empty"):
        Case.objects.filter(pk=closed.pk).update(contact_erased_at=MONDAY)


def test_the_purge_command_sweeps_this_room(closed, capsys):
    call_command("purge", "--dry-run")

    assert "oversight: contacts of cases erased:" in capsys.readouterr().out


def test_pictures_go_with_their_rows_and_messages_stay_as_empty_rows(closed):
    sweep(AFTER_6_YEARS, False)

    assert Evidence.objects.count() == 0
    assert set(CaseMessage.objects.values_list("text", flat=True)) == {""}
