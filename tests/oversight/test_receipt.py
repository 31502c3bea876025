"""The receipt: shown to one browser, never in an address or a log, tried out once, then forgotten."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone, translation

from openday.accounts.encryption import key_ring
from openday.oversight.models import Case
from openday.oversight.views import cookies
from tests.factories.oversight import a_case
from tests.factories.oversight_public import a_form

pytestmark = pytest.mark.django_db
FEEDBACK, RECEIPT, CASE = "/zh-hans/oversight/feedback/", "/zh-hans/oversight/receipt/", "/zh-hans/oversight/case/"


def sent(client: Client, **changed) -> str:
    """Send a message; return the secret code from the receipt page."""
    answer = client.post(FEEDBACK, a_form(**changed))
    assert (answer.status_code, answer.headers["Location"]) == (303, RECEIPT)
    return client.get(RECEIPT).context["receipt"]["code"]


def test_the_receipt_shows_number_code_due_day_and_state(client):
    code = sent(client)
    page = client.get(RECEIPT)

    text = page.content.decode()
    case = Case.objects.get()
    assert 'data-state="received"' in text
    assert case.number in text
    assert code in text
    assert len(code.replace("-", "")) == 12
    assert "no-store" in page.headers["Cache-Control"]


def test_the_code_stands_in_no_address_no_log_and_no_readable_cookie(client, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = client.post(FEEDBACK, a_form())
        code = client.get(RECEIPT).context["receipt"]["code"]
        client.post(RECEIPT, {"code": code})
        client.post(CASE, {"number": Case.objects.get().number, "code": code})

    plain = code.replace("-", "")
    assert code not in answer.headers["Location"]
    assert [value.value for value in answer.cookies.values() if code in value.value or plain in value.value] == []
    assert code not in caplog.text
    assert plain not in caplog.text


def test_the_code_is_not_in_the_qr_code_link(client):
    code = sent(client)

    assert client.get(RECEIPT).context["receipt"]["link"] == f"{CASE}?number={Case.objects.get().number}"
    assert code not in client.get(RECEIPT).context["receipt"]["link"]


def test_the_cookie_goes_to_the_receipt_page_only_and_not_to_scripts(client):
    answer = client.post(FEEDBACK, a_form())

    made = {
        name: (morsel["path"], bool(morsel["httponly"]), morsel["samesite"]) for name, morsel in answer.cookies.items() if "receipt" in name
    }
    assert made == {
        "receipt-zh-hans": ("/zh-hans/oversight/receipt/", True, "Lax"),
        "receipt-zh-hant": ("/zh-hant/oversight/receipt/", True, "Lax"),
        "receipt-en": ("/en/oversight/receipt/", True, "Lax"),
    }


def test_changing_the_language_does_not_lose_the_receipt(client):
    code = sent(client)

    assert code in client.get("/en/oversight/receipt/").content.decode()


def test_another_browser_sees_no_receipt(client):
    sent(client)

    assert Client().get(RECEIPT).status_code == 410


def test_the_right_code_ends_the_showing(client):
    code = sent(client)

    answer = client.post(RECEIPT, {"code": f" {code.lower().replace('-', ' ')}"})
    after = client.get(RECEIPT)

    assert (answer.status_code, answer.headers["Location"]) == (303, RECEIPT)
    assert code not in after.content.decode()
    assert after.context["saved"] is True
    assert client.post(RECEIPT, {"code": ""}).status_code == 303


def test_a_wrong_code_keeps_the_receipt_on_the_page(client):
    code = sent(client)

    answer = client.post(RECEIPT, {"code": "0000-0000-0000"})

    assert answer.status_code == 422
    assert code in answer.content.decode()


def test_the_receipt_is_gone_after_half_an_hour(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sent(client)
        clock.shift(timedelta(minutes=31))

        assert client.get(RECEIPT).status_code == 410


def test_sending_the_same_form_twice_gives_the_same_receipt_and_one_case(client):
    first, second = sent(client), sent(client)

    assert first == second
    assert Case.objects.count() == 1
    assert client.get(RECEIPT).context["receipt"]["is_repeated"] is False


def test_a_changed_text_under_an_old_key_is_said_to_be_left_out(client):
    sent(client)
    sent(client, text="周日开放吗？")

    assert Case.objects.get().text == "周六开放吗？"
    assert client.get(RECEIPT).context["receipt"]["is_repeated"] is True


@pytest.mark.parametrize("value", ["", "x", "f:00000000:AAAA", "é", "a:b:c:d"])
def test_a_broken_cookie_is_no_cookie(client, value):
    client.cookies["receipt-zh-hans"] = value
    client.cookies["case-zh-hans"] = value

    assert client.get(RECEIPT).status_code == 410
    assert client.get(CASE).status_code == 200


def test_one_cookie_does_not_pass_for_another(client):
    opened = {"until": timezone.now().timestamp() + 100, "content": {"case": a_case().pk}}
    client.cookies["case-zh-hans"] = key_ring().seal(json.dumps({"name": "case", **opened}))
    assert "case" in client.get(CASE).context
    client.cookies["case-zh-hans"] = key_ring().seal(json.dumps({"name": "receipt", **opened}))

    assert "form" in client.get(CASE).context
    assert "case" not in client.get(CASE).context


def test_forgetting_deletes_the_cookie_in_every_language():
    response = HttpResponse()
    with translation.override("en"):
        cookies.forget(response, "case", view="oversight:case")

    assert {(name, morsel["path"], morsel["max-age"]) for name, morsel in response.cookies.items()} == {
        ("case-zh-hans", "/zh-hans/oversight/case/", 0),
        ("case-zh-hant", "/zh-hant/oversight/case/", 0),
        ("case-en", "/en/oversight/case/", 0),
    }
