"""From the form over the review page to the ticket."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from home.remembered import forget_everything
from openday.events.models import Pool
from openday.events.queries import page_addresses
from openday.language.traditional import keep_up
from openday.mail.models import Message
from openday.registrations import actions, queries
from openday.registrations.models import Consent, Registration
from openday.registrations.rules import Party
from openday.registrations.states import State
from tests.factories.registrations import OpenDayFactory, SessionFactory, register, soon, taken
from tests.registrations.visitor import FILLED, Visitor, hidden, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(starts_at=soon(), places=10)


@pytest.fixture
def visitor(client):
    return Visitor(client)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_visitor_registers_in_each_language(client, session, language):
    visitor = Visitor(client, language)

    review = visitor.fill_in(session)
    assert (review.status_code, state(review), Registration.objects.count()) == (200, "review", 0)
    answer = visitor.confirm(session, review)
    ticket = client.get(answer["Location"], follow=True)

    registration = Registration.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/{language}/visits/r/{registration.token}/")
    assert (ticket.status_code, state(ticket)) == (200, "confirmed")
    assert ticket.request["PATH_INFO"] == f"/{language}/visits/ticket/{registration.code}/"
    assert (registration.language, registration.name, registration.contact) == (language, "李梅", "li.mei@example.org")
    assert registration.party == Party(adults=2, children_6_13=1)
    assert [consent.purpose for consent in Consent.objects.all()] == ["visit"]
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "path",
    ["form", "find", "ticket", "swap"],
)
def test_no_page_of_this_room_is_stored_indexed_or_named_in_a_referer(client, session, path):
    registration = register(session, now=timezone.now())
    addresses = {
        "form": f"/zh-hans/visits/{session.pk}/register/",
        "find": "/zh-hans/visits/find/",
        "ticket": f"/zh-hans/visits/ticket/{registration.code}/",
        "swap": f"/zh-hans/visits/r/{registration.token}/",
    }

    answer = client.get(addresses[path])

    assert "no-store" in answer["Cache-Control"]
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")


def test_the_links_to_other_languages_lead_to_the_form_of_the_same_session(client, session):
    other = SessionFactory(starts_at=soon(), places=10)

    for one in (session, other, session):
        page = client.get(f"/zh-hans/visits/{one.pk}/register/").content.decode()
        assert [f'href="/{code}/visits/{one.pk}/register/" lang=' in page for code in ("zh-hans", "zh-hant", "en")] == [True] * 3


def test_confirming_twice_gives_one_registration_one_letter_and_the_same_page(visitor, session):
    review = visitor.fill_in(session)

    first = visitor.confirm(session, review)
    second = visitor.confirm(session, review)

    assert (first.status_code, second.status_code, first["Location"]) == (303, 303, second["Location"])
    assert (Registration.objects.count(), Message.objects.count(), taken(session)) == (1, 1, 3)


def test_the_same_browser_that_fills_the_form_in_again_sees_its_registration(visitor, session):
    first = visitor.register(session)
    again = visitor.register(session)

    assert (again.status_code, again["Location"], Registration.objects.count()) == (303, first["Location"], 1)


def test_a_stranger_who_knows_the_contact_does_not_get_the_link(visitor, session):
    visitor.register(session)

    answer = Visitor(Client()).register(session)

    registration = Registration.objects.get()
    assert (answer.status_code, state(answer)) == (409, "already")
    assert registration.token not in answer.content.decode() + repr(answer.headers)
    assert Message.objects.count() == 2


def test_bad_input_keeps_everything_typed_and_names_each_field(visitor, session):
    answer = visitor.fill_in(session, adults="-1", contact="nobody", consent_visit=None)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    for name in ("adults", "contact", "consent_visit"):
        assert f'href="#id_{name}"' in page
        assert f'id="id_{name}"' in page
    assert 'value="nobody"' in page
    assert 'value="李梅"' in page
    assert hidden(page)["request_key"]


def test_too_many_people_are_explained_with_both_numbers(client, session):
    answer = Visitor(client, "en").fill_in(session, adults="5", children_6_13="3")

    assert answer.status_code == 422
    assert "One registration is for at most 6 people; you entered 8." in answer.content.decode()


def test_needs_without_consent_are_refused_and_never_stored(visitor, session):
    answer = visitor.fill_in(session, access_needs=["wheelchair"])

    assert (answer.status_code, Registration.objects.count()) == (422, 0)


def test_going_back_keeps_everything_and_asks_for_no_second_captcha(visitor, session):
    review = visitor.fill_in(session, access_needs=["wheelchair"], consent_assistance="on", companions="1")

    form = visitor.confirm(session, review, change="1")
    page = form.content.decode()
    assert (form.status_code, state(form)) == (200, "open")
    assert 'value="li.mei@example.org"' in page
    assert "captcha" not in page
    answers = {**hidden(page), **FILLED, "adults": "1"}
    del answers["captcha"]
    review = visitor.client.post(visitor.address(session), answers)
    answer = visitor.confirm(session, review)

    assert (answer.status_code, Registration.objects.get().adults) == (303, 1)


def test_values_that_were_not_on_the_review_page_are_shown_before_they_count(visitor, session):
    review = visitor.fill_in(session)

    answer = visitor.confirm(session, review, adults="3")

    assert (answer.status_code, state(answer), Registration.objects.count()) == (200, "review", 0)


@pytest.mark.parametrize("review", ["", "forged", "WyJhIiwxLCJiIl0:1t:x", "\x00", "é" * 50])
def test_a_forged_review_is_not_believed(visitor, session, review):
    page = visitor.fill_in(session)

    answer = visitor.confirm(session, page, review=review)

    assert (answer.status_code, Registration.objects.count()) == (422, 0)


def test_a_review_of_one_session_is_worth_nothing_in_another(visitor, session):
    review = visitor.fill_in(session)

    answer = visitor.confirm(SessionFactory(starts_at=soon(days=8)), review)

    assert (answer.status_code, Registration.objects.count()) == (422, 0)


def test_the_captcha_has_to_be_solved(visitor, session):
    assert visitor.fill_in(session, captcha="wrong").status_code == 422
    assert visitor.fill_in(session, captcha=None).status_code == 422


def test_a_full_session_offers_its_waiting_list(visitor, session):
    register(session, adults=6, now=timezone.now())
    register(session, adults=4, now=timezone.now())

    form = visitor.client.get(visitor.address(session))
    answer = visitor.register(session)
    ticket = visitor.client.get(answer["Location"], follow=True)

    assert (form.status_code, state(form), answer.status_code) == (200, "full", 303)
    assert (state(ticket), taken(session)) == ("waiting", 10)


def test_who_did_not_want_to_wait_is_offered_it_when_the_places_go(visitor, session):
    review = visitor.fill_in(session, wait=None)
    Pool.objects.filter(session=session).update(capacity=2)

    full = visitor.confirm(session, review)
    assert (full.status_code, state(full), Registration.objects.count()) == (409, "full", 0)
    Pool.objects.filter(session=session).update(capacity=5, taken=4)
    joined = visitor.confirm(session, full, join="1")

    assert (joined.status_code, Registration.objects.get().state) == (303, State.WAITING)


def test_a_session_that_fills_up_during_review_puts_the_party_on_the_waiting_list(visitor, session):
    review = visitor.fill_in(session)
    register(session, adults=6, now=timezone.now())
    register(session, adults=4, now=timezone.now())

    answer = visitor.confirm(session, review)

    assert answer.status_code == 303
    assert state(visitor.client.get(answer["Location"], follow=True)) == "waiting"


def test_a_session_that_is_not_open_yet_says_when_it_opens(client):
    open_day = OpenDayFactory(release_days_before=1, release_time="17:00")
    session = SessionFactory(starts_at=soon(days=9), open_day=open_day)

    answer = client.get(f"/en/visits/{session.pk}/register/")

    assert (answer.status_code, state(answer)) == (200, "closed")
    assert "17:00" in answer.content.decode()
    assert "Registration is not open yet" in answer.content.decode()


def test_a_session_that_is_over_offers_the_next_one(client):
    open_day = OpenDayFactory()
    session = SessionFactory(starts_at=soon(days=-2), open_day=open_day)
    following = SessionFactory(starts_at=soon(days=2), open_day=open_day)

    answer = client.get(f"/en/visits/{session.pk}/register/")

    assert (answer.status_code, state(answer)) == (200, "closed")
    assert f"/en/visits/{following.pk}/register/" in answer.content.decode()


def test_a_cancelled_session_says_so_before_and_after_the_form_was_read(visitor, session):
    review = visitor.fill_in(session)
    actions.cancel_session(session=session, now=timezone.now(), by=None, reason_zh="停电")

    form = visitor.client.get(visitor.address(session))
    confirmed = visitor.confirm(session, review)

    assert [(one.status_code, state(one)) for one in (form, confirmed)] == [(200, "cancelled"), (409, "cancelled")]
    assert Registration.objects.count() == 0


def test_a_second_visit_on_the_same_day_is_refused_where_one_is_allowed(visitor):
    open_day = OpenDayFactory(one_per_day=True)
    day = soon(days=6).replace(hour=1)
    morning = SessionFactory(starts_at=day, open_day=open_day)
    later = SessionFactory(starts_at=day + timedelta(hours=4), open_day=open_day)
    visitor.register(morning)

    answer = visitor.register(later)

    assert (answer.status_code, state(answer), taken(later)) == (409, "already", 0)


@pytest.mark.parametrize("number", ["0", "999999", "999999999999999999", "1" + "0" * 30])
def test_an_unknown_session_is_a_404(client, number):
    assert client.get(f"/zh-hans/visits/{number}/register/").status_code == 404


def test_a_draft_session_is_a_404(client):
    session = SessionFactory(starts_at=soon(), state="draft")

    assert client.get(f"/zh-hans/visits/{session.pk}/register/").status_code == 404


def test_one_contact_is_limited_by_the_hour(visitor, settings):
    settings.REGISTRATIONS_PER_CONTACT_AND_HOUR = 2
    sessions = [SessionFactory(starts_at=soon(days=day)) for day in (5, 6, 7)]

    answers = [visitor.register(one, contact="often@example.org").status_code for one in sessions]

    assert answers == [303, 303, 429]


def test_one_address_is_limited_by_the_hour(visitor, settings):
    settings.REGISTRATIONS_PER_ADDRESS_AND_HOUR = 2
    session = SessionFactory(starts_at=soon(), places=10)

    answers = [Visitor(Client(REMOTE_ADDR="192.0.2.1")).register(session, contact=f"a{n}@example.org").status_code for n in range(3)]

    assert answers == [303, 303, 429]


@pytest.mark.usefixtures("remembering")
def test_the_form_costs_one_query(client, session, django_assert_num_queries):
    client.get(f"/zh-hans/visits/{session.pk}/register/")

    with django_assert_num_queries(1):
        client.get(f"/zh-hans/visits/{session.pk}/register/")


def test_confirming_costs_a_fixed_number_of_queries(visitor, session, settings, django_assert_num_queries):
    review = visitor.fill_in(session)
    settings.REMEMBER_SECONDS = 10**6
    forget_everything()
    queries.remembered_pool(session.pk)
    page_addresses("zh-hans")
    keep_up()
    visitor.client.get(visitor.address(session))

    # Savepoint of the test's own transaction and its release; take, recheck, party, consent, letter.
    with django_assert_num_queries(7):
        answer = visitor.confirm(session, review)

    assert answer.status_code == 303
