"""(d) What public pages cost: drawn anew, asked again with an ETag, and from a shared cache."""

from collections.abc import Iterable

from tests.bench import shared_cache
from tests.bench.installation import Installation, Workshop, kinds
from tests.bench.load import Request, repeat
from tests.bench.measure import Rounds, interleaved
from tests.bench.report import Figure, Report

SECTION = "pages: CPU per request"
SIZES = (10, 100, 1000)
_PLAIN = {"Accept-Language": "zh-CN", "Accept-Encoding": "gzip"}


def measure(report: Report, workshop: Workshop, *, quick: bool) -> None:
    for kind in kinds():
        with workshop.install(kind, demo=True, PAGE_SECONDS="0") as installation:
            _measure(report, installation, quick=quick)
        with workshop.install(kind, demo=True) as installation:
            _kept(report, installation, quick=quick)
        if quick:
            break


def _measure(report: Report, installation: Installation, *, quick: bool) -> None:
    rounds, number = (3, 60) if quick else (5, 200)
    name = installation.kind.name

    def ask(path: str, **more: str) -> Rounds:
        """Interleaved with the bare view."""
        contestants = {"page": lambda: _gets(path, number, **more), "bare": lambda: _gets("/bare/", number)}
        found = interleaved(installation.server, contestants, rounds=rounds, clients=4)
        bare.append(found["bare"])
        return found["page"]

    bare: list[Rounds] = []
    ask("/zh-hans/")  # warm

    def add(what: str, found: Rounds, aim: str = "", met: bool | None = None) -> None:
        report.add(Figure(SECTION, f"{what}, {name}", found.cpu_ms, "ms", bare[-1].cpu_ms, "bare view", aim, met, found.facts()))

    add("home", ask("/zh-hans/"))
    add("home in Traditional characters", ask("/zh-hant/"))
    add("home again with its ETag", ask("/zh-hans/", **_etag(installation, "/zh-hans/")))
    pages = {}
    for size in SIZES:
        open_day = installation.open_day("sized", sessions=size, alone=True)
        listing = open_day.address.rsplit("/", 2)[0] + "/"
        pages[size] = ask(open_day.address)
        add(f"open-day page, {size:,} sessions", pages[size], "at most 10 ms", pages[size].cpu_ms <= 10)
        add(f"open-day list, {size:,} sessions", ask(listing))
        sessions = [session for session, _pool in open_day.slots[:24]]
        if size == SIZES[0]:
            add(f"places of {len(sessions)} sessions", ask(_places(sessions)))
    add("places of 24 sessions", ask(_places(sessions)))
    growth = pages[SIZES[-1]].cpu_ms / pages[SIZES[1]].cpu_ms
    constant = Figure(
        SECTION, f"open-day page, 1,000 sessions against 100, {name}", growth, "times", aim="at most 1.15", met=growth <= 1.15
    )
    report.add(constant)
    _cached(
        report, installation, [("home", "/zh-hans/"), ("open-day page", open_day.address), ("places", _places(sessions))], number=number
    )


def _kept(report: Report, installation: Installation, *, quick: bool) -> None:
    """What the process keeps for a second, asked for by everybody: what a rush costs."""
    open_day = installation.open_day("rush", sessions=24, alone=True)
    sessions = [session for session, _pool in open_day.slots]
    for what, path in (("home", "/zh-hans/"), ("open-day page", open_day.address), ("places", _places(sessions))):
        found = interleaved(
            installation.server,
            {"page": lambda path=path: _gets(path, 300 if quick else 1000), "bare": lambda: _gets("/bare/", 300)},
            rounds=3,
            clients=4,
        )
        facts = found["page"].facts()
        name = f"{what} kept for a second, {installation.kind.name}"
        report.add(Figure(SECTION, name, found["page"].cpu_ms, "ms", found["bare"].cpu_ms, "bare view", facts=facts))


def _cached(report: Report, installation: Installation, paths: list[tuple[str, str]], *, number: int) -> None:
    """What a proxy in front spends and lets through when everybody asks for the same."""
    if not shared_cache.available():
        report.lacks("pages from a shared cache: nginx is not installed (apt-get install nginx-light)")
        return
    with shared_cache.in_front_of(installation.server, installation.folder) as proxy:
        for what, path in paths:
            found = interleaved(proxy, {"cached": lambda path=path: _gets(path, number * 5)}, rounds=3, clients=4)["cached"]
            reached = installation.server.cpu_seconds()
            interleaved(proxy, {"cached": lambda path=path: _gets(path, number)}, rounds=1, clients=4)
            ours = (installation.server.cpu_seconds() - reached) * 1000 / number
            facts = found.facts() | {"portal_cpu_ms": round(ours, 3)}
            report.add(Figure(SECTION, f"{what} from a shared cache, {installation.kind.name}", found.cpu_ms, "ms", facts=facts))


def _gets(path: str, number: int, **headers: str) -> Iterable[Request]:
    return repeat(lambda _index: Request(path, headers={**_PLAIN, **headers}), times=number)


def _places(sessions: list[int]) -> str:
    return "/api/places/?" + "&".join(f"session={session}" for session in sessions)


def _etag(installation: Installation, path: str) -> dict[str, str]:
    """The header of a browser that has the page already."""
    import urllib.request

    request = urllib.request.Request(installation.server.url + path, headers=_PLAIN)
    with urllib.request.urlopen(request, timeout=30) as answer:
        etag = answer.headers.get("ETag")
    return {"If-None-Match": etag} if etag else {}
