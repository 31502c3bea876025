"""Every event of a case gets its number, once and in order, and each day is sealed."""

import base64
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from openday.oversight import actions as case_actions
from openday.oversight.models import (
    CaseEvent,
    CaseSalt,
    RegisterEnd,
    RegisterEntry,
    RegisterSeal,
    SealingKey,
    Subtree,
    Unentered,
    WrittenOnce,
)
from openday.oversight.register import actions, keys, ledger
from openday.oversight.register.checking import check
from openday.oversight.retention import sweep
from tests.factories.oversight import CANARY, MONDAY, a_case

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=3)


def entries() -> list[tuple[bytes, str]]:
    return [(line.encode(), stated) for line, stated in RegisterEntry.objects.order_by("seq").values_list("line", "hash")]


def seals() -> list[ledger.Seal]:
    return [ledger.read_seal(note) for note in RegisterSeal.objects.values_list("note", flat=True)]


def kinds() -> list[str]:
    return [ledger.ENTRY.fullmatch(written)[5].decode() for written, _stated in entries()]


def test_every_deed_is_entered_once_in_order_and_names_nobody(registered):
    assert kinds() == ["receive", "receive", "accept", "accept", "assign", "extend"]
    assert list(RegisterEntry.objects.values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert not Unentered.objects.exists()
    assert check(entries(), seals(), keys.public_lines()) == []
    written = " ".join(RegisterEntry.objects.values_list("line", flat=True))
    assert not any(word in written for word in [*(case.number for case in registered), "李平", CANARY[:10], "再测一次"])
    assert actions.enter(now=LATER + timedelta(days=9)) == 0


def test_the_lines_of_a_case_carry_its_own_commitment_and_those_of_another_case_another(registered):
    found = {}
    for case in registered:
        salt = CaseSalt.objects.get(case=case).salt
        lines = RegisterEntry.objects.filter(event__case=case).values_list("line", flat=True)
        found[case.pk] = {ledger.ENTRY.fullmatch(line.encode())[4].decode() for line in lines}
        assert found[case.pk] == {ledger.commitment_to(case.number, salt=salt)}
    assert found[registered[0].pk].isdisjoint(found[registered[1].pk])


def test_a_deed_that_is_rolled_back_leaves_nothing_to_enter(office):
    case = a_case()
    actions.enter(now=LATER)

    with transaction.atomic():
        case_actions.accept(case=case, by=office.quality, now=LATER)
        assert Unentered.objects.count() == 1
        transaction.set_rollback(True)

    assert (Unentered.objects.count(), actions.enter(now=LATER), kinds()) == (0, 0, ["receive"])


def test_an_event_that_nobody_told_the_register_about_is_entered_all_the_same():
    """Neither bulk_create nor a hand at the SQL prompt gets past the trigger."""
    case = a_case()
    CaseEvent.objects.bulk_create([CaseEvent(case=case, deed="close", to_state="closed", at=MONDAY)])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO oversight_caseevent (case_id, deed, from_state, to_state, at, public_note, internal_note) "
            "SELECT case_id, 'publish', from_state, to_state, at, '', '' FROM oversight_caseevent WHERE deed = 'close'"
        )

    actions.enter(now=LATER)

    assert kinds() == ["receive", "close", "publish"]


def test_what_has_not_happened_yet_waits():
    a_case(now=LATER)

    assert actions.enter(now=LATER - timedelta(seconds=1)) == 0
    assert actions.enter(now=LATER) == 1


def test_moments_never_run_backwards_although_the_clock_does():
    a_case()
    actions.enter(now=LATER)
    seal = actions.seal(now=LATER + timedelta(minutes=5))
    a_case()

    actions.enter(now=LATER - timedelta(hours=1))

    moments = [ledger.ENTRY.fullmatch(written)[2].decode() for written, _stated in entries()]
    assert moments == ["2026-06-01T04:00:00Z", ledger.read_seal(seal.note).at]


def test_many_events_come_in_batches_and_their_subtrees_are_kept(monkeypatch):
    case = a_case()
    CaseEvent.objects.bulk_create([CaseEvent(case=case, deed="escalate", to_state="received", at=MONDAY) for _ in range(599)])

    assert actions.enter(now=LATER) == 600

    tree = ledger.Tree()
    for written, _stated in entries()[:512]:
        tree.add(ledger.leaf_hash(written))
    assert [row.index for row in Subtree.objects.all()] == [0, 1]
    first, second = (bytes.fromhex(row.hash) for row in Subtree.objects.all())
    assert ledger.node_hash(first, second) == tree.root()
    actions.seal(now=LATER)
    assert check(entries(), seals(), keys.public_lines()) == []


def test_a_restored_intake_gives_no_second_number(registered):
    Unentered.objects.bulk_create([Unentered(event=event) for event in CaseEvent.objects.all()])

    actions.enter(now=LATER + timedelta(days=5))

    assert (RegisterEntry.objects.count(), Unentered.objects.count()) == (6, 0)


def test_a_day_is_sealed_once_also_when_nothing_new_came(registered):
    thursday = MONDAY + timedelta(days=3)

    assert [actions.seal(now=thursday + timedelta(hours=hour)) is None for hour in (0, 1)] == [False, True]
    assert list(RegisterSeal.objects.values_list("size", flat=True)) == [2, 4, 6, 6]
    assert check(entries(), seals(), keys.public_lines()) == []


def test_an_empty_register_is_not_sealed():
    assert actions.seal(now=LATER) is None


def test_no_row_of_the_register_is_changed_or_deleted(registered):
    for model in (RegisterEntry, RegisterSeal, SealingKey):
        row = model.objects.first()
        for change in (row.save, row.delete, model.objects.all().delete, lambda model=model: model.objects.update(pk=1)):
            with pytest.raises(WrittenOnce):
                change()
        for words in ("UPDATE {} SET id = id", "DELETE FROM {}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(words.format(model._meta.db_table))


def test_a_new_key_signs_beside_the_old_one_and_then_alone(registered, settings):
    """Who knows only the key of the first seals follows the register through the change."""
    known = list(SealingKey.objects.values_list("line", flat=True))
    old = base64.urlsafe_b64encode(b"o" * 32).decode()
    new = base64.urlsafe_b64encode(b"n" * 32).decode()
    for day, settings.REGISTER_KEYS in ((3, [old]), (4, [new, old]), (5, [new])):
        actions.seal(now=MONDAY + timedelta(days=day))

    assert len(known) == 1
    assert SealingKey.objects.count() == 3
    every = list(SealingKey.objects.values_list("line", flat=True))
    assert check(entries(), seals(), every) == []
    first, second, third = seals()[3:]
    by_old = ledger.is_sealed_by(first, every[1:2]), ledger.is_sealed_by(second, every[1:2]), ledger.is_sealed_by(third, every[1:2])
    assert by_old == (True, True, False)


def test_a_malformed_key_is_refused_without_showing_it(settings):
    settings.REGISTER_KEYS = ["c2hvcnQ="]

    with pytest.raises(ImproperlyConfigured, match="REGISTER_KEYS holds a malformed key") as refusal:
        keys.public_lines()
    assert "c2hvcnQ" not in str(refusal.value)


def test_entries_stay_when_a_case_is_purged_and_its_salt_goes(registered, office):
    case = a_case()
    case_actions.withdraw(case=case, now=LATER)
    actions.enter(now=MONDAY + timedelta(days=4))
    count = RegisterEntry.objects.count()

    sweep(timezone.now() + timedelta(days=7 * 366), dry_run=False)

    assert RegisterEntry.objects.count() == count
    assert not CaseSalt.objects.filter(case=case).exists()
    # What happens to it later is entered under a salt that nobody keeps.
    case.refresh_from_db()
    CaseEvent.objects.create(case=case, deed="change_consent", to_state=case.state, at=MONDAY)
    actions.enter(now=MONDAY + timedelta(days=5))
    assert RegisterEntry.objects.count() == count + 1
    assert not CaseSalt.objects.filter(case=case).exists()


def test_the_end_is_where_the_last_entry_is(registered):
    end = RegisterEnd.objects.get()

    assert (end.seq, end.hash) == (6, entries()[-1][1])
