"""What visitors read and send about missed visits, that a stranger learns nothing, and the desk of appeals."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.mail.models import Message
from openday.registrations.models import Absence, AbsenceRule, Registration
from tests import people
from tests.factories.absences import missed, rule
from tests.factories.registrations import Contact, OpenDayFactory, SessionFactory, register, soon
from tests.registrations.visitor import FILLED, hidden, state

pytestmark = pytest.mark.django_db
MEI = Contact(value="mei@example.org")


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit("food"), one_per_day=True)


@pytest.fixture
def session(open_day):
    return SessionFactory(open_day=open_day, starts_at=soon(days=6))


def mark(open_day, *, days_ago: int = 10, **more) -> Absence:
    then = timezone.now() - timedelta(days=days_ago)
    party = register(SessionFactory(open_day=open_day, starts_at=then), contact=MEI, now=then - timedelta(days=3))
    return missed(party, on=timezone.localdate(then), **more)


def send(client, session, *, contact: str):
    address = f"/zh-hans/visits/{session.pk}/register/"
    review = client.post(address, {**hidden(client.get(address).content.decode()), **FILLED, "contact": contact})
    return client.post(address, hidden(review.content.decode()))


def without_tokens(answer) -> str:
    """The page without what is new in each answer."""
    return "".join(line for line in answer.content.decode().splitlines() if "csrf" not in line and "nonce" not in line)


def test_a_contact_that_is_held_back_and_one_that_is_registered_get_the_same_page(client, session, open_day):
    rule(open_day)
    mark(open_day, days_ago=10)
    mark(open_day, days_ago=20)
    register(session, contact=Contact(value="known@example.org"), now=timezone.now())

    held, known = send(client, session, contact=MEI.value), send(client, session, contact="known@example.org")

    assert (held.status_code, known.status_code, state(held)) == (409, 409, "written")
    assert without_tokens(held) == without_tokens(known)
    letter = Message.objects.get(kind="registration_held_back")
    assert letter.to == MEI.value
    assert len(letter.context["marks"]) == 2
    assert Registration.objects.filter(session=session).count() == 1


def test_trying_again_writes_no_second_letter_on_the_same_day(client, session, open_day):
    rule(open_day, missed=1)
    mark(open_day)

    for _try in range(2):
        send(client, session, contact=MEI.value)

    assert Message.objects.filter(kind="registration_held_back").count() == 1


def test_the_form_names_the_rule_where_one_is_in_force_and_only_there(client, session, open_day):
    words = "未到且未取消"
    assert words not in client.get(f"/zh-hans/visits/{session.pk}/register/").content.decode()
    rule(open_day)
    assert words in client.get(f"/zh-hans/visits/{session.pk}/register/").content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "3个月内"), ("zh-hant", "3個月內"), ("en", "within 3 months")])
def test_the_public_page_says_the_rule_from_its_numbers(client, language, words):
    address = f"/{language}/visits/missed-visits/"
    assert words not in client.get(address).content.decode()

    rule(None, months=3, effect="pause", days=21)

    page = client.get(address)
    assert words in page.content.decode()
    assert "21" in page.content.decode()
    assert "public" in page["Cache-Control"]


def test_an_appeal_goes_from_the_letter_to_the_desk_and_back_and_opening_the_link_changes_nothing(client, open_day):
    rule(open_day)
    found = mark(open_day)
    link = reverse("registrations:appeal_swap", args=[found.token])
    assert client.get(reverse("registrations:appeal")).status_code == 403
    client.get(link)
    page = client.get(reverse("registrations:appeal"))
    assert state(page) == "stands"

    assert client.post(reverse("registrations:appeal"), {"reason": " "}).status_code == 422
    found.refresh_from_db()
    assert found.state == "stands"
    assert client.post(reverse("registrations:appeal"), {"reason": "我们到了。"}).status_code == 303
    assert state(client.get(reverse("registrations:appeal"))) == "appealed"

    client.force_login(people.alice())
    desk = client.get(reverse("absences:inspect", args=[found.pk]))
    assert "我们到了。" in desk.content.decode()
    assert client.post(reverse("absences:decide", args=[found.pk]), {"deed": "refuse"}).status_code == 422
    assert client.post(reverse("absences:decide", args=[found.pk]), {"deed": "accept"}).status_code == 302
    assert client.post(reverse("absences:decide", args=[found.pk]), {"deed": "accept"}).status_code == 409
    assert state(client.get(reverse("registrations:appeal"))) == "lifted"


def test_an_unknown_link_is_a_page_and_a_forged_cookie_opens_nothing(client):
    assert client.get(reverse("registrations:appeal_swap", args=["nobody-has-this"])).status_code == 404
    client.cookies["appeal-zh-hans"] = "forged:value"
    assert client.get(reverse("registrations:appeal")).status_code == 403


def test_appeals_are_for_the_own_unit_and_their_words_for_who_decides(client, open_day):
    found = mark(open_day, appeal="私事不便多说")
    client.force_login(people.charlie())
    assert client.get(reverse("absences:inspect", args=[found.pk])).status_code == 404

    client.force_login(people.dora())
    assert "私事不便多说" not in client.get(reverse("absences:inspect", args=[found.pk])).content.decode()
    assert client.post(reverse("absences:decide", args=[found.pk]), {"deed": "accept"}).status_code != 302 or not _lifted(found)


def _lifted(found: Absence) -> bool:
    found.refresh_from_db()
    return found.state == "lifted"


def test_the_rule_of_the_site_is_for_administrators(client, open_day):
    client.force_login(people.alice())
    given = {"missed": 2, "months": 6, "effect": "late", "hours": 48, "days": 30, "is_on": "on"}

    client.post(reverse("absence-rules:add"), given)
    assert not AbsenceRule.objects.exists()
    client.post(reverse("absence-rules:add"), {**given, "open_day": open_day.pk})
    assert AbsenceRule.objects.get().open_day == open_day

    client.force_login(people.adam())
    for _twice in range(2):
        client.post(reverse("absence-rules:add"), given)
    assert AbsenceRule.objects.filter(open_day=None).count() == 1


def test_the_list_of_missed_visits_shows_appeals_first(client, open_day):
    plain, appealed = mark(open_day, days_ago=3), mark(open_day, days_ago=30, appeal="我病了")
    client.force_login(people.alice())

    rows = list(client.get(reverse("absences:index")).context["object_list"])

    assert rows == [appealed, plain]
