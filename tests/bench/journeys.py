"""(b) Whole journeys: the open day's page, the form, review, confirmation, the secret page."""

from time import perf_counter, process_time

from tests.bench.installation import Installation, Workshop, kinds
from tests.bench.report import Figure, Report
from tests.bench.visitor import Visitor, crowd

SECTION = "journeys: page, form, review, confirmed, ticket"
CLIENTS = 16


def measure(report: Report, workshop: Workshop, *, quick: bool) -> None:
    for kind in kinds():
        with workshop.install(kind) as installation:
            _measure(report, installation, quick=quick)


def _measure(report: Report, installation: Installation, *, quick: bool) -> None:
    rounds, number = (2, 60) if quick else (5, 200)
    open_day = installation.open_day("journeys", sessions=20)
    sessions = [session for session, _pool in open_day.slots]

    def walk(index: int) -> str:
        visitor: Visitor = installation.visitor()
        try:
            return visitor.register(sessions[index % len(sessions)], begin_at=open_day.address)
        finally:
            visitor.leave()

    crowd([lambda index=index: walk(index) for index in range(20)], clients=CLIENTS)  # warm
    speeds, costs, own_costs, states = [], [], [], []
    for _ in range(rounds):
        cpu, own, begun = installation.server.cpu_seconds(), process_time(), perf_counter()
        states += crowd([lambda index=index: walk(index) for index in range(number)], clients=CLIENTS)
        speeds.append(number / (perf_counter() - begun))
        own_costs.append((process_time() - own) * 1000 / number)
        costs.append((installation.server.cpu_seconds() - cpu) * 1000 / number)
    wrong = sum(state != "confirmed" for state in states)
    facts = {"not_confirmed": wrong, "per_second_of_rounds": [round(speed, 1) for speed in speeds]}
    name = f"{installation.kind.name}, {CLIENTS} visitors at a time"
    speed, cost = sorted(speeds)[rounds // 2], sorted(costs)[rounds // 2]
    report.add(
        Figure(SECTION, f"whole journeys, {name}", speed, "/s", aim="at least 40/s", met=speed >= 40 and not wrong, facts=facts),
        Figure(SECTION, f"CPU per journey of 6 requests, {name}", cost, "ms"),
        # On the same cores: what it takes, the server has not got.
        Figure(SECTION, f"CPU of the client per journey, {name}", sorted(own_costs)[rounds // 2], "ms"),
    )
