"""A small closed-loop HTTP client: N clients, each with one connection, send prepared requests."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """One prepared request; `body` is already encoded."""

    path: str
    method: str = "GET"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Outcome:
    """What `clients` saw: seconds of the run, latency of each answer in seconds, answers by status."""

    clients: int
    seconds: float
    latencies: list[float]
    statuses: Counter[int]
    bodies: list[bytes]

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The latency, in milliseconds, below which `share` (0–1) of the answers came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else 0.0

    @property
    def errors(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500 or status == 0)


def run(port: int, requests: Iterable[Request], *, clients: int, keep_bodies: bool = False) -> Outcome:
    """Send all `requests`, `clients` at a time, and wait for every answer.

    A connection that breaks counts as status 0.
    """
    waiting: Iterator[Request] = iter(requests)
    lock = threading.Lock()
    latencies: list[float] = []
    statuses: Counter[int] = Counter()
    bodies: list[bytes] = []
    start = threading.Barrier(clients + 1)

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        start.wait()
        while True:
            with lock:
                request = next(waiting, None)
            if request is None:
                break
            begun = time.perf_counter()
            try:
                connection.request(request.method, request.path, body=request.body, headers=request.headers)
                answer = connection.getresponse()
                content = answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                connection.close()
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
                content, status = b"", 0
            spent = time.perf_counter() - begun
            with lock:
                latencies.append(spent)
                statuses[status] += 1
                if keep_bodies:
                    bodies.append(content)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return Outcome(clients, time.perf_counter() - begun, latencies, statuses, bodies)


def repeat(make: Callable[[int], Request], *, times: int) -> Iterator[Request]:
    """`make(0)` … `make(times - 1)`, made one by one."""
    return (make(index) for index in range(times))
