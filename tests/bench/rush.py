"""(c) 400 visitors want 50 places at the same moment."""

from collections import Counter

from tests.bench.installation import Installation, Workshop, kinds
from tests.bench.report import Figure, Report
from tests.bench.visitor import Finish, at_once, crowd

SECTION = "rush: 50 places, 400 visitors at once"
PLACES, VISITORS = 50, 400
# Each party of the client is two people.
CAPACITY = PLACES * 2


def measure(report: Report, workshop: Workshop, *, quick: bool) -> None:
    for kind in kinds():
        with workshop.install(kind) as installation:
            warm = installation.open_day("warm", sessions=1)
            _whole_journeys(installation, warm.slots[0][0], warm.address, number=20)
            for name, rush in (("all press confirm", _confirm), ("all open the open day's page", _walk)):
                finishes = rush(installation, f"rush-{rush.__name__.strip('_')}")
                _report(report, f"{name}, {kind.name}", finishes)
            if quick:
                break


def _walk(installation: Installation, code: str) -> list[Finish]:
    open_day = installation.open_day(code, sessions=1, capacity=CAPACITY)
    return _whole_journeys(installation, open_day.slots[0][0], open_day.address, number=VISITORS)


def _whole_journeys(installation: Installation, session: int, address: str, *, number: int) -> list[Finish]:
    visitors = [installation.visitor() for _ in range(number)]
    finishes = at_once([(visitor, lambda visitor=visitor: visitor.register(session, begin_at=address)) for visitor in visitors])
    for visitor in visitors:
        visitor.leave()
    return finishes


def _confirm(installation: Installation, code: str) -> list[Finish]:
    open_day = installation.open_day(code, sessions=1, capacity=CAPACITY)
    session = open_day.slots[0][0]
    visitors = [installation.visitor() for _ in range(VISITORS)]
    ready = crowd([lambda visitor=visitor: visitor.confirmation(session) for visitor in visitors], clients=4)

    pairs = zip(visitors, ready, strict=True)
    finishes = at_once([(visitor, lambda visitor=visitor, request=request: visitor.confirm(request)) for visitor, request in pairs])
    for visitor in visitors:
        visitor.leave()
    return finishes


def _report(report: Report, name: str, finishes: list[Finish]) -> None:
    states = Counter(finish.state.partition(":")[0] for finish in finishes)
    served = sorted(finish.registered_seconds for finish in finishes if finish.state == "confirmed")
    everyone = sorted(finish.seconds for finish in finishes)
    faults = sorted({finish.state for finish in finishes if finish.state not in {"confirmed", "waiting", "full"}})
    facts = {"states": dict(states), "faults": faults[:5]}
    exact = len(served) == PLACES and not faults
    sold_out = served[-1] if served else 0.0
    report.add(
        Figure(
            SECTION,
            f"sold out after, {name}",
            sold_out,
            "s",
            aim="at most 3 s, 50 confirmed, no error",
            met=exact and sold_out <= 3,
            facts=facts,
        ),
        Figure(SECTION, f"everyone has an answer after, {name}", everyone[-1], "s"),
        Figure(SECTION, f"p95 of the answers, {name}", everyone[int(len(everyone) * 0.95)], "s"),
    )
