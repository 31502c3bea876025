"""The pages on which organisers write to visitors: their own open days only, looked at before it leaves."""

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.mail.models import Message
from openday.registrations.mailings import actions
from openday.registrations.mailings.models import Mailing
from tests import people
from tests.factories.registrations import Contact, OpenDayFactory, SessionFactory, register, soon

pytestmark = pytest.mark.django_db
NEW = "/admin/mailings/new/"
LOOK_QUERIES = 25
FORM = {"subject_zh": "请从北门进入", "body_zh": "{when}，请从北门进入。", "request_key": "press-1"}


@pytest.fixture
def alice(client):
    user = people.alice()
    client.force_login(user)
    return user


@pytest.fixture
def session():
    return SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=soon(), places=50)


def joins(session, **facts):
    return register(session, now=timezone.now(), **facts)


def of(session, **more):
    return f"{NEW}?all=1&session={session.pk}" + "".join(f"&{name}={value}" for name, value in more.items())


def pressed(client, address, form=FORM):
    seen = client.post(address, form).context["seen"]
    return client.post(address, {**form, "seen": seen, "make": "1"})


def test_one_sees_whom_it_reaches_and_how_it_reads_before_it_leaves(client, alice, session):
    party = joins(session)
    joins(session, contact=Contact("mobile", "+8613800138000"))

    page = client.get(of(session))
    looked = client.post(of(session), FORM)

    assert page.context["audience"].counts == {("zh-hans", "email"): 1, ("zh-hans", "mobile"): 1}
    (letter,) = looked.context["letters"]
    assert session.when() in letter["text"]
    assert letter["sms"].endswith("请从北门进入。")
    assert party.spoken_code not in looked.text
    assert party.token not in looked.text
    assert not Mailing.objects.exists()


def test_pressing_notes_it_and_the_page_of_the_mailing_lets_it_be_taken_back(client, alice, session):
    joins(session)

    response = pressed(client, of(session))

    mailing = Mailing.objects.get()
    assert response["Location"] == reverse("mailings:show", args=[mailing.pk])
    page = client.get(response["Location"])
    assert page.context["can_be_taken_back"]
    assert page["Refresh"]
    client.post(reverse("mailings:take_back", args=[mailing.pk]))
    assert Mailing.objects.get().state == "undone"
    assert "Refresh" not in client.get(response["Location"]).headers


def test_letters_can_leave_at_once_and_the_page_says_how_they_fare(client, alice, session):
    joins(session)
    pressed(client, of(session))
    mailing = Mailing.objects.get()

    client.post(reverse("mailings:write_now", args=[mailing.pk]))
    actions.deliver_all_due(now=timezone.now())

    assert client.get(reverse("mailings:show", args=[mailing.pk])).context["delivery"][0][::2] == ("waiting", 1)


def test_who_registers_between_look_and_press_makes_one_look_again(client, alice, session):
    joins(session)
    seen = client.post(of(session), FORM).context["seen"]
    joins(session, language="en")

    response = client.post(of(session), {**FORM, "seen": seen, "make": "1"})

    # English is read now, too, and nothing is written in it.
    assert response.status_code == 422
    assert not Mailing.objects.exists()


def test_words_that_were_not_looked_at_do_not_leave(client, alice, session):
    joins(session)
    seen = client.post(of(session), FORM).context["seen"]

    response = client.post(of(session), {**FORM, "subject_zh": "别的", "seen": seen, "make": "1"})

    assert response.status_code == 409
    assert response.context["looked_before"]
    assert not Mailing.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"body_zh": "{name} 您好"}, "body_zh"),
        ({"body_zh": "请{"}, "body_zh"),
        ({"subject_zh": ""}, "subject_zh"),
        ({"body_zh": "请从北门进入。" * 60}, "sms_zh"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_field(client, alice, session, change, field):
    joins(session)
    joins(session, contact=Contact("mobile", "+8613800138000"))

    response = client.post(of(session), {**FORM, **change})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}


def test_only_languages_that_somebody_reads_are_asked_for(client, alice, session):
    joins(session, language="en")

    (group,) = client.get(of(session)).context["form"].groups()

    assert [field.name for field in group[1]] == ["subject_en", "body_en"]


def test_a_test_goes_to_oneself_in_every_language(client, alice, session):
    joins(session)
    joins(session, language="zh-hant")

    client.post(of(session), {**FORM, "test": "1"})

    sent = Message.objects.filter(key__startswith="mailing-test:")
    assert {(row.to, row.language) for row in sent} == {("alice@example.org", "zh-hans"), ("alice@example.org", "zh-hant")}
    assert not Mailing.objects.exists()


def test_several_open_days_are_sent_back_to_the_filter(client, alice, session):
    joins(session)
    joins(SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=soon()))

    response = client.get(f"{NEW}?all=1&state=confirmed")

    assert response["Location"] == "/admin/registrations/?all=1&state=confirmed"


def test_rows_of_other_units_do_not_exist(client, alice):
    foreign = SessionFactory(open_day=OpenDayFactory(unit=people.unit("industrial")), starts_at=soon())
    party = joins(foreign)
    mailing = actions.write(
        open_day=foreign.open_day,
        chosen={"session": foreign.pk},
        words={"subject_zh": "a", "body_zh": "b"},
        request_key="theirs",
        by=people.charlie(),
        now=timezone.now(),
    )

    answers = [
        client.get(f"{NEW}?registration={party.pk}"),
        client.get(of(foreign)),
        client.get(reverse("mailings:show", args=[mailing.pk])),
        client.post(reverse("mailings:take_back", args=[mailing.pk])),
        client.post(reverse("mailings:write_now", args=[mailing.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert not client.get("/admin/mailings/").context["page"].object_list
    assert Mailing.objects.get().state == "waiting"


@pytest.mark.parametrize("query", ["", "?registration=x", "?registration=99999999999999999999", "?all=1&session=x", "?all=1&open_day=0"])
def test_an_address_that_names_nothing_is_not_found(client, alice, query):
    assert client.get(NEW + query).status_code == 404


def test_who_only_reads_gets_no_ticks_and_writes_nothing(client, session):
    party = joins(session)
    client.force_login(people.dora())

    assert client.get("/admin/registrations/").context["deeds"] == []
    assert client.get(f"{NEW}?registration={party.pk}").status_code == 302
    assert client.post(f"{NEW}?registration={party.pk}", {**FORM, "make": "1"}).status_code == 302
    assert not Mailing.objects.exists()


@pytest.mark.parametrize("parties", [1, 3])
def test_looking_costs_the_same_for_one_and_for_many(client, alice, session, parties, django_assert_num_queries):
    for _party in range(parties):
        joins(session)

    with django_assert_num_queries(LOOK_QUERIES):
        client.post(of(session), FORM)
