"""One deed for many registrations: looked at before, each party whole, refusals told with their reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openday.events.models import Pool
from openday.mail.models import Message
from openday.registrations.gate.models import CheckIn
from openday.registrations.groups import actions as groups
from openday.registrations.models import Registration
from tests import people
from tests.factories.groups import group_asks
from tests.factories.registrations import OpenDayFactory, SessionFactory, register, soon, taken

pytestmark = pytest.mark.django_db
BULK = "/admin/registrations/bulk"


@pytest.fixture
def alice(client):
    user = people.alice()
    client.force_login(user)
    return user


@pytest.fixture
def session():
    return SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=soon(), places=10)


def joins(session, **facts):
    return register(session, now=timezone.now() - timedelta(days=1), **facts)


def of(deed, *parties):
    return f"{BULK}/{deed}/?" + "&".join(f"registration={party.pk}" for party in parties)


def states(*parties):
    return [Registration.objects.get(pk=party.pk).state for party in parties]


def test_looking_says_who_is_affected_and_what_comes_free_and_changes_nothing(client, alice, session):
    parties = [joins(session, adults=2, name="张三丰"), joins(session, adults=3)]

    page = client.get(of("cancel", *parties))

    assert page.context["free"] == 5
    assert [row["code"] for row in page.context["rows"]] == sorted(party.spoken_code for party in parties)
    assert "张**" in page.text
    assert "张三丰" not in page.text
    assert states(*parties) == ["confirmed", "confirmed"]


def farthest_choice(client, *parties):
    """What the form says of the last session that they could move to, in the language of the site."""
    *_earlier, (_value, label) = client.get(of("move", *parties)).context["form"].fields["session"].choices
    return str(label)


def test_where_they_may_move_says_the_places_of_their_own_kind(client, alice, session):
    now = timezone.now()
    Pool.objects.create(session=session, kind=Pool.Kind.GROUPS, capacity=40)
    there = SessionFactory(open_day=session.open_day, starts_at=soon(days=8), places=7)
    Pool.objects.create(session=there, kind=Pool.Kind.GROUPS, capacity=35)
    family = joins(session, adults=2)
    visit = group_asks(session, now=now)
    group = groups.place(visit=visit, session=session, by=alice, now=now)

    assert farthest_choice(client, family).endswith("，余7位")
    assert farthest_choice(client, group).endswith("，团体余35位")
    assert farthest_choice(client, family, group).endswith("，个人余7位，团体余35位")


def test_badges_for_all_of_a_filter_are_offered_and_drawn(client, alice, session):
    other = SessionFactory(open_day=session.open_day, starts_at=soon(days=8))
    here, _there = joins(session), joins(other)

    listed = client.get(f"/admin/registrations/results/?session={session.pk}").text
    assert f"/admin/paper/badges/?all=1&amp;session={session.pk}" in listed
    assert "/admin/paper/badges/?all=1" not in client.get("/admin/registrations/results/").text
    page = client.get(f"/admin/paper/badges/?all=1&session={session.pk}")
    assert (page.context["parties"], page.context["people"]) == (1, here.places)
    drawn = client.post(f"/admin/paper/badges/?all=1&session={session.pk}", {"badges-per": "person"})
    assert (drawn.status_code, drawn["Content-Type"]) == (200, "application/pdf")


def test_all_ticked_are_cancelled_and_the_queue_is_served(client, alice, session):
    first, second = joins(session, adults=6), joins(session, adults=4)
    waits = joins(session, adults=3)

    without_reason = client.post(of("cancel", first, second))
    done = client.post(of("cancel", first, second), {"reason": "台风"})

    assert (without_reason.status_code, done.status_code) == (422, 200)
    assert len(done.context["outcome"].done) == 2
    assert states(first, second, waits) == ["cancelled", "cancelled", "confirmed"]
    assert taken(session) == 3
    assert Message.objects.filter(kind="registration_cancelled").count() == 2


def test_a_second_press_cancels_nothing_more(client, alice, session):
    party = joins(session)
    client.post(of("cancel", party), {"reason": "台风"})

    again = client.post(of("cancel", party), {"reason": "台风"})

    assert not again.context["outcome"].done
    assert Message.objects.filter(kind="registration_cancelled").count() == 1


def test_parties_that_do_not_fit_stay_whole_where_they_are(client, alice, session):
    there = SessionFactory(open_day=session.open_day, starts_at=session.starts_at + timedelta(days=1), places=4)
    fits, too_large = joins(session, adults=3), joins(session, adults=2)
    Registration.objects.filter(pk=fits.pk).update(code="22222222")
    Registration.objects.filter(pk=too_large.pk).update(code="33333333")

    done = client.post(of("move", fits, too_large), {"session": there.pk})

    assert [party.pk for party in done.context["outcome"].done] == [fits.pk]
    ((_code, _when, why),) = done.context["refused"]
    assert "1" in why
    assert (taken(session), taken(there)) == (2, 3)
    assert Registration.objects.get(pk=too_large.pk).session == session


def test_parties_of_two_open_days_are_not_moved_together(client, alice, session):
    other = SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=soon())

    assert client.get(of("move", joins(session), joins(other))).status_code == 302


def test_nobody_is_moved_to_a_session_of_another_open_day(client, alice, session):
    other = SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=soon())
    party = joins(session)

    assert client.post(of("move", party), {"session": other.pk}).status_code == 422
    assert Registration.objects.get(pk=party.pk).session == session


def test_tickets_are_sent_again_to_who_still_comes(client, alice, session):
    comes, gone = joins(session), joins(session)
    client.post(of("cancel", gone), {"reason": "台风"})
    before = Message.objects.count()

    done = client.post(of("resend", comes, gone))

    assert [party.pk for party in done.context["outcome"].done] == [comes.pk]
    assert Message.objects.count() == before + 1


def test_arrivals_are_marked_and_taken_back(client, alice):
    session = SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=timezone.now() + timedelta(minutes=10))
    party = joins(session, adults=3)

    done = client.post(of("arrived", party))
    twice = client.post(of("arrived", party))

    assert states(party) == ["attended"]
    assert CheckIn.objects.that_count().get().people == 3
    assert len(twice.context["refused"]) == 1
    client.post(done.context["undo_url"])
    assert states(party) == ["confirmed"]
    assert not CheckIn.objects.that_count().filter(kind="arrived").exists()


def test_nobody_arrives_before_the_gate_opens(client, alice, session):
    party = joins(session)

    done = client.post(of("arrived", party))

    assert len(done.context["refused"]) == 1
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("deed", ["cancel", "move", "resend", "arrived", "not-arrived"])
def test_registrations_of_other_units_do_not_exist(client, alice, session, deed):
    theirs = joins(SessionFactory(open_day=OpenDayFactory(unit=people.unit("industrial")), starts_at=soon()))
    mine = joins(session)

    answers = [client.get(of(deed, mine, theirs)), client.post(of(deed, mine, theirs), {"reason": "台风"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert states(mine, theirs) == ["confirmed", "confirmed"]


@pytest.mark.parametrize("address", ["cancel/", "burn/?registration=1", "cancel/?registration=-1", "cancel/?all=1&state=nonsense"])
def test_what_names_nothing_is_not_found(client, alice, address):
    assert client.get(f"{BULK}/{address}").status_code == 404


def test_who_only_reads_changes_nothing(client, session):
    party = joins(session)
    client.force_login(people.dora())

    client.post(of("cancel", party), {"reason": "台风"})

    assert states(party) == ["confirmed"]
