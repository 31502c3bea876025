"""Sweeps that rooms declare on their AppConfig: `timers = {"send_reminders": timedelta(minutes=5)}`."""

import io
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.apps import apps
from django.core.management import call_command, get_commands
from django.utils import timezone

from openday.mail.models import Timer

log = logging.getLogger(__name__)
# Longer than any sweep takes; sweeps are safe to repeat, so a run-out claim costs only work.
CLAIM = timedelta(minutes=15)


def declared() -> dict[str, timedelta]:
    """Command name → span between runs, of all rooms."""
    return {name: span for config in apps.get_app_configs() for name, span in getattr(config, "timers", {}).items()}


def run_due(*, now: Callable[[], datetime] = timezone.now, keep_going: Callable[[], bool] = lambda: True) -> list[str]:
    """Run the sweeps whose time has come and that no other process is running; returns their names."""
    spans = declared()
    known = set(Timer.objects.values_list("name", flat=True))
    # A sweep never seen before is due at once. Two processes may find this out together.
    Timer.objects.bulk_create([Timer(name=name, next_at=now()) for name in sorted(spans.keys() - known)], ignore_conflicts=True)
    ran = []
    for timer in Timer.objects.filter(name__in=spans, next_at__lte=now()).order_by("next_at", "name"):
        if keep_going() and _claim(timer, now()):
            error = _run(timer.name)
            finished = now()
            Timer.objects.filter(pk=timer.pk).update(
                claimed_until=None, last_run_at=finished, next_at=finished + spans[timer.name], last_error=error[:300]
            )
            ran.append(timer.name)
    return ran


def _claim(timer: Timer, now: datetime) -> bool:
    # `next_at` is compared too: another process may have run it since we read the row.
    free = Timer.objects.filter(pk=timer.pk, next_at=timer.next_at).exclude(claimed_until__gt=now)
    return free.update(claimed_until=now + CLAIM) == 1


def _run(name: str) -> str:
    """Run one command; returns what went wrong, or nothing. One broken sweep never stops the others."""
    if name not in get_commands():
        log.error("There is no command %s for its timer", name)
        return "There is no such command."
    output = io.StringIO()
    try:
        call_command(name, stdout=output, stderr=output)
    except (Exception, SystemExit) as fact:
        log.exception("The sweep %s failed", name)
        return f"{type(fact).__name__}: {fact}"
    if text := output.getvalue().strip():
        log.info("%s: %s", name, text)
    return ""
