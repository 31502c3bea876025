"""Writing a letter: one row, in the caller's transaction."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from openday.mail.actions import queue
from openday.mail.models import Message

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def write(key: str = "registration:1:confirmed", **changes):
    letter = {
        "kind": "registration_confirmed",
        "channel": "email",
        "to": "wang@example.org",
        "language": "zh-hans",
        "context": {"name": "王小明"},
        "now": NOW,
        "key": key,
    }
    return queue(**(letter | changes))


@pytest.mark.django_db
def test_queue_writes_one_waiting_letter_with_one_statement():
    with CaptureQueriesContext(
        connection,
    ) as queries:
        letter = write()

    assert [query["sql"].split()[0] for query in queries.captured_queries if "SAVEPOINT" not in query["sql"]] == ["INSERT"]
    assert (letter.state, letter.to, letter.context, letter.not_before) == ("waiting", "wang@example.org", {"name": "王小明"}, NOW)


@pytest.mark.django_db
def test_repeating_the_key_returns_the_first_letter_and_leaves_the_transaction_usable():
    with transaction.atomic():
        first = write(context={"name": "first"})
        second = write(context={"name": "second"}, to="other@example.org")
        third = write("another:key")

    assert second.pk == first.pk
    assert third.pk != first.pk
    assert second.context == {"name": "first"}
    assert set(Message.objects.values_list("to", flat=True)) == {"wang@example.org"}
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_a_rolled_back_deed_leaves_no_letter():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.django_db
def test_an_anonymous_case_writes_to_nobody():
    assert write(to="") is None
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_the_message_id_is_fixed_by_the_key_and_carries_our_domain(settings):
    settings.DEFAULT_FROM_EMAIL = "Open day <openday@lab.example.org>"

    first, other = write("a"), write("b")

    assert first.message_id.endswith("@lab.example.org>")
    assert first.message_id != other.message_id
    assert "a@" not in first.message_id


@pytest.mark.django_db
def test_contents_are_kept_thirty_days_after_the_letter_is_due_unless_told_otherwise():
    later = NOW + timedelta(days=10)

    assert write("a", not_before=later).purge_after == later + timedelta(days=30)
    assert write("b", purge_after=timedelta(days=2)).purge_after == NOW + timedelta(days=2)
    assert write("c", purge_after=later).purge_after == later
