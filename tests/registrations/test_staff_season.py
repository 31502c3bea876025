"""Staff move, change and cancel sessions together: they see whom it affects, and can take it back for a while."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.events.models import Pool, Series, Session, SessionChange
from openday.mail.models import Message
from openday.registrations.actions import session_deeds
from openday.registrations.models import Registration
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, register, soon

pytestmark = pytest.mark.django_db
CHANGE, CANCEL, INDEX = "/admin/session-changes/change/", "/admin/session-changes/cancel/", "/admin/session-changes/"
LOOK_QUERIES, LIST_QUERIES = 23, 14
REASON = {"reason_zh": "台风停工", "reason_en": "Typhoon", "request_key": "press-1"}


@pytest.fixture
def alice(client):
    user = people.alice()
    client.force_login(user)
    return user


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit("food"))


@pytest.fixture
def sessions(open_day):
    """Three weeks of one series, at ten in the morning, with five places each."""
    start = soon()
    series = Series.objects.create(
        open_day=open_day,
        starts=timezone.localtime(start).time(),
        first_day=start.date(),
        last_day=start.date() + timedelta(days=14),
        request_key="k",
        made_at=start,
    )
    return [SessionFactory(open_day=open_day, starts_at=start + timedelta(days=7 * n), places=5, series=series) for n in range(3)]


def of(*sessions, scope=""):
    return "?" + "&".join(f"session={one.pk}" for one in sessions) + (f"&scope={scope}" if scope else "")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def later(session, minutes=30):
    return session.starts_at + timedelta(minutes=minutes)


def pressed(client, address, form):
    """Look at what changes, then press the button below it."""
    seen = client.post(address, form).context["seen"]
    return client.post(address, {**form, "seen": seen, "make": "1"})


# ---- cancelling ----


def test_before_cancelling_one_sees_who_is_affected(client, alice, sessions):
    register(sessions[0], adults=3, now=timezone.now())
    register(sessions[0], adults=2, language="en", now=timezone.now())
    register(sessions[1], adults=1, now=timezone.now())

    context = client.get(CANCEL + of(*sessions)).context

    assert (context["affected"].parties, context["affected"].people) == (3, 6)
    assert sorted(parties for _name, parties in context["affected"].languages) == [1, 2]
    assert context["changed_rows"] == 3


def test_sessions_are_cancelled_together_and_can_be_taken_back(client, alice, sessions):
    coming = register(sessions[0], now=timezone.now())

    without_reason = client.post(CANCEL + of(*sessions[:2]), {"request_key": "x"})
    response = client.post(CANCEL + of(*sessions[:2]), REASON)

    change = SessionChange.objects.get()
    assert (without_reason.status_code, response.status_code) == (422, 302)
    assert response["Location"] == reverse("session-changes:show", args=[change.pk])
    assert [fresh(one).state for one in sessions] == ["cancelled", "cancelled", "open"]
    page = client.get(response["Location"])
    assert page.context["can_be_taken_back"]
    assert page["Refresh"]

    assert client.post(reverse("session-changes:take_back", args=[change.pk])).status_code == 302

    assert set(Session.objects.values_list("state", flat=True)) == {"open"}
    assert fresh(coming).state == "confirmed"
    assert not Message.objects.filter(kind="session_cancelled")
    assert "Refresh" not in client.get(response["Location"]).headers


def test_letters_can_leave_at_once_and_then_nothing_is_taken_back(client, alice, sessions):
    register(sessions[0], now=timezone.now())
    client.post(CANCEL + of(sessions[0]), REASON)
    change = SessionChange.objects.get()

    client.post(reverse("session-changes:write_now", args=[change.pk]))
    session_deeds.tell_all_due(now=timezone.now())
    client.post(reverse("session-changes:take_back", args=[change.pk]))

    assert fresh(change).state == "told"
    assert fresh(sessions[0]).state == "cancelled"
    assert Message.objects.filter(kind="session_cancelled").count() == 1
    deeds = set(AuditEntry.objects.filter(by=alice, deed__startswith="registrations.").values_list("deed", flat=True))
    assert deeds == {"registrations.cancel_session", "registrations.write_now"}


def test_a_second_press_cancels_nothing_more(client, alice, sessions):
    answers = [client.post(CANCEL + of(sessions[0]), REASON) for _press in range(2)]

    assert len({answer["Location"] for answer in answers}) == 1
    assert SessionChange.objects.count() == 1


def test_a_session_that_has_begun_stays(client, alice, sessions):
    Session.objects.filter(pk=sessions[0].pk).update(starts_at=timezone.now() - timedelta(minutes=1))

    assert client.get(CANCEL + of(sessions[0])).context["changed_rows"] == 0
    client.post(CANCEL + of(sessions[0]), REASON)

    assert fresh(sessions[0]).state == "open"
    assert not SessionChange.objects.exists()


# ---- one, this and later, all ----


@pytest.mark.parametrize(("scope", "expected"), [("one", 1), ("following", 2), ("all", 3), ("", 1), ("nonsense", 1)])
def test_a_change_goes_as_far_as_one_chooses(client, alice, sessions, scope, expected):
    context = client.get(CHANGE + of(sessions[1], scope=scope)).context

    assert len(context["chosen"].sessions) == expected
    assert [one["count"] for one in context["scopes"]] == [1, 2, 3]


def test_a_series_is_moved_and_nobody_is_written_to_before_the_time_is_over(client, alice, sessions):
    register(sessions[0], adults=2, now=timezone.now())
    form = {**REASON, "starts": "14:00"}

    preview = client.post(CHANGE + of(sessions[0], scope="all"), form).context
    response = pressed(client, CHANGE + of(sessions[0], scope="all"), form)

    assert (preview["affected"].parties, preview["changed_rows"]) == (1, 3)
    assert response["Location"] == reverse("session-changes:show", args=[SessionChange.objects.get().pk])
    moved = Session.objects.order_by("starts_at")
    assert {timezone.localtime(one.starts_at).hour for one in moved} == {14}
    assert {one.ends_at - one.starts_at for one in moved} == {timedelta(minutes=90)}
    assert not Message.objects.filter(kind="session_moved")


def test_a_whole_day_goes_to_another_day_and_keeps_its_hours(client, alice, open_day, sessions):
    afternoon = SessionFactory(open_day=open_day, starts_at=sessions[0].starts_at + timedelta(hours=4))
    target = timezone.localdate(sessions[0].starts_at) + timedelta(days=1)

    pressed(client, CHANGE + of(sessions[0], afternoon), {**REASON, "day": target.isoformat()})

    assert fresh(sessions[0]).starts_at == sessions[0].starts_at + timedelta(days=1)
    assert fresh(afternoon).starts_at == afternoon.starts_at + timedelta(days=1)


def test_what_was_not_shown_is_not_done(client, alice, sessions):
    form = {**REASON, "later_minutes": "30"}
    seen = client.post(CHANGE + of(sessions[0]), form).context["seen"]

    other = client.post(CHANGE + of(sessions[0]), {**form, "later_minutes": "60", "seen": seen, "make": "1"})
    Session.objects.filter(pk=sessions[0].pk).update(starts_at=later(sessions[0], 1))
    meanwhile = client.post(CHANGE + of(sessions[0]), {**form, "seen": seen, "make": "1"})

    assert (other.status_code, meanwhile.status_code) == (409, 409)
    assert not SessionChange.objects.exists()


def test_a_second_press_moves_once(client, alice, sessions):
    form = {**REASON, "later_minutes": "30"}
    seen = client.post(CHANGE + of(sessions[0]), form).context["seen"]

    answers = [client.post(CHANGE + of(sessions[0]), {**form, "seen": seen, "make": "1"}) for _press in range(2)]

    assert len({answer["Location"] for answer in answers}) == 1
    assert fresh(sessions[0]).starts_at == later(sessions[0])


def test_places_guide_and_languages_change_without_letters_and_serve_the_queue(client, alice, sessions):
    register(sessions[0], adults=5, now=timezone.now())
    waiting = register(sessions[0], adults=2, now=timezone.now())

    pressed(
        client, CHANGE + of(sessions[0], scope="all"), {"request_key": "k", "individuals": "8", "guide_zh": "王工", "languages": ["en"]}
    )

    assert set(Pool.objects.values_list("capacity", flat=True)) == {8}
    assert set(Session.objects.values_list("guide_zh", flat=True)) == {"王工"}
    assert fresh(waiting).state == "confirmed"
    assert not SessionChange.objects.exists()


def test_a_session_whose_places_are_taken_refuses_and_the_others_change(client, alice, sessions):
    register(sessions[1], adults=4, now=timezone.now())
    form = {**REASON, "individuals": "3", "guide_zh": "王工", "later_minutes": "30"}

    rows = client.post(CHANGE + of(*sessions), form).context["rows"]
    response = pressed(client, CHANGE + of(*sessions), form)

    assert [row.is_changed for row in rows] == [True, False, True]
    assert [fresh(one).pools.get().capacity for one in sessions] == [3, 5, 3]
    assert [fresh(one).guide_zh for one in sessions] == ["王工", "", "王工"]
    assert [fresh(one).starts_at - one.starts_at for one in sessions] == [timedelta(minutes=30), timedelta(), timedelta(minutes=30)]
    assert response.status_code == 302


def test_a_clash_with_another_session_is_shown(client, alice, open_day, sessions):
    SessionFactory(open_day=open_day, starts_at=later(sessions[0], 60))

    rows = client.post(CHANGE + of(sessions[0]), {**REASON, "later_minutes": "60"}).context["rows"]

    assert [len(row.warnings) for row in rows] == [1]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, None),
        ({"day": "2026-02-30"}, "day"),
        ({"day": "9999-12-31", "later_minutes": "720", "reason_zh": "台风"}, "day"),
        ({"starts": "25:00"}, "starts"),
        ({"starts": "10:00", "ends": "09:00", "reason_zh": "台风"}, "ends"),
        ({"starts": "10:00", "later_minutes": "5", "reason_zh": "台风"}, "later_minutes"),
        ({"later_minutes": "9" * 30}, "later_minutes"),
        ({"starts": "11:00"}, "reason_zh"),
        ({"individuals": "-1"}, "individuals"),
        ({"languages": ["klingon"]}, "languages"),
        ({"guide_zh": "x" * 81}, "guide_zh"),
    ],
)
def test_odd_input_comes_back_with_its_error(client, sessions, form, field):
    client.force_login(people.alice())

    response = client.post(CHANGE + of(sessions[0]), {"request_key": "k", **form, "make": "1", "seen": "x"})

    assert response.status_code == 422
    assert (field or "__all__") in response.context["form"].errors


# ---- rights, odd addresses, lists ----


@pytest.mark.parametrize("query", ["", "?session=", "?session=x", "?session=0", "?session=" + "9" * 19, "?session=" + "9" * 400])
def test_odd_selections_are_not_found(client, alice, query):
    assert client.get(CHANGE + query).status_code == 404
    assert client.get(CANCEL + query).status_code == 404


def test_sessions_of_other_units_do_not_exist(client, alice, sessions):
    foreign = SessionFactory(open_day=OpenDayFactory(unit=people.unit("industrial")), starts_at=soon())

    assert client.get(CANCEL + of(sessions[0], foreign)).status_code == 404
    assert client.post(CANCEL + of(foreign), REASON).status_code == 404
    assert fresh(foreign).state == "open"


def test_changes_of_other_units_do_not_exist(client, alice, sessions):
    client.post(CANCEL + of(sessions[0]), REASON)
    change = SessionChange.objects.get()
    client.force_login(people.charlie())

    assert client.get(reverse("session-changes:show", args=[change.pk])).status_code == 404
    assert client.post(reverse("session-changes:take_back", args=[change.pk])).status_code == 404
    assert client.post(reverse("session-changes:write_now", args=[change.pk])).status_code == 404
    assert "台风停工" not in client.get(INDEX).text
    assert fresh(change).state == "waiting"


@pytest.mark.parametrize("role", ["rosa", "eve", "dora", "hana"])
def test_other_roles_change_no_sessions(client, sessions, role):
    client.force_login(getattr(people, role)())

    answers = [client.get(CHANGE + of(sessions[0])), client.post(CANCEL + of(sessions[0]), REASON), client.get(INDEX)]

    assert {answer.status_code for answer in answers} <= {302, 403, 404}
    assert not SessionChange.objects.exists()


def test_the_list_leads_to_what_is_ticked_and_to_all_of_the_filter(client, alice, open_day, sessions):
    other = SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=soon())

    page = client.get(reverse("sessions:index"), {"open_day": open_day.pk})
    chosen = client.get(f"{CANCEL}?{page.context['whole_list']}").context["chosen"]

    assert 'form="chosen-sessions"' in page.text
    assert f'formaction="{CANCEL}"' in page.text
    assert {one.pk for one in chosen.sessions} == {one.pk for one in sessions}
    assert other.pk not in {one.pk for one in chosen.sessions}


def test_the_list_of_sessions_is_filtered_by_unit_and_state(client, alice, sessions):
    Session.objects.filter(pk=sessions[0].pk).update(state="draft")

    def shown(**query):
        return {row.pk for row in client.get(reverse("sessions:index"), query).context["object_list"]}

    assert shown(state="draft") == {sessions[0].pk}
    assert shown(unit=people.unit("food").pk) == {one.pk for one in sessions}


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_costs_the_same_for_one_session_and_for_three(client, sessions, rows, django_assert_num_queries):
    client.force_login(people.alice())
    for one in sessions:
        register(one, now=timezone.now())
    address = CHANGE + of(sessions[0], scope="all" if rows == 3 else "one")
    form = {**REASON, "later_minutes": "30"}
    client.post(address, form)

    with django_assert_num_queries(LOOK_QUERIES):
        client.post(address, form)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_changes_costs_the_same_for_one_and_for_three(client, alice, sessions, rows, django_assert_num_queries):
    for number in range(rows):
        client.post(CANCEL + of(sessions[number]), {**REASON, "request_key": f"press-{number}"})
    client.get(INDEX)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(INDEX)

    assert page.text.count("台风停工") == rows


# ---- the visitor ----


def test_a_visitor_says_that_the_new_time_suits(client, sessions):
    coming = register(sessions[0], now=timezone.now())
    facts = {"reason_zh": "设备检修", "request_key": "k", "by": people.alice(), "now": timezone.now(), "undo": timedelta()}
    times = {sessions[0].pk: (later(sessions[0]), later(sessions[0], 120))}
    session_deeds.tell(change=session_deeds.move_sessions(times=times, **facts).change, now=timezone.now())
    ticket = client.get(reverse("registrations:swap", args=[coming.token]))["Location"]
    address = reverse("registrations:time_suits", args=[coming.code])

    asked = client.get(ticket)
    answers = [client.post(address).status_code for _press in range(2)]

    assert address in asked.text
    assert answers == [303, 303]
    assert Registration.objects.get().time_suits_at is not None
    assert address not in client.get(ticket).text
    assert client.get(address).status_code == 405


def test_the_ticket_says_at_once_that_the_session_does_not_take_place(client, sessions):
    coming = register(sessions[0], now=timezone.now())
    ticket = client.get(reverse("registrations:swap", args=[coming.token]))["Location"]
    words = "本场不举行"
    before = client.get(ticket).text
    session_deeds.cancel_sessions(sessions=[sessions[0].pk], reason_zh="台风", request_key="k", by=people.alice(), now=timezone.now())

    assert words not in before
    assert words in client.get(ticket).text


def test_a_stranger_accepts_no_time(client, sessions):
    coming = register(sessions[0], now=timezone.now())

    assert client.post(reverse("registrations:time_suits", args=[coming.code])).status_code == 403
