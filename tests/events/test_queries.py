"""Reads about open days: right, and as cheap for a thousand sessions as for one."""

from datetime import timedelta

import pytest
from django.utils import translation

from openday.events import listing, queries
from openday.events.models import Pool
from tests.factories.events import NOON, OpenDayFactory, PoolFactory, SessionFactory, UnitFactory, open_day_page, session_with_places

pytestmark = pytest.mark.django_db


def test_places_say_what_is_left_and_what_a_visitor_can_do():
    some = session_with_places(capacity=10, taken=7)
    none = session_with_places(capacity=10, taken=10)
    no_queue = session_with_places(capacity=10, taken=10, open_day=OpenDayFactory(waiting_list=False))
    cancelled = session_with_places(capacity=10, state="cancelled", cancelled_at=NOON)
    over = session_with_places(capacity=10, starts_at=NOON - timedelta(hours=3))

    found = queries.places([one.pk for one in (some, none, no_queue, cancelled, over)], now=NOON)

    assert found == {
        some.pk: {"left": 3, "state": "open"},
        none.pk: {"left": 0, "state": "waiting"},
        no_queue.pk: {"left": 0, "state": "full"},
        cancelled.pk: {"left": 10, "state": "cancelled"},
        over.pk: {"left": 10, "state": "closed"},
    }


def test_places_count_individuals_only():
    groups_only = SessionFactory()
    PoolFactory(session=groups_only, kind=Pool.Kind.GROUPS, capacity=40)
    both = session_with_places(capacity=5, groups=40)

    assert queries.places([groups_only.pk, both.pk], now=NOON) == {
        groups_only.pk: {"left": 0, "state": "closed"},
        both.pk: {"left": 5, "state": "open"},
    }


def test_drafts_and_unknown_sessions_have_no_places():
    draft = session_with_places(state="draft")

    assert queries.places([draft.pk, 10**12], now=NOON) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_places_cost_one_query(rows, django_assert_num_queries):
    ids = [session_with_places().pk for _ in range(rows)]

    with django_assert_num_queries(1):
        assert len(queries.places(ids, now=NOON)) == rows


def test_coming_sessions_are_the_public_ones_in_order_with_their_numbers(django_assert_num_queries):
    ours, others = OpenDayFactory(), OpenDayFactory()
    for number, more in enumerate(({}, {"state": "cancelled", "cancelled_at": NOON}, {"state": "draft"}, {"capacity": 5, "taken": 2})):
        session_with_places(open_day=ours, starts_at=NOON + timedelta(days=3 - number % 2, hours=number), **more)
    session_with_places(open_day=ours, starts_at=NOON - timedelta(hours=1))
    session_with_places(open_day=others, groups=40)
    groups_only = SessionFactory(open_day=others)
    PoolFactory(session=groups_only, kind=Pool.Kind.GROUPS, capacity=40)
    columns = (
        "pk",
        "open_day_id",
        "starts_at",
        "ends_at",
        "languages",
        "state",
        "moved_from_at",
        "individuals_capacity",
        "individuals_taken",
    )

    for open_days in ([ours.pk], [ours.pk, others.pk], [10**12]):
        public = queries.public_sessions().filter(open_day__in=open_days, starts_at__gt=NOON)
        expected = [tuple(getattr(row, name) for name in columns) for row in public]
        with django_assert_num_queries(1):
            found = queries.coming_sessions(open_days, now=NOON, limit=100)
            assert [tuple(getattr(row, name) for name in columns) for row in found] == expected
        assert [row.pk for row in queries.coming_sessions(open_days, now=NOON, limit=2, offset=1)] == [row.pk for row in public[1:3]]
    assert queries.coming_sessions([], now=NOON, limit=5) == []


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_sessions_of_an_open_day_cost_one_query(rows, django_assert_num_queries):
    open_day = OpenDayFactory()
    for number in range(rows):
        session_with_places(open_day=open_day, starts_at=NOON + timedelta(days=1, hours=number), groups=5)

    with django_assert_num_queries(1):
        found = listing.of_open_day(open_day, now=NOON, number=1)

    assert len(found.rows) == min(rows, listing.PER_PAGE)
    assert found.next_number == (2 if rows > listing.PER_PAGE else None)


def test_sessions_are_put_under_their_day_in_the_time_zone_of_the_site():
    open_day = OpenDayFactory()
    # 23:30 on the 16th and 00:30 on the 17th in Shenzhen; both are the 16th in UTC.
    for hours in (11.5, 12.5):
        session_with_places(open_day=open_day, starts_at=NOON + timedelta(hours=hours))

    assert [f"{day:%d}" for day, _rows in listing.of_open_day(open_day, now=NOON, number=1).days] == ["16", "17"]


def test_the_release_moment_stands_in_the_row():
    open_day = OpenDayFactory(release_days_before=3, release_time="17:00")
    session_with_places(open_day=open_day, starts_at=NOON + timedelta(days=7))
    open_day.refresh_from_db()

    with translation.override("zh-hans"):
        row = listing.of_open_day(open_day, now=NOON, number=1).rows[0]

    assert (row.words.state, row.words.can_register) == ("closed", False)
    assert "9月20日 周日 17:00" in row.words.state_words


def test_the_list_keeps_what_the_filter_asks_for():
    food, toys = UnitFactory(code="food"), UnitFactory(code="toys")
    families = OpenDayFactory(unit=food, audience=["families"], accessibility=["lift"])
    everyone = OpenDayFactory(unit=toys, audience=["everyone"], accessibility=[])
    for open_day, languages in ((families, ["zh-hans", "en"]), (everyone, ["yue"])):
        session_with_places(open_day=open_day, languages=languages)

    def units(**chosen):
        found = listing.of_all(
            chosen,
            open_days=[families, everyone],
            addresses={families.pk: "/a/", everyone.pk: "/b/"},
            now=NOON,
            number=1,
            past=False,
        )
        return {row.session.open_day.unit.code for row in found.rows}

    assert units() == {"food", "toys"}
    assert units(unit="food") == {"food"}
    # What is for everyone is for companies too.
    assert units(audience="companies") == {"toys"}
    assert units(audience="families") == {"food", "toys"}
    assert units(access="lift") == {"food"}
    assert units(language="en") == {"food"}
    assert units(language="yue") == {"toys"}
    assert units(since=(NOON + timedelta(days=7)).date(), until=(NOON + timedelta(days=7)).date()) == {"food", "toys"}
    assert units(until=NOON.date()) == set()


def test_an_open_day_without_a_published_page_is_in_no_public_list():
    shown, hidden = open_day_page().open_day, open_day_page(live=False).open_day
    for open_day in (shown, hidden):
        session_with_places(open_day=open_day)

    with translation.override("zh-hans"):
        entries = queries.calendar_entries(since=NOON, until=NOON + timedelta(days=30))

    assert set(queries.page_addresses("zh-hans")) == {shown.pk}
    assert [entry.title for entry in entries] == [shown.name_in("zh-hans")]


def test_each_reader_gets_the_page_in_the_own_language_or_the_one_there_is():
    both, chinese_only = OpenDayFactory(code="both"), OpenDayFactory(code="chinese-only")
    for open_day in (both, chinese_only):
        open_day_page(open_day)
    open_day_page(both, language="en")

    assert queries.page_addresses("zh-hans")[both.pk] == "/zh-hans/open-days/both/"
    assert queries.page_addresses("zh-hant")[both.pk] == "/zh-hant/open-days/both/"
    assert queries.page_addresses("en")[both.pk] == "/en/open-days/both/"
    assert queries.page_addresses("en")[chinese_only.pk] == "/zh-hans/open-days/chinese-only/"


def test_pages_of_one_open_day_are_translations_of_each_other():
    chinese = open_day_page()

    english = open_day_page(chinese.open_day, language="en")

    assert english.translation_key == chinese.translation_key


def test_registrations_of_a_room_above_are_seen_without_importing_it():
    session = session_with_places()

    assert not queries.has_registrations(session)
    assert not queries.is_referred_to(session.pools.get())
