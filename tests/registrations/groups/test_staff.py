"""The queue of group requests, and what an organiser decides."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.states import GroupState
from tests import people
from tests.factories.groups import group_asks, session_for_groups, taken_by_groups
from tests.factories.registrations import OpenDayFactory, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return session_for_groups(open_day=OpenDayFactory(unit=people.unit()), starts_at=soon(days=12))


@pytest.fixture
def desk(client):
    client.force_login(people.alice())
    return client


def pool(session) -> str:
    return str(session.pools.get(kind="groups").pk)


def test_the_oldest_that_waits_for_us_is_on_top_and_says_that_it_is_late(desk, session):
    old = group_asks(session, now=timezone.now() - timedelta(days=20))
    new = group_asks(session, now=timezone.now())

    page = desk.get("/admin/group-visits/").content.decode()

    assert page.index(f"/group-visits/{old.pk}/") < page.index(f"/group-visits/{new.pk}/")
    late = desk.get("/admin/group-visits/?overdue=true").content.decode()
    assert (f"/group-visits/{old.pk}/" in late, f"/group-visits/{new.pk}/" in late) == (True, False)


def test_the_contact_is_masked_until_somebody_says_why(desk, session):
    visit = group_asks(session)
    assert visit.contact not in desk.get(f"/admin/group-visits/{visit.pk}/").content.decode()

    shown = desk.post(f"/admin/group-visits/{visit.pk}/reveal/", {"reason": "打电话约时间"}).content.decode()

    assert visit.contact in shown
    assert AuditEntry.objects.filter(deed="registrations.group_reveal", reason="打电话约时间").count() == 1


@pytest.mark.parametrize(
    ("deed", "answers", "outcome"),
    [
        ("place", {}, (GroupState.PLACED, 34)),
        ("offer", {"offer-word": "那天不行"}, (GroupState.OFFERED, 34)),
        ("ask", {"ask-question": "有轮椅吗？"}, (GroupState.ASKED, 0)),
        ("refuse", {"refuse-reason": "没有名额"}, (GroupState.REFUSED, 0)),
    ],
)
def test_an_organiser_decides_once(desk, session, deed, answers, outcome):
    visit = group_asks(session)
    answers = {**answers, f"{deed}-pool": pool(session)}

    first, second = (desk.post(f"/admin/group-visits/{visit.pk}/{deed}/", answers) for _again in range(2))

    visit.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 409)
    assert (visit.state, taken_by_groups(session)) == outcome


def test_too_few_places_are_refused_with_both_numbers(desk, session):
    session.pools.filter(kind="groups").update(capacity=20)
    visit = group_asks(session)

    answer = desk.post(f"/admin/group-visits/{visit.pk}/place/", {"place-pool": pool(session)})

    assert answer.status_code == 409
    assert "34" in answer.content.decode()
    assert taken_by_groups(session) == 0


def test_places_of_another_open_day_cannot_be_chosen(desk, session):
    visit = group_asks(session)

    answer = desk.post(f"/admin/group-visits/{visit.pk}/place/", {"place-pool": pool(session_for_groups(starts_at=soon(days=12)))})

    assert answer.status_code == 422


def test_requests_of_other_units_do_not_exist_and_who_only_reads_decides_nothing(client, session):
    visit = group_asks(session)
    address = f"/admin/group-visits/{visit.pk}/"

    client.force_login(people.charlie())
    assert (client.get(address).status_code, client.post(f"{address}refuse/", {"refuse-reason": "不"}).status_code) == (404, 404)
    client.force_login(people.dora())
    assert client.get(address).status_code == 200
    assert client.post(f"{address}refuse/", {"refuse-reason": "不行"}).status_code != 200

    visit.refresh_from_db()
    assert visit.state == GroupState.RECEIVED


def test_the_empty_list_says_how_requests_come_and_a_filter_that_finds_nothing_says_so(desk, session):
    empty = desk.get("/admin/group-visits/").content.decode()
    assert "/visits/groups/" in empty

    group_asks(session)

    assert "/visits/groups/" not in desk.get("/admin/group-visits/?state=refused").content.decode()


def test_what_is_due_first_is_on_top_and_any_column_with_a_clock_sorts(desk, session):
    asked_first = group_asks(session, now=timezone.now() - timedelta(days=2))
    late = group_asks(session, now=timezone.now())
    GroupVisit.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=9))

    page, latest_first = (desk.get(f"/admin/group-visits/{query}").content.decode() for query in ("", "?ordering=-due_on"))

    assert page.index(f"/group-visits/{late.pk}/") < page.index(f"/group-visits/{asked_first.pk}/")
    assert latest_first.index(f"/group-visits/{late.pk}/") > latest_first.index(f"/group-visits/{asked_first.pk}/")
