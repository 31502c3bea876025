"""Real workers: they drain, they stop when told, and a web process steps aside for them."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from openday.mail import background, queries, rules
from openday.mail.delivery import Deliverer
from openday.mail.models import Heartbeat, Message, Timer
from tests.mail.conftest import NOW
from tests.mail.smtp_server import smtp_server
from tests.mail.test_kill import answer, environment, run


@pytest.fixture
def no_timers(monkeypatch):
    monkeypatch.setattr("openday.mail.timers.declared", dict)


def test_once_drains_everything_due_and_leaves_the_rest(letter, no_timers, capsys):
    letter()
    letter(channel="sms", to="+8613800005678")
    later = letter(not_before=timezone.now() + timedelta(hours=1))

    call_command("worker", "--once")

    assert "2 letters handled, 0 still due" in capsys.readouterr().out
    assert Message.objects.get(pk=later.pk).state == "waiting"


def test_once_runs_due_timers(db, monkeypatch, capsys):
    monkeypatch.setattr("openday.mail.timers.declared", lambda: {"purge": timedelta(days=1)})

    call_command("worker", "--once")
    call_command("worker", "--once")

    assert "timers run: purge." in capsys.readouterr().out.splitlines()[0]
    assert Timer.objects.get(name="purge").next_at > timezone.now() + timedelta(hours=23)


@pytest.mark.races
def test_a_worker_sends_shows_signs_of_life_and_ends_well_when_told(tmp_path, sqlite_template):
    from tests.races.server import sqlite_database

    with sqlite_database(tmp_path, template=sqlite_template) as database, smtp_server() as server:
        env = environment(database, server.url)
        worker = run([str(database_manage()), "worker"], env)
        answer(["-m", "tests.mail.kill_script", "write", "3"], env)
        deadline = time.monotonic() + 60
        while len(server.accepted) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        worker.send_signal(signal.SIGTERM)
        output = worker.communicate(timeout=30)[0]

        assert worker.returncode == 0
        assert output.splitlines() == ["Worker started: letters and timers.", "Worker stopped."]
        assert json.loads(answer(["-m", "tests.mail.kill_script", "states"], env)) == {"sent": 3}


def database_manage():
    from tests.races.server import ROOT

    return ROOT / "manage.py"


# ---- In a web process ------------------------------------------------------------------


@pytest.fixture
def web_process(settings, monkeypatch, no_timers):
    """This process as a web process: quick rounds, and everything stopped afterwards."""
    settings.LETTERS_IN_PROCESS = True
    monkeypatch.setattr(background, "BREATH_SECONDS", 0.01)
    monkeypatch.setattr(background, "IDLE_SECONDS", 0.05)
    background.serve_here()
    yield background
    background.stop()


def until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


def letter_threads():
    return [thread for thread in threading.enumerate() if thread.name == "letters"]


@pytest.mark.django_db(transaction=True)
def test_a_commit_wakes_the_thread_and_a_rollback_does_not(letter, web_process):
    with transaction.atomic():
        letter()
        transaction.set_rollback(True)
    assert letter_threads() == []

    with transaction.atomic():
        letter()
        assert letter_threads() == []

    until(lambda: len(mail.outbox) == 1)
    until(lambda: Message.objects.get().state == "sent")
    assert len(letter_threads()) == 1


@pytest.mark.django_db(transaction=True)
def test_the_first_request_starts_the_thread_which_finds_what_waits(letter, client, web_process):
    letter()

    client.get("/healthz")

    until(lambda: len(mail.outbox) == 1)


@pytest.mark.django_db(transaction=True)
def test_while_a_worker_lives_the_thread_leaves_the_letters_to_it(letter, web_process):
    Heartbeat.objects.create(name=queries.WORKER, at=timezone.now())
    letter()
    until(letter_threads)
    time.sleep(0.3)
    assert mail.outbox == []

    Heartbeat.objects.update(at=timezone.now() - rules.ALIVE)

    until(lambda: len(mail.outbox) == 1)


@pytest.mark.django_db(transaction=True)
def test_the_thread_survives_a_database_that_fails(letter, web_process, monkeypatch, caplog):
    asked = []

    def away(now):
        asked.append(now)
        if len(asked) < 3:
            raise OSError("the database is away")
        return False

    monkeypatch.setattr(queries, "worker_is_alive", away)
    letter()

    until(lambda: len(mail.outbox) == 1)
    assert "Letters could not be looked after" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_stopping_ends_the_thread_at_once(letter, web_process):
    letter()
    until(letter_threads)

    started = time.monotonic()
    background.stop()

    assert time.monotonic() - started < 5
    until(lambda: letter_threads() == [])


@pytest.mark.django_db(transaction=True)
def test_the_setting_keeps_the_thread_away(letter, settings, client):
    settings.LETTERS_IN_PROCESS = False
    background.serve_here()

    letter()
    client.get("/healthz")

    assert letter_threads() == []


def test_tests_and_commands_never_start_the_thread():
    script = (
        "import django, threading; django.setup(); from openday.mail import background; background.wake_after_commit();"
        "from django.core.management import call_command; call_command('check');"
        "print([t.name for t in threading.enumerate()], background._serving)"
    )
    env = {**__import__("os").environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": "site:."}

    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "['MainThread'] False"


# ---- A request never talks to a mail server ----------------------------------------------


def test_queueing_opens_no_socket_whatever_the_server_does(letter, settings, monkeypatch, django_capture_on_commit_callbacks):
    settings.LETTER_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"

    def forbidden(*_):
        raise AssertionError("a request opened a socket")

    monkeypatch.setattr(socket, "socket", forbidden)
    with django_capture_on_commit_callbacks(execute=True):
        assert letter().pk


@pytest.mark.parametrize(("mood", "state", "connections"), [("silent", "waiting", 1), ("busy", "waiting", 1), ("rude", "failed", 1)])
def test_a_bad_mood_of_a_real_server_loses_nothing(letter, settings, mood, state, connections):
    settings.LETTER_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.3
    with smtp_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        written = letter()
        server.mood = mood
        Deliverer(now=lambda: NOW).deliver_due()
        assert (Message.objects.get(pk=written.pk).state, server.connections) == (state, connections)

        server.mood = ""
        Message.objects.update(state="waiting")
        Deliverer(now=lambda: NOW + timedelta(minutes=1)).deliver_due()

        assert server.message_ids() == [written.message_id]


def test_a_server_that_is_not_there_loses_nothing(letter, settings):
    settings.LETTER_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    written = letter()

    assert Deliverer(now=lambda: NOW).deliver_due() == 0
    assert (Message.objects.get(pk=written.pk).state, Message.objects.get(pk=written.pk).attempts) == ("waiting", 0)
