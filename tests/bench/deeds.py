"""(h) Moving to another session and cancelling: the deeds of visitors who have a ticket, all in one pair of sessions."""

from collections.abc import Callable

from tests.bench import load, pgbench
from tests.bench.installation import Installation, Workshop, kinds
from tests.bench.report import Figure, Report
from tests.bench.visitor import Visitor, crowd

SECTION = "moves and cancellations"
CLIENTS = 16


def measure(report: Report, workshop: Workshop, *, quick: bool) -> None:
    for kind in kinds():
        with workshop.install(kind) as installation:
            _measure(report, installation, workshop, number=60 if quick else 400, seconds=2 if quick else 8)


def _measure(report: Report, installation: Installation, workshop: Workshop, *, number: int, seconds: int) -> None:
    (here, _pool), (there, _other) = installation.open_day("moves", sessions=2).slots[:2]
    visitors = [installation.visitor() for _ in range(number)]
    states = crowd([lambda visitor=visitor: visitor.register(here) for visitor in visitors], clients=CLIENTS)
    moves = _ready(visitors, lambda visitor: f"{visitor.ticket}move/?session={there}")
    moved = load.run(installation.server.port, moves, clients=CLIENTS)
    cancelled = load.run(installation.server.port, _ready(visitors, lambda visitor: f"{visitor.ticket}cancel/"), clients=CLIENTS)
    for visitor in visitors:
        visitor.leave()
    limit: float | None = None
    name = ""
    if not installation.kind.is_sqlite and pgbench.available():
        # Everybody takes the two rows of the same two sessions.
        limit = pgbench.transactions_per_second(
            installation.database.url, pools=1, clients=CLIENTS, seconds=seconds, folder=workshop.folder
        )
        name = "pgbench, one hot row"
    for what, outcome in (("moves", moved), ("cancellations", cancelled)):
        answers = {str(status): count for status, count in sorted(outcome.statuses.items())}
        facts = {"registered": states.count("confirmed"), "answers": answers}
        where = f"{installation.kind.name}, {CLIENTS} clients"
        done = outcome.statuses[303]
        report.add(
            Figure(SECTION, f"{what}, {where}", outcome.per_second, "/s", limit, name, "all done, no error", done == number, facts),
            Figure(SECTION, f"p95 of {what}, {where}", outcome.percentile(0.95), "ms"),
        )


def _ready(visitors: list[Visitor], address: Callable[[Visitor], str]) -> list[load.Request]:
    """The request behind the last button of each visitor, not sent yet."""

    def prepare(visitor: Visitor) -> load.Request:
        page = visitor.expect(visitor.get(address(visitor)), 200)
        return visitor.posting(address(visitor).partition("?")[0], page.fields())

    return crowd([lambda visitor=visitor: prepare(visitor) for visitor in visitors], clients=CLIENTS)
