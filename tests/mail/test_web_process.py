"""Real web servers without a worker deliver letters themselves, forked or not, and still end when told."""

import json
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.mail.smtp_server import smtp_server
from tests.mail.test_kill import answer, environment
from tests.races.server import ROOT, free_port, serve, sqlite_database

pytestmark = pytest.mark.races
SETTINGS = "tests.mail.kill_settings"


def until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


def test_granian_delivers_and_with_the_setting_off_it_does_not(tmp_path, sqlite_template):
    with sqlite_database(tmp_path, template=sqlite_template) as database, smtp_server() as server:
        env = environment(database, server.url)
        answer(["-m", "tests.mail.kill_script", "write", "3"], env)
        more = {"DJANGO_SETTINGS_MODULE": SETTINGS, "EMAIL_URL": server.url}
        with serve(database, folder=tmp_path, LETTERS_IN_PROCESS="0", **more):
            time.sleep(2)
            assert server.accepted == []

        with serve(database, folder=tmp_path, LETTERS_IN_PROCESS="1", **more):
            until(lambda: len(server.accepted) == 3)
            until(lambda: json.loads(answer(["-m", "tests.mail.kill_script", "states"], env)) == {"sent": 3})


def test_gunicorn_that_loads_the_portal_before_it_forks_delivers_and_ends_at_once(tmp_path, sqlite_template):
    with sqlite_database(tmp_path, template=sqlite_template) as database, smtp_server() as server:
        env = environment(database, server.url)
        answer(["-m", "tests.mail.kill_script", "write", "3"], env)
        port = free_port()
        web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--preload", "-w", "2", "--threads", "2", "-b", f"127.0.0.1:{port}", "config.wsgi"],
            cwd=ROOT,
            env={**env, "LETTERS_IN_PROCESS": "1"},
            stderr=subprocess.DEVNULL,
        )
        try:

            def answers() -> bool:
                try:
                    return urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).status == 200
                except OSError:
                    return False

            until(answers)
            until(lambda: len(server.accepted) == 3)
            # A server that hangs must not keep the process alive either.
            server.mood = "silent"
            answer(["-m", "tests.mail.kill_script", "write", "5"], env)
            web.send_signal(signal.SIGTERM)
            assert web.wait(timeout=30) == 0
        finally:
            web.kill()
            web.wait()
        assert len(set(server.message_ids())) == 3
