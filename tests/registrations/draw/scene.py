"""A session whose places are drawn, with parties that applied."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from openday.registrations.draw import actions
from openday.registrations.models import Draw
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, register

ZONE = ZoneInfo("Asia/Shanghai")
# The visit is on the 28th: apply until the 24th, value of the 26th.
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZONE)
DEADLINE = datetime(2026, 11, 24, 18, 0, tzinfo=ZONE)
VALUE_ON = date(2026, 11, 26)
VALUE_OUT = datetime(2026, 11, 26, 21, 30, tzinfo=ZONE)
VALUE = "3 9 14 21 28 33"


def set_up(*, places: int = 10, session=None, **facts) -> Draw:
    session = session or SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), places=places)
    given = {"applies_until": DEADLINE, "value_zh": "福利彩票双色球红球", "value_en": "Lottery, red balls", "value_on": VALUE_ON}
    return actions.set_up(session=session, **(given | facts), now=NOW, by=people.alice())


def apply(draw: Draw, *, adults: int = 1, now: datetime = NOW, **facts):
    return register(draw.session, adults=adults, now=now, **facts)


def listed(draw: Draw) -> Draw:
    assert actions.publish_list(draw=draw, now=DEADLINE + timedelta(minutes=1))
    draw.refresh_from_db()
    return draw


def drawn(draw: Draw) -> Draw:
    actions.enter_value(draw=draw, value=VALUE, now=VALUE_OUT, by=people.alice())
    assert actions.enter_value(draw=draw, value=VALUE, now=VALUE_OUT, by=people.adam())
    draw.refresh_from_db()
    return draw
