"""Is the portal well?"""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from config import health
from openday.mail.actions import queue


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
    assert facts == {"database": "ok", "migrations": "ok", "letters": "late"}


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


@pytest.mark.django_db
def test_metrics_count_letters_by_state(client, settings):
    settings.METRICS_TOKEN = "secret"
    queue(kind="x", channel="email", to="a@example.org", language="en", context={}, now=timezone.now(), key="k")

    lines = client.get("/metrics", headers={"Authorization": "Bearer secret"}).content.decode().splitlines()

    assert 'openday_letters{state="waiting"} 1' in lines
    assert 'openday_letters{state="sent"} 0' in lines
    assert "openday_worker_alive 0" in lines


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_nobody_posts_to_them(client, path):
    assert client.post(path).status_code == 405


def test_a_probe_may_call_by_address_and_without_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200
