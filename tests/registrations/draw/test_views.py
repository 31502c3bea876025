"""What visitors and staff see of a draw."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.accounts.roles import ORGANISER
from openday.events.models import Session
from openday.registrations.draw import actions, lots
from openday.registrations.models import Draw
from openday.registrations.views import tickets
from tests import people
from tests.factories.events import open_day_page
from tests.factories.registrations import OpenDayFactory, SessionFactory, register, soon
from tests.registrations.draw.scene import VALUE, drawn, listed
from tests.registrations.draw.scene import apply as apply_then
from tests.registrations.draw.scene import set_up as set_up_then

pytestmark = pytest.mark.django_db


def set_up_now(*, places=4) -> Draw:
    """A draw by the real clock: a deadline tomorrow, the value on the day after."""
    now = timezone.now()
    session = SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), places=places, starts_at=soon())
    return actions.set_up(
        session=session,
        applies_until=now + timedelta(days=1),
        value_zh="福利彩票双色球红球",
        value_en="Lottery, red balls",
        value_on=timezone.localdate(now) + timedelta(days=3),
        now=now,
        by=people.alice(),
    )


def age(draw, *, days):
    """Let the draw, as stored, be so many days older."""
    back = timedelta(days=days)
    Draw.objects.filter(pk=draw.pk).update(applies_until=draw.applies_until - back, value_on=draw.value_on - back)
    Session.objects.filter(pk=draw.session_id).update(lots_until=draw.applies_until - back)
    draw.refresh_from_db()


def get(client, name, *args):
    return client.get(reverse(name, args=args))


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_page_shows_promise_digest_value_seed_and_result(client, language):
    draw = set_up_then(places=3)
    parties = [apply_then(draw, adults=2, name="李大明") for _n in range(3)]
    before = client.get(f"/{language}/visits/draws/{draw.pk}/").content.decode()
    drawn(listed(draw))

    after = client.get(f"/{language}/visits/draws/{draw.pk}/").content.decode()

    assert draw.commitment in before
    assert draw.seed not in before
    assert all(word in after for word in (draw.commitment, draw.list_sha256, draw.seed, VALUE))
    assert all(f"{party.lot.number[:4]}-{party.lot.number[4:]}" in after for party in parties)
    assert "李大明" not in after
    assert parties[0].code not in after


def test_the_files_are_what_the_digest_says_and_come_when_they_are_due(client):
    draw = set_up_then()
    apply_then(draw)
    early = [get(client, name, draw.pk).status_code for name in ("registrations:draw_list", "registrations:draw_result")]
    listed(draw)
    the_list = get(client, "registrations:draw_list", draw.pk)
    without_result = get(client, "registrations:draw_result", draw.pk).status_code
    drawn(draw)

    assert early == [404, 404]
    assert without_result == 404
    assert hashlib.sha256(the_list.content).hexdigest() == draw.list_sha256
    assert lots.verify(get(client, "registrations:draw_result", draw.pk).content.decode(), digest=draw.list_sha256)
    assert b"def draw(" in get(client, "registrations:draw_script").content


def test_a_ticket_is_looked_up_in_any_spelling(client):
    draw = set_up_then(places=1)
    party = apply_then(draw)
    number = party.lot.number
    drawn(listed(draw))
    address = reverse("registrations:draw", args=[draw.pk])

    found = client.get(address, {"ticket": f" {number[:4].lower()}-{number[4:]} "}).content.decode()

    assert "这个抽签号已抽中名额" in found
    assert "没有这个抽签号" in client.get(address, {"ticket": "<script>" * 9}).content.decode()


def test_there_is_no_page_for_a_draw_that_is_not_there_or_a_draft(client):
    draw = set_up_then()
    Session.objects.filter(pk=draw.session_id).update(state=Session.State.DRAFT)

    for number in (draw.pk, 0, 10**17):
        assert client.get(f"/zh-hans/visits/draws/{number}/").status_code == 404


def test_the_form_says_that_lots_decide_and_closes_at_the_deadline(client):
    draw = set_up_now()
    address = reverse("registrations:register", args=[draw.session_id])
    open_page = client.get(address).content.decode()
    age(draw, days=2)

    closed = client.get(address).content.decode()

    assert "本场次抽签分配名额" in open_page
    assert "本场次抽签分配名额，报名已于" in closed


def test_the_ticket_page_shows_the_number_in_the_draw_and_no_position(client):
    draw = set_up_now()
    party = register(draw.session, now=timezone.now())

    page = client.get(reverse("registrations:swap", args=[party.token]), follow=True).content.decode()

    assert f"您的抽签号：{party.lot.number[:4]}-{party.lot.number[4:]}" in page
    assert "退出抽签" in page
    assert "候补" not in page.split("<main")[1].split("</main")[0]


def test_a_party_in_the_published_list_is_offered_no_change_of_size():
    draw = set_up_now()
    party = register(draw.session, now=timezone.now())
    before = tickets.ticket_words(party, now=timezone.now())["may_change"]
    age(draw, days=2)
    actions.publish_list(draw=draw, now=timezone.now())

    assert before
    assert not tickets.ticket_words(party, now=timezone.now())["may_change"]


def test_two_officers_draw_in_the_staff_area(client):
    draw = set_up_now(places=1)
    register(draw.session, now=timezone.now())
    register(draw.session, now=timezone.now())
    address = reverse("registrations-staff:draw", args=[draw.session_id])
    age(draw, days=2)
    assert actions.publish_list(draw=draw, now=timezone.now())
    age(draw, days=1)
    client.force_login(people.alice())
    first = client.post(address, {"value": " 3,9 14"})
    again = client.post(address, {"value": "3 9 14"})
    client.force_login(people.person("alan", ORGANISER, of="food"))

    second = client.post(address, {"value": "3 9 14"}, follow=True)

    assert (first.status_code, again.status_code) == (302, 409)
    assert "须由另一位工作人员填写" in again.content.decode()
    assert "抽签完成" in second.content.decode()
    draw.refresh_from_db()
    assert draw.is_drawn


def test_staff_set_up_a_draw_and_read_why_not(client):
    session = SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=soon())
    address = reverse("registrations-staff:draw", args=[session.pk])
    today = timezone.localdate()
    given = {
        "applies_until": f"{today + timedelta(days=1)}T18:00",
        "value_zh": "福利彩票双色球红球",
        "value_en": "",
        "value_on": str(today + timedelta(days=1)),
    }
    client.force_login(people.alice())

    refused = client.post(address, given)
    made = client.post(address, given | {"value_on": str(today + timedelta(days=2))}, follow=True)

    assert refused.status_code == 409
    assert "公开数字的日期须晚于报名截止日" in refused.content.decode()
    assert Draw.objects.get(session=session).commitment in made.content.decode()
    assert client.post(address, {"value_on": "x"}).status_code == 422


def test_a_stranger_sees_no_draw_of_another_centre(client):
    draw = set_up_now()
    client.force_login(people.charlie())

    assert client.get(reverse("registrations-staff:draw", args=[draw.session_id])).status_code == 404


def test_the_page_costs_the_same_for_two_and_for_thirty_tickets(client, django_assert_max_num_queries):
    counts = []
    draws = []
    for parties in (2, 30):
        draw = set_up_then(places=1)
        for _n in range(parties):
            apply_then(draw)
        draws.append(drawn(listed(draw)))
    get(client, "registrations:draw", draws[0].pk)
    for draw in draws:
        with django_assert_max_num_queries(30) as counted:
            get(client, "registrations:draw", draw.pk)
        counts.append(len(counted))

    assert counts[0] == counts[1]


def test_lists_say_that_lots_decide_until_they_are_drawn(client):
    draw = set_up_now()
    address = f"/zh-hans/open-days/{open_day_page(draw.session.open_day).slug}/"
    places = f"/api/places/?session={draw.session_id}"

    applying, answer = client.get(address).text, client.get(places).json()
    age(draw, days=2)
    closed = client.get(address).text
    assert actions.publish_list(draw=draw, now=timezone.now())
    age(draw, days=1)
    for officer in (people.alice(), people.adam()):
        actions.enter_value(draw=draw, value=VALUE, now=timezone.now(), by=officer)
    after, then = client.get(address).text, client.get(places).json()

    assert "抽签决定，" in applying
    assert "报名抽签" in applying
    assert answer[str(draw.session_id)]["state"] == "open"
    assert "lots_until" in answer[str(draw.session_id)]
    assert "抽签决定名额" in closed
    assert "data-register hidden" in closed
    assert "抽签" not in after[after.index('data-session="') :].partition("</li>")[0]
    assert "lots_until" not in then[str(draw.session_id)]


@pytest.mark.parametrize("rows", [1, 3])
def test_staff_tell_applicants_from_those_who_wait(client, rows):
    draw = set_up_now()
    for _n in range(rows):
        register(draw.session, now=timezone.now())
    client.force_login(people.alice())

    page = get(client, "registrations-staff:index").text

    assert page.count("已报名抽签") == rows
