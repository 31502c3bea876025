"""Names and documents from the form to the gate list: asked only where demanded, read by nobody on the way."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.mail.models import Message
from openday.registrations import actions, own_data
from openday.registrations.identity.models import Identity
from openday.registrations.identity.people import Demand, Person, seal, unseal
from openday.registrations.models import Consent, Registration
from openday.registrations.retention import sweep
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, register, soon
from tests.registrations.visitor import Visitor, hidden, state

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

    text = client.get(f"/admin/gate/sessions/{session.pk}/list/").content.decode()

    assert CARD not in text
    assert hidden(text) == {}
