"""Sessions to measure with, in a process of its own: the database comes from DATABASE_URL.

`python -m tests.bench.content CODE --sessions N --capacity N [--alone]` makes sure that the open day CODE has
a page in Chinese and at least N sessions to come, and prints its address and their numbers as JSON.
"""

import argparse
import json
from datetime import UTC, datetime, time, timedelta

import django

_A_DAY = 8  # sessions


def _sessions(open_day, *, number: int, capacity: int) -> list[dict[str, int]]:
    from openday.events.models import Pool, Session

    first = datetime.combine(datetime.now(UTC).date() + timedelta(days=1), time(1), tzinfo=UTC)
    have = Session.objects.filter(open_day=open_day).count()
    made = []
    for index in range(have, number):
        starts_at = first + timedelta(days=index // _A_DAY, hours=index % _A_DAY)
        made.append(Session(open_day=open_day, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=50), languages=["zh-hans"]))
    Session.objects.bulk_create(made)
    Pool.objects.bulk_create([Pool(session=session, kind=Pool.Kind.INDIVIDUALS, capacity=capacity) for session in made])
    pools = Pool.objects.filter(session__open_day=open_day, session__state=Session.State.OPEN).order_by("session_id")[:number]
    return [{"session": session, "pool": pool} for session, pool in pools.values_list("session_id", "pk")]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("code")
    parser.add_argument("--sessions", type=int, required=True)
    parser.add_argument("--capacity", type=int, required=True)
    parser.add_argument("--alone", action="store_true", help="take every other open day's sessions off the public list")
    asked = parser.parse_args()
    django.setup()

    from django.db import transaction

    from openday.events.models import OpenDay, OpenDayPage, Session
    from tests.factories.events import OpenDayFactory, open_day_page

    with transaction.atomic():
        open_day = OpenDay.objects.filter(code=asked.code).first() or OpenDayFactory(code=asked.code)
        page = OpenDayPage.objects.filter(open_day=open_day).first() or open_day_page(open_day)
        slots = _sessions(open_day, number=asked.sessions, capacity=asked.capacity)
        if asked.alone:
            Session.objects.filter(state=Session.State.OPEN).exclude(open_day=open_day).update(state=Session.State.DRAFT)
    print(json.dumps({"address": page.url, "slots": slots}))


if __name__ == "__main__":
    main()
