"""Whatever a stranger sends: an answer in words, never a 500, nothing written."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openday.registrations.models import Registration
from tests.factories.registrations import SessionFactory, register, soon
from tests.registrations.visitor import FILLED, Visitor, hidden

pytestmark = pytest.mark.django_db

HOSTILE = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202eevil",
    "\u200b",
    "-1",
    "1.5",
    "1e9",
    "９９",
    "9" * 5000,
    "0x10",
    "NaN",
    "٣",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%00",
    "{{7*7}}",
    "é" * 300,
    "a" * 100_000,
    "a\r\nBcc: x@example.org",
    "😀" * 50,
    "a@b",
    "a@" + "b" * 300 + ".com",
    "+" * 50,
    "1" * 60,
]
FIELDS = [*FILLED, "access_needs", "consent_follow_up", "consent_assistance", "request_key", "review", "passed", "change", "join"]
CALM = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def post(client: Client, path: str, answers: dict):
    """Post as a browser does; lone surrogates go out as the bytes that some programs make of them."""
    body = urlencode(answers, doseq=True, encoding="utf-8", errors="surrogatepass")
    return client.post(path, body, content_type="application/x-www-form-urlencoded")


@pytest.fixture
def session():
    return SessionFactory(starts_at=soon(), places=50)


@pytest.mark.parametrize("field", FIELDS)
def test_no_value_of_a_field_breaks_the_form(client, session, field):
    visitor = Visitor(client)
    for value in HOSTILE:
        for sent in (value, [value, value]):
            answer = post(client, visitor.address(session), {**FILLED, field: sent})
            assert answer.status_code in {200, 409, 422}, (field, value[:40])
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("field", FIELDS)
def test_no_value_of_a_field_breaks_the_confirmation(client, session, field):
    visitor = Visitor(client)
    review = hidden(visitor.fill_in(session).content.decode())
    for value in HOSTILE:
        answer = post(client, visitor.address(session), {**review, field: value})
        assert answer.status_code in {200, 303, 409, 422, 429}, (field, value[:40])


@CALM
@given(answers=st.dictionaries(st.sampled_from(FIELDS), st.lists(st.text(max_size=40), max_size=3), max_size=8))
def test_no_combination_of_values_breaks_the_form(session, answers):
    answer = post(Client(), f"/en/visits/{session.pk}/register/", {**FILLED, **answers})

    assert answer.status_code in {200, 409, 422}


@pytest.mark.parametrize("missing", list(FILLED))
def test_a_missing_field_is_no_error_of_ours(client, session, missing):
    answers = {name: value for name, value in FILLED.items() if name != missing}

    assert client.post(Visitor(client).address(session), answers).status_code in {200, 422}


@pytest.mark.parametrize(
    "path",
    [
        "r/x/",
        "r/" + "A" * 27 + "/",
        "r/" + "A" * 500 + "/",
        "r/%00/",
        "r/%ED%A0%80/",
        "r/%E4%B8%AD/",
        "ticket/%00/",
        "ticket/" + "9" * 300 + "/",
        "ticket/ABCDEFGH/cancel/",
        "ticket/ABCDEFGH/party/",
        "ticket/ABCDEFGH/visit.ics",
        "ticket/------/",
        "1/register",
        "-1/register/",
        "%31/register/",
        "１/register/",
        "99999999999999999999999999/register/",
        "x/register/",
    ],
)
def test_no_address_breaks_anything(client, path):
    for method in (client.get, client.post):
        assert 300 <= method(f"/zh-hans/visits/{path}").status_code < 500, path


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_breaks_finding_a_ticket(client, value):
    for sent in ({"code": value, "contact": value}, {"code": "ABCD-EFGH", "contact": value}, {"code": value, "contact": "a@example.org"}):
        assert post(client, "/en/visits/find/", sent).status_code in {422, 429}


@pytest.mark.parametrize("value", HOSTILE)
def test_no_cookie_opens_or_breaks_a_ticket(session, value):
    registration = register(session, now=timezone.now())
    client = Client()
    client.cookies["ticket-en"] = value.encode("utf-8", "replace").decode("latin-1").replace("\x00", "")[:3000]
    client.cookies["registered"] = client.cookies["ticket-en"].value

    assert client.get(f"/en/visits/ticket/{registration.code}/").status_code == 403
    assert client.get(f"/en/visits/{session.pk}/register/").status_code == 200


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_breaks_the_form_that_changes_a_party(session, value):
    registration = register(session, now=timezone.now())
    client = Client()
    ticket = client.get(f"/en/visits/r/{registration.token}/")["Location"]

    for field in ("adults", "children_0_5", "youths_14_17"):
        assert post(client, f"{ticket}party/", {"adults": "1", field: value}).status_code in {303, 422}


def test_a_body_that_is_too_large_is_refused_politely(client, session):
    answer = post(client, Visitor(client).address(session), {**FILLED, "name": "a" * 3_000_000})

    assert answer.status_code == 413
    assert 'class="message-page__code" translate="no">413<' in answer.text
