"""What has outlived its period goes; nothing else does, and the guard stands again afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction

from openday.accounts import audit
from openday.accounts.models import AuditEntry
from openday.accounts.retention import sweep

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def rows():
    for age, deed in [
        (relativedelta(years=5, days=1), "old.one"),
        (relativedelta(years=7), "old.two"),
        (relativedelta(years=4, months=11), "young"),
    ]:
        audit.note(deed, by=None, about=None, now=NOW - age)
    Session.objects.create(session_key="ended", session_data="", expire_date=NOW - timedelta(minutes=1))
    Session.objects.create(session_key="open", session_data="", expire_date=NOW + timedelta(minutes=1))


def test_a_dry_run_says_what_the_real_one_does_and_the_second_does_nothing(rows):
    promised = sweep(NOW, True)
    assert AuditEntry.objects.count() == 3

    assert sweep(NOW, False) == promised == {"audit entries removed": 2, "sessions removed": 1, "files of no row destroyed": 0}
    assert sweep(NOW, False) == {"audit entries removed": 0, "sessions removed": 0, "files of no row destroyed": 0}
    assert [entry.deed for entry in AuditEntry.objects.all()] == ["young"]
    assert Session.objects.get().session_key == "open"


def test_batches_remove_everything(rows, monkeypatch):
    monkeypatch.setattr("openday.accounts.retention.BATCH", 1)

    assert sweep(NOW, False)["audit entries removed"] == 2


def test_afterwards_the_database_refuses_again(rows):
    sweep(NOW, False)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_auditentry")
