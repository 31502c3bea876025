"""(i) A whole season: sessions, registrations and cases by `demo --scale`, beside the demo content alone.

SEASON=1000000 takes as many of each as one likes (of cases as many as a year has numbers); filling a million takes some twenty minutes of
processor time.
"""

import json
import os
import re
import subprocess
import sys
import time

from tests.bench.installation import ENVIRONMENT, Installation, Workshop, kinds
from tests.bench.report import Figure, Report
from tests.bench.visitor import Visitor
from tests.races.server import ROOT

SECTION = "a season"
_MEGABYTE = 1_000_000
PUBLIC = ("/zh-hans/", "/zh-hans/open-days/", "/zh-hans/open-days/food-residues/", "/zh-hans/open-days/calendar.ics", "/zh-hans/oversight/")
STAFF = {
    "list of registrations": "/admin/registrations/",
    "the same, found by code": "/admin/registrations/?q={code}",
    "the same, filtered by state": "/admin/registrations/?state=confirmed",
    "export of all as CSV": "/admin/registrations/?export=csv",
}
# Peak of a whole command, as the kernel counted it.
_WRAP = """
import resource, runpy, sys
sys.argv = ["manage.py", *sys.argv[1:]]
try:
    runpy.run_path("manage.py", run_name="__main__")
finally:
    print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measure(report: Report, workshop: Workshop, *, quick: bool) -> None:
    size = int(os.environ.get("SEASON", "1000" if quick else "20000"))
    for kind in kinds():
        with workshop.install(kind, demo=True) as installation:
            few = _look(installation)
            begun = time.perf_counter()
            filling = command(installation, "demo", "--no-serve", "--scale", str(size))
            where = f"{size:,} of each, {kind.name}"
            report.add(
                Figure(SECTION, f"filling with {where}", time.perf_counter() - begun, "s"),
                Figure(SECTION, f"peak of the filling, {where}", filling, "MB"),
            )
            many = _look(installation)
            for what, (seconds, memory) in many.items():
                before = few[what][0]
                report.add(
                    Figure(SECTION, f"{what}, {where}", seconds * 1000, "ms", before * 1000, "demo alone", facts={"worker_mb": memory})
                )
            base = command(installation, "purge", "--help")
            for name in ("purge", "reconcile"):
                begun = time.perf_counter()
                peak = command(installation, name)
                seconds = time.perf_counter() - begun
                aim = "at most 100 MB above a command that does nothing"
                report.add(
                    Figure(SECTION, f"{name}, {where}", seconds, "s"),
                    Figure(SECTION, f"peak of {name}, {where}", peak, "MB", base, "help of a command", aim, peak <= base + 100),
                )


def _look(installation: Installation) -> dict[str, tuple[float, float]]:
    """Seconds of the second answer (of an export, the first), and megabytes of the largest worker after it, by what was asked."""
    found = {}
    visitor = Visitor(installation.server.port, 1)
    for path in PUBLIC:
        found[path] = _time(installation, visitor, path)
    organiser = Visitor(installation.server.port, 2)
    sign_in(organiser, "organiser", installation)
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", organiser.get(STAFF["list of registrations"]).text)
    for name, path in STAFF.items():
        found[name] = _time(installation, organiser, path.format(code=code[0] if code else ""))
    visitor.leave()
    organiser.leave()
    return found


def _time(installation: Installation, visitor: Visitor, path: str) -> tuple[float, float]:
    if "export=" not in path:
        # An export of a million takes minutes: what is warm makes no difference to it.
        visitor.expect(visitor.get(path), 200)
    begun = time.perf_counter()
    visitor.expect(visitor.get(path), 200)
    return time.perf_counter() - begun, installation.server.memory_bytes() / _MEGABYTE


def sign_in(visitor: Visitor, username: str, installation: Installation) -> None:
    """As a member of staff of the demo."""
    told = json.loads(installation.told().read_text(encoding="utf-8"))
    password = next(str(user["password"]) for user in told["users"] if user["username"] == username)
    given = [pair for pair in visitor.get("/admin/login/").fields() if pair[0] not in {"username", "password"}]
    visitor.expect(visitor.post("/admin/login/", [*given, ("username", username), ("password", password)]), 302)


def command(installation: Installation, *arguments: str) -> float:
    """Run a management command in a process of its own; return its peak in megabytes."""
    environment = installation.database.environment(**ENVIRONMENT, MEDIA_ROOT=str(installation.folder / "media"))
    done = subprocess.run([sys.executable, "-c", _WRAP, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    peak = re.search(r"^peak (\d+)$", done.stdout, re.MULTILINE)
    if peak is None or (done.returncode and "--help" not in arguments):
        raise RuntimeError(f"{' '.join(arguments)}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return int(peak[1]) * 1024 / _MEGABYTE
