"""`make bench ARGS="--quick --only pages"`: run the benchmarks, write var/bench.json, print the table."""

import argparse
import tempfile
from pathlib import Path

from tests.bench import deeds, desk, journeys, lighthouse, open_data, pages, register, registering, rush, searching, season, weight
from tests.bench.installation import Workshop
from tests.bench.report import Report
from tests.races.server import ROOT

SECTIONS = {
    "registering": registering.measure,
    "journeys": journeys.measure,
    "rush": rush.measure,
    "deeds": deeds.measure,
    "pages": pages.measure,
    "weight": weight.measure,
    "searching": searching.measure,
    "season": season.measure,
    "register": register.measure,
    "open_data": open_data.measure,
    "desk": desk.measure,
    "lighthouse": lighthouse.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="seconds instead of minutes; figures are rough")
    parser.add_argument("--only", choices=SECTIONS, action="append", help="one section (may be repeated)")
    parser.add_argument("--json", type=Path, default=ROOT / "var" / "bench.json")
    asked = parser.parse_args()

    report = Report(quick=asked.quick)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Workshop(Path(folder)) as workshop:
        for name, measure in SECTIONS.items():
            if not asked.only or name in asked.only:
                print(f"… {name}", flush=True)
                measure(report, workshop, quick=asked.quick)
                report.write(asked.json)
    report.show()
    print(f"\nThe whole report: {asked.json}")


if __name__ == "__main__":
    main()
