"""Recipient and contents are erased when their time is over."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from openday.mail import retention
from openday.mail.models import Message
from tests.mail.conftest import NOW

LATER = NOW + timedelta(days=31)


def finished(written, state="sent"):
    Message.objects.filter(pk=written.pk).update(state=state, sent_at=NOW if state == "sent" else None)


def test_finished_letters_lose_recipient_and_contents_and_open_ones_keep_them(letter):
    done, failed, waiting = letter(calendar="BEGIN:VCALENDAR"), letter(), letter()
    finished(done)
    finished(failed, "failed")
    # Somebody has pressed "try again" since.
    Message.objects.filter(pk=waiting.pk).update(give_up_at=LATER)

    assert retention.sweep(LATER, False) == {"letters erased": 2}

    for written in (done, failed):
        row = Message.objects.get(pk=written.pk)
        assert (row.to, row.to_hash, row.context, row.calendar, row.erased_at) == ("", "", {}, "", LATER)
    assert Message.objects.get(pk=waiting.pk).to == "wang@example.org"


def test_a_letter_that_no_worker_took_for_weeks_is_given_up_and_erased_and_one_that_is_leaving_is_not(letter):
    lying, stuck, leaving = letter(), letter(), letter()
    Message.objects.filter(pk=stuck.pk).update(state="sending", claimed_until=NOW)
    Message.objects.filter(pk=leaving.pk).update(state="sending", claimed_until=LATER + timedelta(minutes=1))

    assert retention.sweep(LATER, True) == {"letters erased": 2}
    assert retention.sweep(LATER, False) == {"letters erased": 2}

    for written in (lying, stuck):
        row = Message.objects.get(pk=written.pk)
        assert (row.to, row.state, row.claimed_until) == ("", "failed", None)
    assert Message.objects.get(pk=leaving.pk).to == "wang@example.org"


def test_a_dry_run_counts_the_same_and_changes_nothing_and_a_second_run_finds_nothing(letter):
    finished(letter())

    assert retention.sweep(LATER, True) == {"letters erased": 1}
    assert Message.objects.filter(erased_at=None).count() == 1
    assert retention.sweep(LATER, False) == {"letters erased": 1}
    assert retention.sweep(LATER, False) == {"letters erased": 0}


def test_nothing_is_erased_before_its_time(letter):
    finished(letter())

    assert retention.sweep(NOW + timedelta(days=29), False) == {"letters erased": 0}


def test_in_the_database_nothing_about_the_recipient_can_be_read(letter):
    letter(calendar="ATTENDEE:王小明")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mail_message")
        row = repr(cursor.fetchone())
    assert "wang" not in row
    assert "王小明" not in row
    assert "食品" not in row


def test_the_command_sweeps_every_room_although_one_is_broken(letter, monkeypatch, capsys):
    finished(letter())
    Message.objects.update(purge_after=NOW - timedelta(days=9000))
    monkeypatch.setattr(apps.get_app_config("accounts"), "retention", "openday.nowhere.sweep", raising=False)

    with pytest.raises(CommandError, match="accounts"):
        call_command("purge")

    assert "mail: letters erased: 1\n" in capsys.readouterr().out


def test_the_dry_run_of_the_command_says_so(letter, capsys):
    call_command("purge", "--dry-run")

    assert "mail: letters erased: 0 (dry run)" in capsys.readouterr().out
