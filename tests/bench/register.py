"""(j) The public register: how fast numbers are given, proofs are made and everything is checked, in the files and in the database.

REGISTER=1000000 takes as many entries as one likes.
"""

import json
import os
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from tests.bench.installation import Installation, Workshop, kinds, run
from tests.bench.report import Figure, Report
from tests.oversight.register import scene

SECTION = "the public register"
AIM = 50_000


def measure(report: Report, workshop: Workshop, *, quick: bool) -> None:
    size = int(os.environ.get("REGISTER", "20000" if quick else "100000"))
    _files(report, size)
    for kind in kinds():
        with workshop.install(kind) as installation:
            _database(report, installation, size)


def _files(report: Report, size: int) -> None:
    """As a stranger's computer does it, from a folder; the published files are written here without a database."""
    from openday.oversight.register import checking, ledger

    with tempfile.TemporaryDirectory(prefix="register-") as place:
        folder = Path(place)
        (folder / "entries").mkdir()
        tree = ledger.Tree()
        for page, lines in enumerate(_pages(size, tree), start=1):
            (folder / "entries" / f"{page}.jsonl").write_bytes(b"".join(lines))
        text = ledger.seal_text(origin=scene.ORIGIN, size=size, root=tree.root(), at=scene.at(size))
        note = text + "\n" + ledger.signature_line(scene.ORIGIN, scene.PUBLIC, scene.KEY.sign(text.encode()))
        (folder / "seals.jsonl").write_text(json.dumps({"note": note}) + "\n")
        (folder / "keys.txt").write_text(scene.KEYS[0] + "\n")
        begun, spent = time.perf_counter(), time.process_time()
        flaws, _seals = checking.check_published(place)
        seconds, cpu = time.perf_counter() - begun, time.process_time() - spent
        tracemalloc.start()
        checking.check_published(place)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
    assert not flaws
    facts = {"per_second_by_the_clock": round(size / seconds)}
    report.add(
        Figure(
            SECTION, f"check of {size:,} published entries", size / cpu, "/s of cpu", aim=f"≥ {AIM:,}", met=size / cpu >= AIM, facts=facts
        ),
        Figure(SECTION, f"peak of Python's memory for {size:,} entries", peak, "MB", aim="at most 10 MB", met=peak <= 10),
    )


def _pages(size: int, tree: object) -> Iterator[list[bytes]]:
    from openday.oversight.register import ledger

    previous, page = ledger.NO_ENTRY, []
    for seq in range(1, size + 1):
        written, previous = scene.row(seq, previous=previous)
        tree.add(bytes.fromhex(previous))  # type: ignore[attr-defined]
        page.append(ledger.line_of(written, previous) + b"\n")
        if len(page) == ledger.PAGE or seq == size:
            yield page
            page = []


def _database(report: Report, installation: Installation, size: int) -> None:
    found = json.loads(run(installation.database, "-m", "tests.bench.register_rows", str(size)).strip().splitlines()[-1])
    where = f"{size:,} entries, {installation.kind.name}"
    # SQLite maps up to 128 MB of its file into memory (settings.py); Python itself keeps two thousand rows.
    most = 168 if installation.kind.is_sqlite else 40
    report.add(
        Figure(SECTION, f"numbers given, {where}", found["entered_per_second"], "/s"),
        Figure(
            SECTION,
            f"register verify, {where}",
            found["verified_per_cpu_second"],
            "/s of cpu",
            aim=f"≥ {AIM:,}",
            met=found["verified_per_cpu_second"] >= AIM,
            facts=found,
        ),
        Figure(
            SECTION, f"peak above an idle process, {where}", found["peak_mb"], "MB", aim=f"at most {most} MB", met=found["peak_mb"] <= most
        ),
        Figure(SECTION, f"proof of inclusion, {where}", found["proof_ms"], "ms", facts={"queries": found["proof_queries"]}),
    )
