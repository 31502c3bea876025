"""Gate lists and badges: whole, with as little about people as asked for, noted, own units only."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from pypdfium2 import PdfDocument

from openday.accounts.models import AuditEntry
from openday.registrations import actions
from openday.registrations.staff.paper import badges, views
from tests import people
from tests.factories.registrations import Contact, OpenDayFactory, SessionFactory, register, soon

pytestmark = pytest.mark.django_db
SECRET = "zzsecret"


@pytest.fixture
def session():
    open_day = OpenDayFactory(unit=people.unit("food"), name_zh="走进食品实验室", name_en="Into the food laboratory")
    return SessionFactory(open_day=open_day, starts_at=soon(), places=900)


def joins(session, **facts):
    return register(session, now=timezone.now() - timedelta(days=1), **facts)


def paper(client, name, session, **chosen):
    return client.post(reverse(f"paper:{name}", args=[session.pk]), chosen)


def sheets(response) -> list[str]:
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    return [page.get_textpage().get_text_range() for page in PdfDocument(response.content)]


def notes(deed):
    return list(AuditEntry.objects.filter(deed=f"registrations.{deed}"))


# Badges


def test_each_person_gets_a_badge_with_the_visit_and_the_code(client, session):
    party = joins(session, adults=2, children_6_13=1, name="张三丰")
    joins(session, adults=4)
    joins(session, adults=4)
    actions.cancel(registration=joins(session), now=timezone.now())
    client.force_login(people.rosa())

    found = sheets(paper(client, "badges", session, **{"badges-per": "person"}))

    text = "".join(found)
    assert len(found) == 2
    assert (text.count("走进食品实验室"), text.count("来宾"), text.count("Visitor")) == (11, 11, 11)
    assert text.count(views.pretty_code(party.code)) == 3
    assert [f"{number}/3" in text for number in (1, 2, 3)] == [True, True, True]
    assert text.count("10:00") == 11
    assert "张" not in text
    assert party.contact not in text


def test_each_party_gets_one_badge_when_asked_for_one(client, session):
    parties = [joins(session, adults=2, name="张三丰") for _party in range(11)]
    client.force_login(people.alice())

    found = sheets(paper(client, "badges", session, **{"badges-per": "party"}))

    text = "".join(found)
    assert (len(found), text.count("来宾"), text.count("/2")) == (2, 11, 0)
    assert all(views.pretty_code(party.code) in text for party in parties)
    assert ("张" in text, notes("export_badges")) == (False, [])


def test_a_name_stands_on_the_first_badge_of_its_party_and_is_noted(client, session):
    joins(session, adults=3, name="张三丰")
    client.force_login(people.alice())

    found = sheets(paper(client, "badges", session, **{"badges-per": "person", "badges-names": "on", "badges-reason": "For the escorts"}))

    assert "".join(found).count("张三丰") == 1
    (entry,) = notes("export_badges")
    assert (entry.by_name, entry.reason, entry.about_id) == ("alice", "For the escorts", str(session.pk))
    assert entry.facts == {"parties": 1, "names": True, "units": ["food"]}
    assert entry in AuditEntry.objects.looks_at_personal_data()
    assert "张三丰" not in str(entry.facts)


@pytest.mark.parametrize(("name", "form"), [("badges", {"badges-per": "party"}), ("gate_list", {"list-order": "code"})])
def test_names_without_a_reason_are_refused_at_the_field(client, session, name, form):
    joins(session, name="张三丰")
    client.force_login(people.alice())
    prefix = next(iter(form)).partition("-")[0]

    answer = paper(client, name, session, **form, **{f"{prefix}-names": "on"})

    assert answer.status_code == 422
    assert "张三丰" not in answer.text
    assert answer.context[f"{prefix}_form"].errors.keys() == {"reason"}
    assert AuditEntry.objects.looks_at_personal_data().count() == 0


@pytest.mark.parametrize("name", ["badges", "gate_list"])
def test_reception_gets_no_names_even_when_it_asks(client, session, name):
    joins(session, name="张三丰")
    client.force_login(people.rosa())
    asked = {"badges-per": "party", "list-order": "code"}
    asked |= {f"{prefix}-{field}": "I am curious" for prefix in ("badges", "list") for field in ("names", "reason")}

    answer = paper(client, name, session, **asked)

    text = "".join(sheets(answer)) if name == "badges" else answer.text
    assert answer.status_code == 200
    assert "张三丰" not in text
    assert "names" not in client.get(reverse("paper:session", args=[session.pk])).context["badges_form"].fields


def test_one_badge_more_than_a_file_holds_is_refused_with_its_number(client, session, monkeypatch):
    monkeypatch.setattr(views, "MOST", 3)
    joins(session, adults=2)
    joins(session, adults=2)
    client.force_login(people.alice())

    answers = [paper(client, "badges", session, **{"badges-per": per}) for per in ("person", "party")]

    assert [answer.status_code for answer in answers] == [422, 200]
    (words,) = answers[0].context["badges_form"].errors["per"]
    assert ("4" in words, "3" in words) == (True, True)


def test_ticked_registrations_get_badges_if_they_have_places(client, session):
    wanted, other = joins(session, name="张三丰"), joins(session)
    gone = joins(session)
    actions.cancel(registration=gone, now=timezone.now())
    client.force_login(people.alice())
    address = f"{reverse('paper:chosen_badges')}?registration={wanted.pk}&registration={gone.pk}"

    page = client.get(address)
    text = "".join(sheets(client.post(address, {"badges-per": "party"})))

    assert (page.status_code, page.context["parties"], page.context["without_places"]) == (200, 1, 1)
    assert [views.pretty_code(one.code) in text for one in (wanted, other, gone)] == [True, False, False]


def test_ticked_registrations_of_other_units_are_not_found(client, session):
    theirs = register(SessionFactory(open_day=OpenDayFactory(unit=people.unit("industrial"))))
    client.force_login(people.alice())
    address = f"{reverse('paper:chosen_badges')}?registration={joins(session).pk}&registration={theirs.pk}"

    assert [client.get(address).status_code, client.post(address, {"badges-per": "party"}).status_code] == [404, 404]


def test_the_list_of_registrations_offers_badges_for_what_is_ticked(client, session):
    joins(session)
    client.force_login(people.alice())

    assert f'formaction="{reverse("paper:chosen_badges")}"' in client.get("/admin/registrations/").text


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_long_titles_and_names_stay_on_their_badge(session, language):
    open_day = session.open_day
    open_day.name_zh, open_day.name_en = "走进国家食品农产品检测重点实验室" * 4, "Into the laboratory of agricultural products " * 4
    party = joins(session, name="Wolfeschlegelsteinhausenbergerdorff-" * 2)
    party.session = session

    with translation.override(language):
        page = PdfDocument(badges.badges_pdf(badges.badges_of([party], per_person=True, named=True)))[0]

    # Nothing is drawn outside the first badge but the lines to cut along: 105 mm are the middle of the sheet.
    text = page.get_textpage()
    boxes = [text.get_charbox(place) for place in range(text.count_chars())]
    assert "…" in text.get_text_range()
    assert max(right for _left, _bottom, right, _top in boxes) < 105 / 25.4 * 72
    assert min(left for left, _bottom, _right, _top in boxes) > 15 / 25.4 * 72


# The gate list


def test_the_gate_list_names_those_who_come_masked_with_their_help(client, session):
    party = joins(session, adults=2, companions=1, name="张三丰", access_needs={"choices": ["wheelchair"], "note": SECRET})
    gone = joins(session, name="欧阳锋")
    actions.cancel(registration=gone, now=timezone.now())
    client.force_login(people.rosa())

    answer = paper(client, "gate_list", session, **{"list-order": "code"})

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    (row,) = answer.context["rows"]
    assert (row["code"], row["name"], row["people"], row["arrived"]) == (views.pretty_code(party.code), "张**", 3, 0)
    assert row["needs"] in answer.text
    for secret in ("张三丰", SECRET, party.contact, views.pretty_code(gone.code)):
        assert secret not in answer.text
    (entry,) = notes("export_gate_list")
    assert (entry.by_name, entry.about_id, entry.facts) == (
        "rosa",
        str(session.pk),
        {"parties": 1, "names": False, "units": ["food"]},
    )
    assert entry in AuditEntry.objects.looks_at_personal_data()


def test_an_organiser_who_says_why_prints_names_in_full(client, session):
    joins(session, name="张三丰")
    client.force_login(people.alice())

    answer = paper(client, "gate_list", session, **{"list-order": "code", "list-names": "on", "list-reason": "No phones at gate 2"})

    assert "张三丰" in answer.text
    (entry,) = notes("export_gate_list")
    assert (entry.reason, entry.facts["names"]) == ("No phones at gate 2", True)


def test_names_are_in_the_order_of_their_sound(client, session):
    for name in ("张三丰", "李梅", "Bob", "陈小明"):
        joins(session, name=name)
    client.force_login(people.alice())

    answer = paper(client, "gate_list", session, **{"list-order": "name", "list-names": "on", "list-reason": "For the gate"})

    assert [row["name"] for row in answer.context["rows"]] == ["Bob", "陈小明", "李梅", "张三丰"]


def test_the_sheet_says_when_it_was_printed_and_that_it_must_be_destroyed(client, session):
    joins(session)
    client.force_login(people.alice())

    with translation.override("en"):
        text = client.post(reverse("paper:gate_list", args=[session.pk]), {"list-order": "code"}, headers={"accept-language": "en"}).text

    assert "Destroy this list after the visit." in text
    assert f"{timezone.localdate().year}" in text


@pytest.mark.parametrize("parties", [1, 4])
def test_the_list_costs_the_same_for_one_party_and_for_many(client, session, parties, django_assert_max_num_queries):
    for _party in range(parties):
        joins(session, access_needs={"choices": ["sight"], "note": ""})
    client.force_login(people.rosa())

    with django_assert_max_num_queries(13):
        paper(client, "gate_list", session, **{"list-order": "code"})


# Both


@pytest.mark.parametrize("name", ["badges", "gate_list"])
@pytest.mark.parametrize("who", [people.charlie, people.eve, people.dora, people.quentin])
def test_nobody_else_prints_anything(client, session, name, who):
    joins(session)
    client.force_login(who())

    assert paper(client, name, session, **{"badges-per": "party", "list-order": "code"}).status_code == 404
    assert AuditEntry.objects.looks_at_personal_data().count() == 0


@pytest.mark.parametrize("name", ["badges", "gate_list"])
def test_nothing_is_printed_by_opening_an_address(client, session, name):
    client.force_login(people.alice())

    assert client.get(reverse(f"paper:{name}", args=[session.pk])).status_code == 405


def test_what_is_printed_is_reached_from_board_and_sessions(client, session):
    address = reverse("paper:session", args=[session.pk])
    client.force_login(people.alice())

    assert address in client.get(reverse("board:session", args=[session.pk])).text
    assert address in client.get("/admin/sessions/").text


def test_a_session_without_visitors_says_so(client, session):
    client.force_login(people.rosa())

    page = client.get(reverse("paper:session", args=[session.pk]))

    assert (page.status_code, "<form class=" in page.text) == (200, False)


@pytest.mark.long
def test_five_hundred_badges_are_drawn_in_seconds(session):
    party = joins(session, adults=1, name="张三丰", contact=Contact(value="a@example.org"))
    started = time.thread_time()

    pdf = badges.badges_pdf(list(badges.badges_of([party], per_person=True, named=True)) * badges.MOST)

    assert len(PdfDocument(pdf)) == 50
    assert time.thread_time() - started < 30
