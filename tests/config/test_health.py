"""Is the portal well?"""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from config import health
from openday.mail.actions import queue
from openday.mail.models import Message
from openday.oversight.models import Case
from openday.oversight.numbering import case_numbers_left
from openday.oversight.register import actions as register_actions
from tests.factories.oversight import a_case
from tests.factories.registrations import SessionFactory, register


def test_the_process_is_alive_without_asking_the_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok\n", "text/plain; charset=utf-8")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_tells_the_age_of_the_oldest_letter(client):
    queue(kind="x", channel="email", to="a@example.org", language="en", context={}, now=timezone.now() - timedelta(seconds=700), key="k")

    response = client.get("/readyz")

    facts = response.json()
    assert response.status_code == 200
    assert 700 <= facts.pop("oldest_letter_seconds") < 760
    assert facts == {"database": "ok", "migrations": "ok", "letters": "late", "register": "ok", "case_numbers": "ok"}


@pytest.mark.django_db
def test_without_its_migrations_a_process_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(health, "_complete", False)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["0002"])

    response = client.get("/readyz")

    assert (response.status_code, response.json()["migrations"]) == (503, "pending")


def test_without_a_database_a_process_is_not_ready(client, monkeypatch):
    def away(_now):
        raise OperationalError

    monkeypatch.setattr(health, "_complete", True)
    monkeypatch.setattr(health.queries, "oldest_waiting_seconds", away)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"database": "away"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "header", "status"),
    [
        ("", "Bearer ", 404),
        ("secret", "", 404),
        ("secret", "Bearer wrong", 404),
        ("secret", "Bearer é", 404),
        ("secret", "Bearer secret", 200),
    ],
)
def test_metrics_need_their_token(client, settings, token, header, status):
    settings.METRICS_TOKEN = token

    response = client.get("/metrics", headers={"Authorization": header})

    assert response.status_code == status


def gauges(client, settings) -> dict[str, str]:
    settings.METRICS_TOKEN = "secret"
    lines = client.get("/metrics", headers={"Authorization": "Bearer secret"}).content.decode().splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))


@pytest.mark.django_db
def test_metrics_tell_what_an_alarm_may_hang_on(client, settings):
    now = timezone.now()
    register(SessionFactory(starts_at=now + timedelta(days=6)), now=now)
    Message.objects.all().delete()
    queue(kind="x", channel="email", to="a@example.org", language="en", context={}, now=now - timedelta(seconds=70), key="waits")
    queue(kind="x", channel="email", to="b@example.org", language="en", context={}, now=now, key="failed")
    Message.objects.filter(pk=Message.objects.latest("pk").pk).update(state=Message.State.FAILED)
    late = a_case()
    Case.objects.filter(pk=late.pk).update(due_on=timezone.localdate(now) - timedelta(days=1))
    on_time = a_case()
    Case.objects.filter(pk=on_time.pk).update(due_on=timezone.localdate(now))
    Message.objects.filter(kind__startswith="case").delete()

    found = gauges(client, settings)

    assert 70 <= int(found.pop("openday_oldest_letter_seconds")) < 130
    # These cases are of a fixed Monday: how many days lie between is the day's affair.
    del found["openday_register_days_unsealed"]
    assert found == {
        'openday_letters{state="sending"}': "0",
        'openday_letters{state="waiting"}': "1",
        'openday_letters{state="failed"}': "1",
        "openday_worker_alive": "0",
        "openday_cases_overdue": "1",
        # Both cases are of that Monday's year.
        "openday_case_numbers_left": str(case_numbers_left(now=now)),
        'openday_registrations{state="pending"}': "0",
        'openday_registrations{state="asked"}': "0",
        'openday_registrations{state="confirmed"}': "1",
        'openday_registrations{state="waiting"}': "0",
        'openday_registrations{state="cancelled"}': "0",
        'openday_registrations{state="attended"}': "0",
        'openday_registrations{state="no_show"}': "0",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("parties", [1, 3])
def test_metrics_ask_ten_questions_at_most_however_much_there_is(client, settings, parties, django_assert_num_queries):
    now = timezone.now()
    session = SessionFactory(starts_at=now + timedelta(days=6))
    for _party in range(parties):
        register(session, now=now)
        a_case()

    with django_assert_num_queries(10):
        gauges(client, settings)


@pytest.mark.django_db
def test_a_register_that_nobody_sealed_yesterday_is_told(client, settings):
    now = timezone.now()
    a_case(now=now - timedelta(days=3))
    register_actions.enter(now=now - timedelta(days=3))
    register_actions.seal(now=now - timedelta(days=3))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["register"]) == (200, "unsealed")
    assert gauges(client, settings)["openday_register_days_unsealed"] == "2"
    register_actions.seal(now=now - timedelta(days=1))
    assert client.get("/readyz").json()["register"] == "ok"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_nobody_posts_to_them(client, path):
    assert client.post(path).status_code == 405


def test_a_probe_may_call_by_address_and_without_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200
