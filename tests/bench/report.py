"""Figures beside their baselines: as JSON for machines, as a table for people."""

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass
class Figure:
    """One measured value. `baseline` was measured in the same run; `aim` says in words what `met` judges."""

    section: str
    what: str
    value: float
    unit: str
    baseline: float | None = None
    baseline_name: str = ""
    aim: str = ""
    met: bool | None = None
    # Whatever explains the figure: answers by status, spread of the rounds, latencies.
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        return self.value / self.baseline if self.baseline else None


@dataclass
class Report:
    """What one run found, and what it could not measure because a part was missing."""

    quick: bool
    figures: list[Figure] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def add(self, *figures: Figure) -> None:
        self.figures.extend(figures)
        for figure in figures:
            print(_row(figure), flush=True)

    def lacks(self, what: str) -> None:
        if what not in self.missing:
            self.missing.append(what)
            print(f"  not measured: {what}", flush=True)

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        figures = [{**asdict(figure), "ratio": figure.ratio} for figure in self.figures]
        whole = {"taken_at": datetime.now(UTC).isoformat(), "quick": self.quick, "machine": machine(), "missing": self.missing}
        path.write_text(json.dumps({**whole, "figures": figures}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def show(self) -> None:
        section = ""
        for figure in self.figures:
            if figure.section != section:
                section = figure.section
                print(f"\n{section}\n{_HEAD}")
            print(_row(figure))
        for what in self.missing:
            print(f"\nnot measured: {what}")
        missed = [figure for figure in self.figures if figure.met is False]
        print(f"\n{sum(figure.met is True for figure in self.figures)} aims met, {len(missed)} missed")


_HEAD = f"{'':62} {'figure':>16} {'baseline':>34} {'ratio':>7}  aim"


def _row(figure: Figure) -> str:
    baseline = f"{figure.baseline_name} {_number(figure.baseline)}" if figure.baseline is not None else ""
    ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
    verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
    return f"{figure.what:62} {_number(figure.value) + ' ' + figure.unit:>16} {baseline:>34} {ratio:>7}  {figure.aim} {verdict}".rstrip()


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def machine() -> dict[str, Any]:
    """Where the figures were taken; the load says how far to trust the wall clock."""
    import django
    import wagtail

    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    return {
        "processors": os.cpu_count(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "django": django.__version__,
        "wagtail": wagtail.__version__,
        "commit": commit,
    }
