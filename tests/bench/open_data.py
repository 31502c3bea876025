"""(j) Open data and statistics: every dataset written whole from 100,000 cases, in flat memory and the same few queries.

CASES=1000000 takes as many as one likes. Each side is a process of its own (`python -m tests.bench.open_data_rows`).
"""

import json
import os
import subprocess
import sys

from tests.bench.installation import ENVIRONMENT, Installation, Workshop, kinds
from tests.bench.report import Figure, Report
from tests.bench.season import command
from tests.races.server import ROOT

SECTION = "open data"
# As for the commands of a season: SQLite sorts in memory, rows are never held.
_MOST_MORE_MB = 100


def measure(report: Report, workshop: Workshop, *, quick: bool) -> None:
    size = int(os.environ.get("CASES", "2000" if quick else "100000"))
    for kind in kinds():
        with workshop.install(kind, demo=True) as installation:
            few = _write(installation)
            command(installation, "demo", "--no-serve", "--scale", str(size))
            many = _write(installation)
            where = f"{size:,} cases, {kind.name}"
            for name, found in many["parts"].items():
                same = found["queries"] == few["parts"][name]["queries"]
                report.add(
                    Figure(SECTION, f"{name}, {where}", found["seconds"] * 1000, "ms", few["parts"][name]["seconds"] * 1000, "demo alone"),
                    Figure(
                        SECTION,
                        f"queries for {name}, {where}",
                        found["queries"],
                        "",
                        few["parts"][name]["queries"],
                        "demo alone",
                        "the same",
                        same,
                    ),
                )
            aim = f"at most {_MOST_MORE_MB} MB above the demo alone"
            peak, base = many["peak_mb"], few["peak_mb"]
            report.add(Figure(SECTION, f"peak of writing all, {where}", peak, "MB", base, "demo alone", aim, peak <= base + _MOST_MORE_MB))


def _write(installation: Installation) -> dict:
    environment = installation.database.environment(**ENVIRONMENT, MEDIA_ROOT=str(installation.folder / "media"))
    writing = [sys.executable, "-m", "tests.bench.open_data_rows"]
    done = subprocess.run(writing, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
