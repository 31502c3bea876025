"""Names and documents from the form to the gate list: asked only where demanded, read by nobody on the way."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.mail import rendering
from openday.mail.models import Message
from openday.registrations import actions, own_data
from openday.registrations.facts import NotActive, TooLate
from openday.registrations.identity.actions import name_people
from openday.registrations.identity.models import Identity
from openday.registrations.identity.people import Demand, Person, seal, unseal
from openday.registrations.models import Consent, Registration
from openday.registrations.notices import NOTICES
from openday.registrations.retention import sweep
from openday.registrations.rules import Party
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, register, soon
from tests.registrations.visitor import Visitor, state
from tests.test_valid_html import faults

pytestmark = pytest.mark.django_db
CARD = "360426199101010071"
REASON = {"real_names_why_zh": "园区安保要求核对入园人员", "real_names_why_en": "The guards of the park check who comes in"}
WHOLE = {
    "document_part": "whole",
    "whole_number_why_zh": "园区系统按完整号码登记",
    "whole_number_why_en": "The park registers whole numbers",
}
TWO = {
    "adults": "2", "children_6_13": "0", "person_1_kind": "resident", "person_1_number": "0071", "person_2_name": "王强",
    "person_2_kind": "passport", "person_2_number": "5678", "consent_identity": "on",
}  # fmt: skip


def session_that_demands(whom="adults", **more):
    open_day = OpenDayFactory(unit=people.unit("food"), real_names=whom, **REASON, **more)
    return SessionFactory(open_day=open_day, starts_at=soon(), places=10)


@pytest.fixture
def visitor(client):
    return Visitor(client)


def test_without_a_demand_there_is_no_word_and_no_field(client, visitor):
    session = SessionFactory(starts_at=soon())
    page = client.get(visitor.address(session)).content.decode()
    visitor.register(session, **TWO)

    assert ("person_1" in page, "证件" in page, "consent_identity" in page) == (False, False, False)
    assert (Registration.objects.count(), Identity.objects.count()) == (1, 0)


def test_names_and_numbers_arrive_sealed_and_no_page_on_the_way_says_a_number(client, visitor):
    session = session_that_demands(**WHOLE)
    typed = TWO | {"person_1_number": CARD, "person_2_number": "E12345678"}

    form = client.get(visitor.address(session)).content.decode()
    review = visitor.fill_in(session, **typed)
    answer = visitor.confirm(session, review)
    ticket = client.get(answer["Location"], follow=True)

    assert ("园区安保要求核对入园人员" in form, "园区系统按完整号码登记" in form) == (True, True)
    assert "其他人不用登记" not in form
    for response in (review, answer, ticket):
        text = response.content.decode() + repr(response.headers) + str(client.cookies)
        assert [number in text for number in (CARD, "E12345678", "36042619")] == [False] * 3
    assert "….0071" in review.content.decode()
    assert "….5678" in ticket.content.decode()
    assert "请每位成人携带预约时填写的证件" in ticket.content.decode()
    assert [(one.name, one.kind, one.number) for one in Identity.objects.order_by("place")] == [
        ("李梅", "resident", CARD),
        ("王强", "passport", "E12345678"),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, number FROM registrations_identity")
        assert all(value.startswith("f:") for row in cursor.fetchall() for value in row)
    assert "identity" in set(Consent.objects.values_list("purpose", flat=True))
    letter = Message.objects.get()
    assert "王强" not in str(letter.context)
    assert CARD not in str(letter.context)
    assert "请每位成人携带" in str(letter.context)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"person_1_number": ""}, "person_1_number"),
        ({"person_1_kind": ""}, "person_1_kind"),
        ({"person_1_kind": "library card"}, "person_1_kind"),
        ({"person_2_name": ""}, "person_2_name"),
        ({"person_2_number": "12345678"}, "person_2_number"),
        ({"person_3_name": "赵六"}, "person_3_name"),
        ({"adults": "3"}, "person_3_name"),
        ({"consent_identity": None}, "consent_identity"),
        ({"person_1_number": "\x00\u202e"}, "person_1_number"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field(visitor, changes, field):
    answer = visitor.fill_in(session_that_demands(), **(TWO | changes))

    assert (answer.status_code, Registration.objects.count()) == (422, 0)
    assert f'href="#id_{field}"' in answer.content.decode()


def test_the_summary_of_errors_says_whose_document_it_means(visitor):
    page = visitor.fill_in(session_that_demands(), **(TWO | {"person_1_kind": "", "person_2_kind": ""})).content.decode()

    assert ("预约人的证件：请填写此项" in page, "第2位成人的证件：请填写此项" in page) == (True, True)


def test_more_adults_than_the_form_had_room_for_get_their_fields(visitor):
    session = session_that_demands(party_max=12)

    answer = visitor.fill_in(session, **(TWO | {"adults": "9"}))

    assert answer.status_code == 422
    assert 'name="person_9_number"' in answer.content.decode()


def test_one_person_is_enough_where_only_one_is_demanded(visitor):
    session = session_that_demands("one")
    typed = {name: value for name, value in TWO.items() if not name.startswith("person_2")}

    answer = visitor.register(session, **typed)

    assert answer.status_code == 303
    assert Identity.objects.get().name == "李梅"


def test_going_back_keeps_what_was_typed(visitor):
    session = session_that_demands()
    review = visitor.fill_in(session, **TWO)

    page = visitor.confirm(session, review, change="1").content.decode()

    assert ('value="0071"' in page, 'value="王强"' in page) == (True, True)


def test_a_sealed_text_of_another_time_or_demand_is_asked_for_again(visitor):
    session = session_that_demands()
    demand = Demand.of(session.open_day)
    sealed = seal([Person("李梅", "resident", "0071")], demand=demand)
    assert unseal(sealed, demand=demand) == [Person("李梅", "resident", "0071")]
    assert unseal(sealed, demand=None) is None
    assert unseal("f:x:y", demand=demand) is None

    review = visitor.fill_in(session, **TWO)
    type(session.open_day).objects.update(**WHOLE)
    again = visitor.confirm(session, review)

    assert (again.status_code, state(again), Registration.objects.count()) == (422, "open", 0)


def test_a_party_without_documents_cannot_confirm_once_they_are_demanded(visitor):
    session = SessionFactory(starts_at=soon())
    review = visitor.fill_in(session)
    type(session.open_day).objects.update(real_names="adults", **REASON)

    assert visitor.confirm(session, review).status_code == 422
    assert Registration.objects.count() == 0


def with_endings(session, **more):
    typed = [Person("李梅", "resident", "0071"), Person("王强", "passport", "5678")]
    return register(session, adults=2, people=typed, now=timezone.now(), **more)


def with_documents(session, **more):
    typed = [Person("李梅", "resident", CARD), Person("王强", "passport", "E12345678")]
    return register(session, adults=2, people=typed, now=timezone.now(), **more)


def test_they_are_in_the_own_data_masked_and_go_with_it_with_the_visit_and_after_a_week():
    session = session_that_demands(**WHOLE)
    erased, cancelled, kept = (with_documents(session) for _ in range(3))

    assert own_data.as_json(kept)["people"][0] == {"name": "李梅", "document": "resident", "number": "….0071"}
    actions.erase(registration=erased, now=timezone.now())
    assert Identity.objects.filter(registration=erased).count() == 0
    actions.cancel(registration=cancelled, now=timezone.now())
    left = []
    for moment in (timezone.now(), session.starts_at + timedelta(days=7), session.starts_at + timedelta(days=8)):
        assert sweep(moment, True)["people with documents erased"] == sweep(moment, False)["people with documents erased"]
        left.append(Identity.objects.count())

    assert left == [2, 2, 0]


def test_the_gate_list_is_masked_on_the_screen_and_whole_in_a_file_whose_reason_is_noted(client):
    session = session_that_demands(**WHOLE)
    with_documents(session)
    with_documents(session)
    register(session, now=timezone.now())
    client.force_login(people.alice())
    address = f"/admin/registrations/session/{session.pk}/gate-list/"

    page = client.get(address).content.decode()
    refused = client.post(address, {"reason": ""})
    answer = client.post(address, {"reason": "保安核对名单"})

    assert (CARD in page, "李梅" in page, "….0071" in page) == (False, False, True)
    assert page.count("同一号码出现在另一个预约中。") == 2
    assert "1位成人未填证件" in page
    assert (refused.status_code, AuditEntry.objects.filter(deed="registrations.gate_list").count()) == (422, 1)
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) == 5
    assert CARD in {cell for line in lines for cell in line}
    assert "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.get(deed="registrations.gate_list").facts["people"] == 4


@pytest.mark.parametrize("person", [people.charlie, people.rosa, people.dora, people.adam, people.eve])
def test_nobody_else_gets_the_gate_list(client, person):
    session = session_that_demands(**WHOLE)
    with_documents(session)
    client.force_login(person())

    for answer in (client.get(f"/admin/registrations/session/{session.pk}/gate-list/"), client.post(f"/admin/registrations/session/{session.pk}/gate-list/", {"reason": "because"})):  # fmt: skip  # noqa: E501
        assert answer.status_code in {302, 403, 404}
        assert CARD not in answer.content.decode()


def test_the_export_of_registrations_has_no_documents(client):
    session = session_that_demands(**WHOLE)
    with_documents(session)
    client.force_login(people.alice())

    text = b"".join(client.get("/admin/registrations/?export=csv")).decode()

    assert (CARD in text, "0071" in text, "王强" in text) == (False, False, False)


def test_the_app_at_the_door_says_how_each_number_ends(client):
    session = session_that_demands(**WHOLE)
    with_documents(session)
    client.force_login(people.rosa())

    answer = client.get(f"/admin/gate/sessions/{session.pk}/list/")

    text = answer.json()["list"]
    (party,) = json.loads(text)["parties"]
    assert party[-1] == ["李**：居民身份证（含港澳台居民居住证） ….0071", "王**：护照 ….5678"]
    assert [number in text for number in (CARD, "E12345678", "李梅", "王强")] == [False] * 4


def test_the_door_reads_documents_in_the_language_of_its_app_and_who_is_not_named(client):
    session, _party = three_of_whom_two_are_named()
    client.force_login(people.rosa())

    text = client.get(f"/admin/gate/sessions/{session.pk}/list/?language=en").json()["list"]

    (party,) = json.loads(text)["parties"]
    assert party[-1] == ["李**: Resident identity card of the mainland ….0071", "王**: Passport ….5678", "1 adult without a document"]


def three_of_whom_two_are_named(**more):
    session = session_that_demands(**more)
    typed = [Person("李梅", "resident", CARD[-4:]), Person("王强", "passport", "5678")]
    given = {"identity": NOTICES["identity"].version}
    party = register(session, adults=3, people=typed, consents=given, now=timezone.now())
    return session, party


def names_of(party):
    return f"/zh-hans/visits/ticket/{party.code}/names/"


def enter(client, party):
    client.get(f"/zh-hans/visits/r/{party.token}/")


def stored(party):
    return [(one.place, one.name, one.kind, one.number) for one in Identity.objects.filter(registration=party).order_by("place")]


THIRD = {"person_3_name": "赵六", "person_3_kind": "taiwan", "person_3_number": "123A"}


def test_the_ticket_says_who_is_missing_and_leads_to_the_page_that_takes_them(client):
    _session, party = three_of_whom_two_are_named()
    enter(client, party)
    ticket = f"/zh-hans/visits/ticket/{party.code}/"

    before = client.get(ticket).content.decode()
    page = client.get(names_of(party)).content.decode()
    done = client.post(names_of(party), {"person_1_kind": "resident", "person_2_kind": "passport", **THIRD})
    after = client.get(done["Location"]).content.decode()

    assert ("3位成人中已填写2位" in before, "3位成人中已填写2位" in page) == (True, True)
    assert (names_of(party) in before, "园区安保要求核对入园人员" in page) == (True, True)
    assert [word in before + page for word in ("李梅：", "王强", 'value="0071"')] == [False] * 3
    assert ("….5678" in page, "person_3_name" in page, "consent_identity" in page) == (True, True, False)
    assert (done.status_code, done["Location"]) == (303, f"{ticket}?said=named")
    assert stored(party)[2:] == [(3, "赵六", "taiwan", "123A")]
    assert ("姓名和证件信息已保存" in after, "位成人中已填写" in after, "赵*" in after) == (True, False, True)


def test_a_named_adult_is_corrected_and_what_is_left_empty_stays(client):
    _session, party = three_of_whom_two_are_named()
    given = dict(Identity.objects.values_list("place", "given_at"))
    enter(client, party)

    answer = client.post(names_of(party), {"person_1_kind": "resident", "person_2_kind": "passport", "person_2_name": "王小强"})

    assert answer.status_code == 303
    assert stored(party) == [(1, "李梅", "resident", "0071"), (2, "王小强", "passport", "5678")]
    now = dict(Identity.objects.values_list("place", "given_at"))
    assert (now[1] == given[1], now[2] > given[2]) == (True, True)


WRONG = [
    ({}, "person_3_name", "请填写"),
    ({"person_3_name": "赵六"}, "person_3_number", "请填写"),
    (THIRD | {"person_3_kind": "library card"}, "person_3_kind", "请从给出的选项中选择"),
    (THIRD | {"person_3_number": "12345678"}, "person_3_number", "请只填证件号码的最后四位"),
    (THIRD | {"person_3_number": "\x00\u202e"}, "person_3_number", "请填写"),
    (THIRD | {"person_3_name": "赵" * 41}, "person_3_name", "40"),
    ({"person_2_kind": "resident"}, "person_2_number", "请填写"),
]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_what_is_wrong_is_said_beside_its_field_in_the_language_of_the_page(client, language):
    _session, party = three_of_whom_two_are_named()
    enter(client, party)
    before = stored(party)

    for typed, field, words in WRONG:
        named = {"person_1_kind": "resident", "person_2_kind": "passport"}
        answer = client.post(names_of(party).replace("zh-hans", language), named | typed)
        page = answer.content.decode()
        start = page.index('<div class="error-summary"')
        summary = page[start : page.index("</ul>", start)]

        assert (answer.status_code, stored(party)) == (422, before)
        assert f'href="#id_{field}"' in summary
        assert f'id="id_{field}_error"' in page
        assert words in summary or language != "zh-hans"
        assert bool(re.search("[一-鿿]", summary)) == (language != "en")
        assert "Please" not in summary or language == "en"


def test_the_same_whole_number_is_not_taken_for_two_people(client, visitor):
    session, party = three_of_whom_two_are_named(**WHOLE)
    Identity.objects.filter(place=1).update(number=CARD)
    enter(client, party)

    later = client.post(names_of(party), {"person_3_name": "赵六", "person_3_kind": "resident", "person_3_number": CARD})
    at_once = visitor.fill_in(session, **TWO | {"person_1_number": CARD, "person_2_kind": "resident", "person_2_number": CARD})

    for answer in (later, at_once):
        assert answer.status_code == 422
        assert "这个号码填了两次" in answer.content.decode()


def test_a_party_that_grew_is_led_to_the_names_and_reads_of_them_in_its_letter(client):
    session = session_that_demands()
    party = with_endings(session)
    enter(client, party)

    grown = client.post(f"/zh-hans/visits/ticket/{party.code}/party/", {"adults": "4"})
    page = client.get(grown["Location"]).content.decode()

    assert (grown.status_code, grown["Location"]) == (303, f"{names_of(party)}?said=changed")
    assert ("4位成人中已填写2位" in page, "预约已修改" in page) == (True, True)
    letter = Message.objects.get(kind="registration_changed")
    assert letter.context["missing"].startswith("还缺2位成人的姓名和证件")
    assert letter.context["missing"] in rendering.email("registration_changed", "zh-hans", letter.context).text
    assert letter.context["missing"] in rendering.sms("registration_changed", "zh-hans", letter.context)


def test_the_reminder_says_whose_names_are_missing_and_leads_there(client):
    party = with_endings(session_that_demands())
    enter(client, party)
    actions.remind(registration=party, now=timezone.now())
    whole = Message.objects.get(kind="visit_reminder")
    client.post(f"/zh-hans/visits/ticket/{party.code}/party/", {"adults": "4"})
    Message.objects.filter(pk=whole.pk).delete()
    party.refresh_from_db()
    Registration.objects.filter(pk=party.pk).update(reminded_at=None)
    party.refresh_from_db()

    actions.remind(registration=party, now=timezone.now())

    letter = Message.objects.get(kind="visit_reminder")
    assert (whole.context["missing"], letter.context["missing"][:8]) == ("", "还缺2位成人的姓")
    written = rendering.email("visit_reminder", "zh-hans", letter.context)
    assert f"补填姓名\n{letter.context['link']}" in written.text
    assert letter.context["missing"] in rendering.sms("visit_reminder", "zh-hans", letter.context)


@pytest.mark.parametrize(("demands", "adults"), [(False, 4), (True, 2)])
def test_no_letter_speaks_of_names_that_nobody_misses(client, demands, adults):
    session = session_that_demands() if demands else SessionFactory(starts_at=soon())
    party = with_endings(session) if demands else register(session, adults=2, now=timezone.now())
    enter(client, party)

    answer = client.post(f"/zh-hans/visits/ticket/{party.code}/party/", {"adults": str(adults), "children_6_13": "1"})

    assert answer["Location"] == f"/zh-hans/visits/ticket/{party.code}/?said=changed"
    context = Message.objects.get(kind="registration_changed").context
    assert context["missing"] == ""
    assert "证件" not in rendering.sms("registration_changed", "zh-hans", context)


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "还缺1位成人"), ("zh-hant", "還缺1位成人"), ("en", "The name and document of 1 adult")]
)
def test_the_letter_speaks_the_language_of_the_party(language, words):
    party = with_endings(session_that_demands(), language=language)

    actions.change_party(registration=party, party=Party(adults=3), now=timezone.now())

    assert words in Message.objects.get(kind="registration_changed").context["missing"]


def test_a_party_that_became_smaller_says_who_does_not_come(client):
    _session, party = three_of_whom_two_are_named()
    enter(client, party)
    client.post(names_of(party), THIRD)

    smaller = client.post(f"/zh-hans/visits/ticket/{party.code}/party/", {"adults": "2"})
    page = client.get(smaller["Location"]).content.decode()
    unsaid = client.post(names_of(party), {})
    said = client.post(names_of(party), {"person_2_gone": "on"})

    assert smaller["Location"] == f"{names_of(party)}?said=changed"
    assert ("已填写3位成人，来访2位" in page, unsaid.status_code, said.status_code) == (True, 422, 303)
    assert stored(party) == [(1, "李梅", "resident", "0071"), (2, "赵六", "taiwan", "123A")]


def test_who_registered_before_the_demand_agrees_when_giving_names(client):
    session = SessionFactory(starts_at=soon())
    party = register(session, now=timezone.now())
    type(session.open_day).objects.update(real_names="one", **REASON)
    enter(client, party)
    typed = {"person_1_name": "李梅", "person_1_kind": "resident", "person_1_number": "0071"}

    refused = client.post(names_of(party), typed)
    taken = client.post(names_of(party), typed | {"consent_identity": "on"})

    assert (refused.status_code, 'href="#id_consent_identity"' in refused.content.decode(), taken.status_code) == (422, True, 303)
    assert (stored(party), Consent.objects.get().purpose) == ([(1, "李梅", "resident", "0071")], "identity")


def test_the_pages_with_documents_are_well_formed(client, visitor):
    session, party = three_of_whom_two_are_named()
    enter(client, party)
    pages = {
        "form": client.get(visitor.address(session)),
        "form with errors": visitor.fill_in(session, adults="2"),
        "review": visitor.fill_in(session, **TWO),
        "ticket": client.get(f"/zh-hans/visits/ticket/{party.code}/"),
        "names": client.get(names_of(party)),
        "names with errors": client.post(names_of(party), {"person_3_name": "赵六", "person_2_number": "x"}),
    }

    assert {name: found for name, page in pages.items() if (found := faults(page.content.decode()))} == {}
    assert [page.status_code for page in pages.values()] == [200, 422, 200, 200, 200, 422]


def test_a_stranger_learns_nothing_and_changes_nothing(client):
    _session, party = three_of_whom_two_are_named()
    other = register(session_that_demands(), now=timezone.now())
    enter(client, other)

    answers = [client.get(names_of(party)), client.post(names_of(party), THIRD), client.get("/zh-hans/visits/ticket/ZZZZ9999/names/")]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert "5678" not in answers[0].content.decode()
    assert len(stored(party)) == 2


def test_after_the_deadline_and_the_end_of_a_visit_nobody_is_named(client):
    session, party = three_of_whom_two_are_named()
    enter(client, party)
    type(session).objects.filter(pk=session.pk).update(starts_at=soon(hours=0), ends_at=soon(hours=2))
    late = [client.get(names_of(party)).status_code, client.post(names_of(party), THIRD).status_code]
    ticket = client.get(f"/zh-hans/visits/ticket/{party.code}/").content.decode()
    type(session).objects.filter(pk=session.pk).update(starts_at=soon(), ends_at=soon(days=7))

    actions.cancel(registration=party, now=timezone.now())
    cancelled = client.post(names_of(party), THIRD).status_code
    actions.erase(registration=party, now=timezone.now())
    erased = [client.get(names_of(party)).status_code, client.post(names_of(party), THIRD).status_code]

    assert (late, cancelled, erased) == ([200, 409], 409, [200, 409])
    assert ("3位成人中已填写2位" in ticket, names_of(party) in ticket) == (True, False)
    assert Identity.objects.count() == 0


def test_a_visit_that_ends_between_look_and_deed_keeps_no_names():
    _session, party = three_of_whom_two_are_named()
    people = {1: Person("李梅", "resident", "0071")}
    with pytest.raises(TooLate):
        name_people(registration=party, people=people, now=party.session.starts_at)
    actions.erase(registration=party, now=timezone.now())

    with pytest.raises(NotActive):
        name_people(registration=party, people=people, now=timezone.now())
    assert Identity.objects.count() == 0


def test_without_a_demand_there_is_no_page_for_names(client):
    party = register(SessionFactory(starts_at=soon()), now=timezone.now())
    enter(client, party)

    assert client.get(names_of(party)).status_code == 404
    assert client.post(names_of(party), THIRD).status_code == 404
    assert "names/" not in client.get(f"/zh-hans/visits/ticket/{party.code}/").content.decode()


@pytest.mark.parametrize("adults", [1, 3])
def test_the_page_for_names_costs_the_same_for_one_adult_and_for_three(client, adults, django_assert_num_queries):
    party = register(session_that_demands(), adults=adults, now=timezone.now())
    enter(client, party)
    client.get(names_of(party))

    with django_assert_num_queries(9):
        client.get(names_of(party))
