"""Fill a register with events of some cases, number and check them; prints figures as JSON. Run on the database of an installation."""

import json
import resource
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from openday.oversight.models import CaseEvent, RegisterEntry  # noqa: E402
from openday.oversight.register import actions, proofs  # noqa: E402
from openday.oversight.register.verifying import verify  # noqa: E402
from tests.factories.oversight import a_case  # noqa: E402

BATCH = 5_000


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main(size: int) -> None:
    now = timezone.now()
    cases = [a_case(now=now - timedelta(hours=1)) for _ in range(20)]
    for start in range(len(cases), size, BATCH):
        numbers = range(start, min(start + BATCH, size))
        CaseEvent.objects.bulk_create(
            [CaseEvent(case=cases[number % len(cases)], deed="escalate", to_state="received", at=now) for number in numbers]
        )
    begun = time.perf_counter()
    actions.enter(now=now)
    entered = time.perf_counter() - begun
    actions.seal(now=now)
    idle = peak_mb()
    begun, spent = time.perf_counter(), time.process_time()
    found = verify(now=now)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - spent
    assert found.is_whole, found.flaws
    count = RegisterEntry.objects.count()
    seal = proofs.newest_seal()
    assert seal is not None
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        proofs.inclusion([count // 3], seal)
    figures = {
        "entries": count,
        "entered_per_second": count / entered,
        "verified_per_second": count / seconds,
        "verified_per_cpu_second": count / cpu,
        "peak_mb": peak_mb() - idle,
        "proof_ms": (time.perf_counter() - begun) * 1000,
        "proof_queries": len(queries),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(int(sys.argv[1]))
