"""The audit log is written once and read by few."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from openday.accounts import audit, roles
from openday.accounts.models import AppendOnly, AuditEntry
from tests import people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_a_note_says_who_did_what_to_which_row_and_why():
    alice, unit = people.alice(), people.unit("food")

    entry = audit.note("accounts.look", by=alice, about=unit, now=NOW, reason="a call", count=3)

    entry.refresh_from_db()
    assert (entry.by, entry.by_name, entry.deed, entry.noted_at) == (alice, "alice", "accounts.look", NOW)
    assert (entry.about_model, entry.about_id, entry.reason, entry.facts) == ("accounts.unit", str(unit.pk), "a call", {"count": 3})


def test_a_deed_of_the_machine_has_no_author():
    entry = audit.note("accounts.purge", by=None, about=None, now=NOW)

    assert (entry.by, entry.by_name, entry.about_model) == (None, "", "")


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.update(deed="x"),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["deed"]),
    ],
    ids=["save", "delete", "delete all", "update", "bulk update"],
)
def test_an_entry_cannot_be_changed_or_removed(change):
    entry = audit.note("accounts.look", by=None, about=None, now=NOW)

    with pytest.raises(AppendOnly):
        change(entry)


@pytest.mark.parametrize("statement", ["UPDATE accounts_auditentry SET deed = 'x'", "DELETE FROM accounts_auditentry"])
def test_the_database_itself_refuses_changes(statement):
    audit.note("accounts.look", by=None, about=None, now=NOW)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEntry.objects.get().deed == "accounts.look"


def test_an_entry_outlives_the_account():
    alice = people.alice()
    audit.note("accounts.look", by=alice, about=None, now=NOW)

    alice.delete()

    assert AuditEntry.objects.get().by_name == "alice"


@pytest.mark.parametrize("role", [*roles.ALL, "superuser"])
def test_the_report_is_for_the_data_protection_officer_and_superusers(client, role):
    client.force_login(people.EVERYBODY[role]() if role != "superuser" else people.root())
    audit.note("accounts.look", by=None, about=None, now=NOW, reason="CANARY-REASON")

    answer = client.get(reverse("audit_log"), follow=True)

    allowed = role in {roles.DATA_PROTECTION, "superuser"}
    assert ("CANARY-REASON" in answer.content.decode()) is allowed
    assert (answer.request["PATH_INFO"] == reverse("audit_log")) is allowed


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_is_itself_noted(client, form):
    client.force_login(people.dora())

    answer = client.get(reverse("audit_log"), {"export": form})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content

    assert answer.status_code == 200
    assert body
    assert AuditEntry.objects.filter(deed="accounts.export_audit_log", by_name="dora").count() == 1


def test_the_report_can_be_filtered(client):
    client.force_login(people.dora())
    audit.note("registrations.reveal", by=people.alice(), about=None, now=NOW, reason="FIRST")
    audit.note("oversight.assign", by=people.quentin(), about=None, now=NOW, reason="SECOND")

    answer = client.get(reverse("audit_log"), {"deed": "registrations.reveal"}).content.decode()

    assert "FIRST" in answer
    assert "SECOND" not in answer


def test_sign_in_and_sign_out_are_noted(client):
    alice = people.alice()

    client.post(reverse("wagtailadmin_login"), {"username": "alice", "password": people.PASSWORD})
    client.post(reverse("wagtailadmin_logout"))

    deeds = AuditEntry.objects.order_by("pk").values_list("deed", "by_name", "about_id")
    assert list(deeds) == [("accounts.sign_in", "alice", str(alice.pk)), ("accounts.sign_out", "alice", str(alice.pk))]


def test_a_wrong_password_is_noted_for_names_that_exist_only(client):
    people.alice()

    client.post(reverse("wagtailadmin_login"), {"username": "alice", "password": "wrong"})
    client.post(reverse("wagtailadmin_login"), {"username": "my-secret-password", "password": ""})
    client.post(reverse("wagtailadmin_login"), {"username": "my-secret-password", "password": "x"})

    assert list(AuditEntry.objects.values_list("deed", "about_model")) == [("accounts.sign_in_failed", "accounts.user")]
