"""(k) The desk of the quality office: its list of cases with some filters and pages, at 100,000 cases beside 1,000.

CASES=200000 takes as many as one likes, up to the numbers of a year. Figures are the time to the whole answer, which holds what the
database takes; the processor time of the portal stands beside it in var/bench.json.
"""

import os
import re
import time

from tests.bench.installation import Installation, Workshop, kinds
from tests.bench.report import Figure, Report
from tests.bench.season import command, sign_in

SECTION = "desk: list of cases"
FEW = 1000
_LIST = "/admin/oversight/cases/"
_NUMBER = re.compile(r"FK-[0-9]{4}-[0-9]{6}")
# What an officer presses in a day, and the last page, which nobody presses and a script does.
LISTS = {
    "all, the next due first": "",
    "all, what presses first": "?ordering=-risk",
    "in work": "?state=working",
    "overdue": "?overdue=yes",
    "published": "?publication=published",
    "of one category, received last first": "?category=quality&ordering=-received_at",
    "found by number": "?q={number}",
    "the tenth page": "?p=10",
    "the last page": "?p={last}",
}
# The page holds thirty rows whatever there is: only counting and sorting may grow.
_MOST_TIMES = 10


def measure(report: Report, workshop: Workshop, *, quick: bool) -> None:
    size = int(os.environ.get("CASES", "5000" if quick else "100000"))
    rounds = 3 if quick else 7
    for kind in kinds():
        with workshop.install(kind, demo=True) as installation:
            command(installation, "demo", "--no-serve", "--scale", str(FEW))
            few = _look(installation, rounds=rounds)
            command(installation, "demo", "--no-serve", "--scale", str(size))
            many = _look(installation, rounds=rounds)
            where = f"{size:,} cases, {kind.name}"
            for name, (wall, facts) in many.items():
                before = few[name][0]
                aim, met = f"at most {_MOST_TIMES} times", wall <= before * _MOST_TIMES
                report.add(Figure(SECTION, f"{name}, {where}", wall, "ms", before, f"{FEW:,} cases", aim, met, facts))


def _look(installation: Installation, *, rounds: int) -> dict[str, tuple[float, dict[str, object]]]:
    """Milliseconds to the whole of each list (smallest of some rounds), with the portal's processor time and the cases on it."""
    officer = installation.visitor()
    sign_in(officer, "quality", installation)
    first = officer.expect(officer.get(_LIST), 200).text
    number = _NUMBER.findall(first)[0]
    last = max((int(page) for page in re.findall(r"[?&;]p=([0-9]+)", first)), default=1)
    found: dict[str, tuple[float, dict[str, object]]] = {}
    for name, query in LISTS.items():
        path = _LIST + query.format(number=number, last=last)
        officer.expect(officer.get(path), 200)
        waited, rows, before = [], 0, installation.server.cpu_seconds()
        for _round in range(rounds):
            begun = time.perf_counter()
            text = officer.expect(officer.get(path), 200).text
            waited.append(time.perf_counter() - begun)
            rows = len(set(_NUMBER.findall(text)))
        cpu = (installation.server.cpu_seconds() - before) * 1000 / rounds
        found[name] = min(waited) * 1000, {"portal_cpu_ms": round(cpu, 1), "rows": rows}
    officer.leave()
    return found
