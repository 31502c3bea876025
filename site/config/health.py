"""Is the portal well? For load balancers, monitors and the person on call.

`/healthz` asks nothing but the process. `/readyz` asks the database, the migrations and the letters: 503 takes
this process out of the balancer. `/metrics` is Prometheus text behind METRICS_TOKEN, and 404 without one.

They are answered by the first middleware, not by urls.py: a probe calls by IP address and plain HTTP, which
the middlewares below would redirect or refuse, and some of them ask the database before any view runs.
"""

import hmac
from collections.abc import Callable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openday.mail import queries
from openday.oversight import queries as cases
from openday.oversight.numbering import FEW_CASE_NUMBERS, case_numbers_left
from openday.oversight.register import sealed_days
from openday.registrations import queries as registrations

# Late letters are an alarm for people, not a reason to turn visitors away: reported, but still ready.
LATE_SECONDS = 600
_complete = False


def answer_probes(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """The middleware in front of all others."""
    views = {"/healthz": alive, "/readyz": ready, "/metrics": metrics}

    def answer(request: HttpRequest) -> HttpResponseBase:
        view = views.get(request.path_info)
        return view(request) if view else get_response(request)

    return answer


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """`{"database": …, "migrations": …, "oldest_letter_seconds": n, "letters": "ok|late", "register": "ok|unsealed",
    "case_numbers": "ok|few|none"}`.

    503 when not ready.
    """
    try:
        pending = _pending_migrations()
        now = timezone.now()
        late = round(queries.oldest_waiting_seconds(now))
        unsealed = sealed_days.is_missing(now=now)
        left = case_numbers_left(now=now)
    except DatabaseError:
        return JsonResponse({"database": "away"}, status=503)
    facts = {
        "database": "ok",
        "migrations": "pending" if pending else "ok",
        "oldest_letter_seconds": late,
        "letters": "late" if late > LATE_SECONDS else "ok",
        # Of yesterday; for people too.
        "register": "unsealed" if unsealed else "ok",
        # Without one no message of a citizen can be taken: weeks of warning, for people as well.
        "case_numbers": "none" if not left else "few" if left <= FEW_CASE_NUMBERS else "ok",
    }
    return JsonResponse(facts, status=503 if pending else 200)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """What an alarm may hang on; the token comes as `Authorization: Bearer …`. Requests are counted by the proxy."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode("utf-8", "replace")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(given, settings.METRICS_TOKEN.encode()):
        return HttpResponse("Not found\n", status=404, content_type="text/plain; charset=utf-8")
    try:
        lines = list(_gauges(timezone.now()))
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _gauges(now: datetime) -> Iterator[str]:
    """Every figure in Prometheus' text format: eight queries while all is well, each by an index, however many rows there are."""
    yield from _gauge("openday_letters", "Letters that are not sent yet, and those that failed.", queries.unsent_by_state(), label="state")
    oldest = round(queries.oldest_waiting_seconds(now))
    yield from _gauge("openday_oldest_letter_seconds", "How late the oldest unsent letter is.", {"": oldest})
    yield from _gauge("openday_worker_alive", "1 while a worker gives signs of life.", {"": int(queries.worker_is_alive(now))})
    yield from _gauge("openday_cases_overdue", "Cases whose due day has passed.", {"": cases.overdue_count(now)})
    unsealed = len(sealed_days.missing(now=now))
    yield from _gauge(
        "openday_register_days_unsealed", "Days of the last week on which the public register was not sealed.", {"": unsealed}
    )
    left = case_numbers_left(now=now)
    yield from _gauge("openday_case_numbers_left", "How many cases may still come this year.", {"": left})
    counted = registrations.coming_by_state(now)
    yield from _gauge("openday_registrations", "Registrations for sessions from today on.", counted, label="state")


def _gauge(name: str, meaning: str, values: dict[str, int], *, label: str = "") -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} gauge"
    for value, count in values.items():
        yield f'{name}{{{label}="{value}"}} {count}' if label else f"{name} {count}"


def _pending_migrations() -> bool:
    global _complete  # noqa: PLW0603
    # Once complete, complete for this process: its code does not change while it runs.
    if not _complete:
        executor = MigrationExecutor(connection)
        _complete = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not _complete
