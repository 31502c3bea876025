"""Demo visitors: one session full with a queue, one almost full, some life in the others.

The rows are written without letters: nobody is behind the addresses. Every visitor is called 演示访客.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from openday.accounts.encryption import derive_token
from openday.events.models import Pool, Session
from openday.intake.codes import human_code
from openday.registrations import demo_desks, letter_words, notices, queries
from openday.registrations.draw import demo as draw_demo
from openday.registrations.groups import demo as groups_demo
from openday.registrations.identity import demo as identity_demo
from openday.registrations.models import TOKEN_PURPOSE, Consent, Registration
from openday.registrations.questions import demo as questions
from openday.registrations.rules import Party
from openday.registrations.states import Purpose, State

NAME = "演示访客"
# How the request keys of demo visitors begin.
KEYS = "demo-"
_BATCH = 2000
_PARTIES = [
    Party(adults=1),
    Party(adults=2),
    Party(adults=2, children_6_13=1),
    Party(adults=2, children_0_5=1, children_6_13=1),
    Party(adults=1, youths_14_17=1),
]


@transaction.atomic
def fill(*, now: datetime, seed: int, scale: int = 0) -> dict[str, Any]:
    """Fill demo sessions. Repeating it adds nothing, until all demo visits are over.

    `scale` adds that many registrations, spread over the sessions to come.
    """
    random = Random(seed)  # noqa: S311 - demo content
    if not Registration.objects.filter(request_key__startswith=KEYS, visit_on__gte=timezone.localdate(now)).exists():
        _fill_sessions(random, now=now)
        questions.fill(random, now=now)
    if scale:
        _scale(scale, random, now=now)
    draws = draw_demo.fill(lambda pool, count, before: _waiting(pool, count, random, now=before), now=now)
    return {"addresses": _addresses(now) | draws | groups_demo.fill(now=now) | demo_desks.fill(now=now) | identity_demo.fill(now=now)}


def _waiting(pool: Pool, count: int, random: Random, *, now: datetime) -> list[Registration]:
    """Store so many parties that wait for the places of the pool."""
    writer = _Writer(random, now=now)
    for number in range(count):
        writer.add(pool, _PARTIES[number % len(_PARTIES)], State.WAITING)
    return writer.write()


def _fill_sessions(random: Random, *, now: datetime) -> None:
    coming = list(_pools(now))
    writer = _Writer(random, now=now)
    for number, pool in enumerate(coming):
        if number == 0:
            writer.take_places(pool, pool.left)
            for party in (_PARTIES[2], _PARTIES[1], _PARTIES[0]):
                writer.add(pool, party, State.WAITING)
        elif number == 1:
            writer.take_places(pool, pool.left - 2)
        else:
            writer.take_places(pool, int(pool.left * random.uniform(0.05, 0.6)))
    for pool in _pools(now, past=True):
        writer.take_places(pool, int(pool.left * random.uniform(0.5, 0.95)), state=State.ATTENDED)
    writer.write()


def _pools(now: datetime, *, past: bool = False) -> Iterator[Pool]:
    """Pools for individuals of the sessions that visitors can register for now, or of those that are over; soonest first."""
    span = (now - timedelta(days=20), now - timedelta(hours=3)) if past else (now + timedelta(hours=6), now + timedelta(days=14))
    found = Pool.objects.filter(kind=Pool.Kind.INDIVIDUALS, session__state=Session.State.OPEN, session__starts_at__range=span)
    for pool in found.select_related("session__open_day").order_by("session__starts_at", "pk"):
        open_day = pool.session.open_day
        released = open_day.release_days_before is None or pool.session.starts_at - timedelta(days=open_day.release_days_before) < now
        if past or released:
            yield pool


class _Writer:
    """Collects rows and writes them in batches."""

    def __init__(self, random: Random, *, now: datetime) -> None:
        self._random, self._now = random, now
        self._rows: list[Registration] = []
        self._taken: dict[int, int] = {}
        self._number = Registration.objects.filter(request_key__startswith=KEYS).count()

    def take_places(self, pool: Pool, places: int, *, state: str = State.CONFIRMED) -> None:
        """Add parties that together take exactly `places`."""
        while places > 0:
            fitting = [party for party in _PARTIES if party.places <= min(places, pool.session.open_day.party_max)]
            party = self._random.choice(fitting)
            self.add(pool, party, state)
            places -= party.places

    def add(self, pool: Pool, party: Party, state: str) -> None:
        self._number += 1
        session = pool.session
        made_at = min(self._now, session.starts_at) - timedelta(minutes=self._random.randint(30, 3 * 24 * 60))
        contact = f"demo{self._number}@example.org"
        nonce = f"demo-{self._number}-{self._random.getrandbits(96):024x}"
        self._rows.append(
            Registration(
                session=session,
                pool=pool,
                state=state,
                adults=party.adults,
                children_0_5=party.children_0_5,
                children_6_13=party.children_6_13,
                youths_14_17=party.youths_14_17,
                places=party.places,
                name=NAME,
                contact_kind="email",
                contact=contact,
                contact_hash=queries.contact_hash("email", contact),
                language="zh-hans",
                guide_language=(session.languages or [""])[0],
                visit_on=timezone.localdate(session.starts_at),
                one_per_day=session.open_day.one_per_day,
                code=human_code(),
                secret_nonce=nonce,
                secret_hash=queries.token_hash(derive_token(nonce, purpose=TOKEN_PURPOSE)),
                request_key=f"{KEYS}{self._number}",
                created_at=made_at,
                confirmed_at=None if state == State.WAITING else made_at,
                waiting_since=made_at if state == State.WAITING else None,
                # Nobody is behind these addresses: no reminder either.
                reminded_at=made_at,
            )
        )
        if state != State.WAITING:
            self._taken[pool.pk] = self._taken.get(pool.pk, 0) + party.places

    def write(self) -> list[Registration]:
        """Store the rows and take their places."""
        version = notices.NOTICES[Purpose.VISIT].version
        for start in range(0, len(self._rows), _BATCH):
            rows = Registration.objects.bulk_create(self._rows[start : start + _BATCH])
            Consent.objects.bulk_create(
                Consent(registration=row, purpose=Purpose.VISIT, version=version, given_at=row.created_at) for row in rows
            )
        for pool_id in sorted(self._taken):
            if not Pool.objects.take(pool_id, places=self._taken[pool_id]):
                raise RuntimeError("A demo session was filled by somebody else at the same moment: run it once more.")
        written, self._rows, self._taken = self._rows, [], {}
        return written


def _scale(count: int, random: Random, *, now: datetime) -> None:
    """Add registrations of one to three people where there is room, as many in each session."""
    found = Pool.objects.filter(
        kind=Pool.Kind.INDIVIDUALS, session__state=Session.State.OPEN, session__starts_at__gt=now + timedelta(days=40)
    )
    pools = found.select_related("session__open_day").order_by("session__starts_at", "pk")
    share = -(-count // max(1, min(count, pools.count())))
    written = 0
    # A season has more rows than memory: some thousands are held at a time.
    writer = _Writer(random, now=now)
    rows = pools.iterator(chunk_size=_BATCH)
    while page := list(islice(rows, _BATCH)):
        for pool in page:
            left = pool.left
            for _party in range(min(share, count - written)):
                party = random.choice(_PARTIES[:3])
                if left < party.places:
                    break
                left -= party.places
                writer.add(pool, party, State.CONFIRMED)
                written += 1
        writer.write()
        if written == count:
            return


def _addresses(now: datetime) -> dict[str, str]:
    """One ticket and one place in a queue to look at."""
    found: dict[str, str] = {}
    demo = Registration.objects.with_visit().filter(request_key__startswith=KEYS, session__starts_at__gt=now)
    for name, state in (("ticket", State.CONFIRMED), ("waiting", State.WAITING)):
        if (row := demo.filter(state=state).order_by("session__starts_at", "pk").first()) is not None:
            found[name] = letter_words.link_to(row)
    return found
