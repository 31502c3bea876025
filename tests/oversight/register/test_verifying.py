"""Whoever changes the database past the portal is found by `register verify`, with the number."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from openday.oversight.models import CaseEvent, RegisterCheck, RegisterEntry, RegisterSeal, SealingKey, Subtree
from openday.oversight.register import actions, ledger
from openday.oversight.register.verifying import verify
from tests.factories.oversight import MONDAY, a_case
from tests.oversight.register import scene

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=3)


def by_hand(words: str, *values) -> None:
    """As an administrator of the database does who takes the triggers away first."""
    tables = ["caseevent", "registerentry", "registerseal", "subtree"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s, %s, %s)", _named(tables))
            for (trigger,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {trigger}")
        else:
            for table in _named(tables):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(words, values)


def _named(tables: list[str]) -> list[str]:
    return [f"oversight_{table}" for table in tables]


def named() -> list[tuple[str, int]]:
    return [(fact, seq) for fact, seq, *_rest in verify(now=NOW).flaws]


def test_an_untouched_register_is_whole(registered):
    done = verify(now=NOW)

    assert (done.is_whole, done.size, done.flaws) == (True, 6, [])


def test_an_empty_register_is_whole():
    assert verify(now=NOW).is_whole


def test_an_edited_line_is_named_twice_over(registered):
    by_hand("UPDATE oversight_registerentry SET line = replace(line, 'accept', 'appeal') WHERE seq = 3")

    assert named() == [("differs", 3), ("edited", 3)]


def test_an_edited_log_is_named_by_the_register(registered):
    """The kind and the moment: an answer that suddenly was in time."""
    event = RegisterEntry.objects.get(seq=4).event_id
    by_hand("UPDATE oversight_caseevent SET at = %s WHERE id = %s", MONDAY, event)

    assert named() == [("differs", 4)]
    by_hand("UPDATE oversight_caseevent SET deed = 'approve' WHERE id = %s", RegisterEntry.objects.get(seq=3).event_id)
    assert named() == [("differs", 3), ("differs", 4)]


def test_a_line_given_to_another_case_is_named(registered):
    event = RegisterEntry.objects.get(seq=3).event_id
    by_hand("UPDATE oversight_caseevent SET case_id = %s WHERE id = %s", registered[1].pk, event)

    assert named() == [("differs", 3)]


@pytest.mark.parametrize(("seq", "last"), [(3, 3), (6, 6), (1, 1)])
def test_a_deleted_entry_is_named_and_so_is_its_event(registered, seq, last):
    event = RegisterEntry.objects.get(seq=seq).event_id
    by_hand("DELETE FROM oversight_registerentry WHERE seq = %s", seq)

    found = named()
    assert ("missing", seq) in found
    assert ("unentered", event) in found


def test_an_entry_cut_off_before_the_next_seal_is_named(registered):
    """No seal holds it yet: the end knows."""
    a_case(now=NOW)
    actions.enter(now=NOW)
    by_hand("DELETE FROM oversight_registerentry WHERE seq = 7")

    assert ("missing", 7) in named()


def test_swapped_numbers_are_named(registered):
    for new, old in ((100, 2), (2, 3), (3, 100)):
        by_hand("UPDATE oversight_registerentry SET seq = %s WHERE seq = %s", new, old)

    assert {seq for _fact, seq in named()} == {2, 3}


def test_an_event_hidden_from_the_register_is_named(registered):
    by_hand("SELECT 1")
    event = CaseEvent.objects.create(case=registered[1], deed="close", to_state="closed", at=NOW)

    assert named() == [("unentered", event.pk)]


def test_a_register_written_anew_with_a_key_of_the_forger_is_named(registered):
    """Every hash, every seal and the table of keys: but not the key in the environment."""
    SealingKey.objects.create(line=scene.KEYS[0], since=NOW)
    rows = [(line.encode(), stated) for line, stated in RegisterEntry.objects.order_by("seq").values_list("line", "hash")]
    by_hand("DELETE FROM oversight_registerseal")
    RegisterSeal.objects.create(day=MONDAY.date(), size=6, note=scene.note(rows, second=10**6), at=NOW)

    assert named() == [("unsigned_seal", 6)]


def test_a_broken_seal_is_named(registered):
    by_hand("UPDATE oversight_registerseal SET note = 'x' WHERE size = 4")

    assert named() == [("unreadable_seal", 2)]


def test_a_wrong_subtree_is_named():
    case = a_case()
    CaseEvent.objects.bulk_create([CaseEvent(case=case, deed="escalate", to_state="received", at=MONDAY) for _ in range(300)])
    actions.enter(now=NOW)
    assert verify(now=NOW).is_whole
    by_hand("UPDATE oversight_subtree SET hash = %s WHERE level = 8", ledger.NO_ENTRY)

    assert verify(now=NOW).flaws == [["broken_subtree", 1, 256, ""]]
    assert Subtree.objects.count() == 1


def test_the_check_takes_as_many_queries_for_one_entry_as_for_many(django_assert_num_queries):
    case = a_case()
    actions.enter(now=NOW)
    actions.seal(now=NOW)
    with django_assert_num_queries(10):
        verify(now=NOW)
    CaseEvent.objects.bulk_create([CaseEvent(case=case, deed="escalate", to_state="received", at=MONDAY) for _ in range(50)])
    actions.enter(now=NOW)

    with django_assert_num_queries(10):
        verify(now=NOW)


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("register", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_timer_enters_seals_and_checks_and_then_has_nothing_to_do():
    a_case(now=timezone.now())

    assert said().startswith("1 entered, sealed 1 entries, 1 entries checked in ")
    assert said() == ""
    assert RegisterCheck.objects.count() == 1


def test_the_command_ends_with_1_and_names_what_is_wrong(registered):
    assert "the register is whole" in said("verify")
    by_hand("UPDATE oversight_registerentry SET line = replace(line, 'accept', 'appeal') WHERE seq = 3")

    with pytest.raises(CommandError, match="Number 3: was edited") as refusal:
        said("verify")
    assert refusal.value.returncode == 1


def test_parts_can_be_done_by_hand():
    a_case(now=timezone.now())

    assert [said("head"), said("enter"), said("head")] == ["", "1 entered", "sealed 1 entries"]
