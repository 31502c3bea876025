"""Sweeps that rooms declare run when their time has come, in one process only."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import BaseCommand, CommandError

from openday.mail import timers
from openday.mail.models import Timer
from tests.mail.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def sweeps(monkeypatch):
    """Three declared sweeps that note their runs; `broken` fails."""
    ran = []

    class Sweep(BaseCommand):
        def __init__(self, name):
            super().__init__()
            self.name = name

        def handle(self, *args, **options):
            ran.append(self.name)
            if self.name == "broken":
                raise CommandError("out of order")

    names = {"often": timedelta(minutes=5), "daily": timedelta(days=1), "broken": timedelta(minutes=5)}
    monkeypatch.setattr(timers, "declared", lambda: names)
    monkeypatch.setattr(timers, "get_commands", lambda: names)
    monkeypatch.setattr("django.core.management.get_commands", lambda: {name: Sweep(name) for name in names})
    return ran


def run(at):
    return timers.run_due(now=lambda: at)


def test_rooms_declare_sweeps_on_their_app_config():
    assert timers.declared()["purge"] == timedelta(days=1)
    assert set(timers.declared()) == {name for config in apps.get_app_configs() for name in getattr(config, "timers", {})}


def test_a_new_sweep_runs_at_once_and_then_after_its_span(sweeps):
    assert sorted(run(NOW)) == ["broken", "daily", "often"]
    assert run(NOW + timedelta(minutes=4)) == []
    assert sorted(run(NOW + timedelta(minutes=5))) == ["broken", "often"]
    assert sorted(sweeps) == ["broken", "broken", "daily", "often", "often"]


def test_a_broken_sweep_is_noted_and_stops_no_other(sweeps):
    run(NOW)

    assert dict(Timer.objects.values_list("name", "last_error")) == {"broken": "CommandError: out of order", "daily": "", "often": ""}


def test_a_sweep_that_another_process_runs_is_left_to_it_until_its_claim_runs_out(sweeps):
    Timer.objects.create(name="often", next_at=NOW, claimed_until=NOW + timedelta(minutes=15))
    Timer.objects.create(name="daily", next_at=NOW + timedelta(days=1))
    Timer.objects.create(name="broken", next_at=NOW + timedelta(days=1))

    assert run(NOW + timedelta(minutes=14)) == []
    assert run(NOW + timedelta(minutes=15)) == ["often"]


def test_of_two_processes_that_saw_the_same_row_one_claims_it(sweeps):
    run(NOW)
    due = NOW + timedelta(minutes=5)
    seen_by_one, seen_by_other = Timer.objects.get(name="often"), Timer.objects.get(name="often")

    assert timers._claim(seen_by_one, due)
    assert not timers._claim(seen_by_other, due)
    Timer.objects.filter(name="often").update(claimed_until=None, next_at=due + timedelta(minutes=5))
    assert not timers._claim(seen_by_other, due)


def test_a_timer_without_its_command_is_noted(monkeypatch):
    monkeypatch.setattr(timers, "declared", lambda: {"nowhere": timedelta(minutes=1)})

    assert run(NOW) == ["nowhere"]
    assert Timer.objects.get(name="nowhere").last_error == "There is no such command."
