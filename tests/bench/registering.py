"""(a) The POST that confirms a registration, beside a bare view and beside the database alone."""

from collections.abc import Iterable
from itertools import cycle, islice
from urllib.parse import urlencode

from tests.bench import pgbench
from tests.bench.installation import Installation, OpenDay, Workshop, kinds
from tests.bench.load import Request
from tests.bench.measure import interleaved
from tests.bench.report import Figure, Report
from tests.bench.visitor import crowd

SECTION = "registering: the POST that confirms"
CLIENTS = (1, 8, 32)


def measure(report: Report, workshop: Workshop, *, quick: bool) -> None:
    if not any(not kind.is_sqlite for kind in kinds()):
        report.lacks("registrations on PostgreSQL: it does not answer (make services)")
    for kind in kinds():
        with workshop.install(kind) as installation:
            _measure(report, installation, quick=quick)


def _measure(report: Report, installation: Installation, *, quick: bool) -> None:
    rounds, number = (3, 60) if quick else (5, 200)
    hot = installation.open_day("hot", sessions=1)
    spread = installation.open_day("spread", sessions=1000)
    _confirmations(installation, hot, 50)  # Templates and connections are warm before anything counts.
    for name, open_day in (("one hot session", hot), ("1,000 sessions", spread)):
        for clients in CLIENTS:
            ready = iter([_confirmations(installation, open_day, number) for _ in range(rounds)])
            found = interleaved(
                installation.server,
                {"ours": lambda ready=ready: next(ready), "bare": lambda open_day=open_day: _bare(open_day, number)},
                rounds=rounds,
                clients=clients,
            )
            ours, bare = found["ours"], found["bare"]
            where = f"{installation.kind.name}, {name}, {clients} client{'s' if clients > 1 else ''}"
            wrong = sum(count for status, count in ours.statuses.items() if status != "303")
            report.add(
                Figure(
                    SECTION,
                    f"CPU per POST, {where}",
                    ours.cpu_ms,
                    "ms",
                    bare.cpu_ms,
                    "bare view",
                    "at most 3 times the bare view",
                    ours.cpu_ms <= 3 * bare.cpu_ms,
                    ours.facts() | {"bare": bare.facts()},
                ),
                Figure(
                    SECTION,
                    f"throughput, {where}",
                    ours.per_second,
                    "/s",
                    bare.per_second,
                    "bare view",
                    *_throughput_aim(installation, name, clients, ours.per_second, wrong),
                    facts={"p95_ms": ours.p95_ms, "not_303": wrong},
                ),
            )
            if not installation.kind.is_sqlite and pgbench.available():
                pools = 1 if open_day is hot else 1000
                limit = pgbench.transactions_per_second(
                    installation.database.url, pools=pools, clients=clients, seconds=1 if quick else 5, folder=installation.folder
                )
                report.add(Figure(SECTION, f"share of the database's own limit, {where}", ours.per_second, "/s", limit, "pgbench"))


def _throughput_aim(installation: Installation, name: str, clients: int, per_second: float, wrong: int) -> tuple[str, bool | None]:
    if clients != 32 or "hot" not in name or installation.kind.is_sqlite:
        return ("no error", wrong == 0)
    return ("at least 150/s, no error", per_second >= 150 and wrong == 0)


def _confirmations(installation: Installation, open_day: OpenDay, number: int) -> list[Request]:
    """Requests that differ from a visitor's last click only in not having been sent."""
    sessions = islice(cycle(session for session, _pool in open_day.slots), number)

    def prepare(session: int) -> Request:
        visitor = installation.visitor()
        try:
            return visitor.confirmation(session)
        finally:
            visitor.leave()

    return crowd([lambda session=session: prepare(session) for session in sessions], clients=4)


def _bare(open_day: OpenDay, number: int) -> Iterable[Request]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for index, (_session, pool) in zip(range(number), cycle(open_day.slots), strict=False):
        body = urlencode({"contact": f"visitor{index}@example.org"}).encode()
        yield Request(f"/bare/pools/{pool}/", "POST", body, headers)
