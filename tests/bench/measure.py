"""Processor time per request, from the kernel's accounting of the server processes, in interleaved rounds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from tests.bench import load
from tests.races.server import Server


@dataclass(frozen=True)
class Round:
    """One round of requests: what the server processes spent, and what the clients saw."""

    cpu_seconds: float
    outcome: load.Outcome

    @property
    def cpu_ms(self) -> float:
        """Per request."""
        return self.cpu_seconds * 1000 / max(1, len(self.outcome.latencies))


@dataclass(frozen=True)
class Rounds:
    """Several rounds of the same thing; figures are medians."""

    rounds: list[Round]

    @property
    def cpu_ms(self) -> float:
        return median(each.cpu_ms for each in self.rounds)

    @property
    def per_second(self) -> float:
        return median(each.outcome.per_second for each in self.rounds)

    @property
    def p95_ms(self) -> float:
        return median(each.outcome.percentile(0.95) for each in self.rounds)

    @property
    def errors(self) -> int:
        return sum(each.outcome.errors for each in self.rounds)

    @property
    def statuses(self) -> dict[str, int]:
        counted: dict[str, int] = {}
        for each in self.rounds:
            for status, count in each.outcome.statuses.items():
                counted[str(status)] = counted.get(str(status), 0) + count
        return counted

    def facts(self) -> dict[str, object]:
        """For the report: statuses, and how far the rounds lay apart."""
        return {
            "statuses": self.statuses,
            "cpu_ms_of_rounds": [round(each.cpu_ms, 3) for each in self.rounds],
            "per_second": round(self.per_second, 1),
            "p95_ms": round(self.p95_ms, 1),
        }


def one_round(server: Server, requests: Iterable[load.Request], *, clients: int) -> Round:
    before = server.cpu_seconds()
    outcome = load.run(server.port, requests, clients=clients)
    return Round(server.cpu_seconds() - before, outcome)


def interleaved(
    server: Server, contestants: dict[str, Callable[[], Iterable[load.Request]]], *, rounds: int, clients: int
) -> dict[str, Rounds]:
    """Let the contestants take turns, so that a busy minute of the machine hits all of them alike."""
    found: dict[str, list[Round]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, requests in contestants.items():
            found[name].append(one_round(server, requests(), clients=clients))
    return {name: Rounds(each) for name, each in found.items()}
