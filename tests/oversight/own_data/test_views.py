"""The page of the author's own data: only for the browser that opened the case."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from openday.intake.pictures import sanitise
from openday.oversight import actions
from openday.oversight.models import Case, Correction
from openday.oversight.states import State
from tests.factories.oversight import a_receipt
from tests.pictures import leaky

pytestmark = pytest.mark.django_db
CASE = "/zh-hans/oversight/case/"
MY_DATA = f"{CASE}my-data/"


@pytest.fixture
def opened(client, office) -> Case:
    picture = sanitise(ContentFile(leaky("JPEG"), "photo.jpg"))
    receipt = a_receipt(now=timezone.now() - timedelta(hours=1), pictures=[picture])
    client.post(CASE, {"number": receipt.case.number, "code": receipt.secret})
    return receipt.case


def test_without_the_receipt_nothing_is_given_out(opened):
    stranger = Client()
    addresses = [MY_DATA, f"{MY_DATA}export.json", f"{MY_DATA}erase/", f"{CASE}notice/1/"]

    assert {stranger.get(address).headers.get("Location") for address in addresses} == {CASE}
    assert stranger.post(f"{MY_DATA}erase/").headers["Location"] == CASE
    assert stranger.get(f"{CASE}pictures/{opened.evidence.get().pk}/").status_code == 404
    opened.refresh_from_db()
    assert opened.text


def test_the_file_holds_everything_of_the_author_and_nothing_of_the_office(client, opened, office):
    now = timezone.now()
    actions.add_message(case=opened, text="And on Sunday, too.", now=now)
    actions.mark_as_spam(case=opened, reason="INTERNAL", by=office.quality, now=now)

    answer = client.get(f"{MY_DATA}export.json")

    found = json.loads(answer.content)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{opened.number}.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert (found["yours"]["text"], found["yours"]["name"], found["yours"]["contact"]) == (opened.text, "李平", opened.contact)
    assert [message["text"] for message in found["messages"]] == ["And on Sunday, too."]
    assert [letter["kind"] for letter in found["letters"]] == ["case_received"]
    assert client.get(found["pictures"][0]["address"]).status_code == 200
    text = answer.content.decode()
    assert [word for word in ("INTERNAL", opened.secret_hash, opened.request_hash, office.quality.username) if word in text] == []


def test_the_picture_of_another_case_is_not_given_out(client, opened):
    picture = sanitise(ContentFile(leaky("JPEG"), "photo.jpg"))
    other = a_receipt(now=timezone.now(), pictures=[picture]).case

    assert client.get(f"{CASE}pictures/{other.evidence.get().pk}/").status_code == 404
    assert client.get(f"{CASE}pictures/{opened.evidence.get().pk}/").headers["Content-Type"] == "image/jpeg"


def test_a_correction_is_asked_for_and_its_answer_read(client, opened):
    assert client.post(MY_DATA, {"about": "own", "text": " "}).status_code == 422
    assert client.post(MY_DATA, {"about": "published", "text": "x"}).status_code == 422

    first = client.post(MY_DATA, {"about": "own", "text": "是三楼，不是二楼。"})
    second = client.post(MY_DATA, {"about": "own", "text": "又一次"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert Correction.objects.get().text == "是三楼，不是二楼。"
    assert "是三楼，不是二楼。" in client.get(MY_DATA).content.decode()


def test_looking_at_the_erase_page_erases_nothing_and_pressing_the_button_does(client, opened):
    client.get(f"{MY_DATA}erase/")
    opened.refresh_from_db()
    assert opened.text

    answer = client.post(f"{MY_DATA}erase/")

    opened.refresh_from_db()
    assert answer.headers["Location"] == f"{CASE}?done=erased"
    assert (opened.state, opened.text) == (State.WITHDRAWN, "")
    page = client.get(CASE)
    assert page.status_code == 200
    assert page.context["case"].is_erased
    assert client.post(MY_DATA, {"about": "own", "text": "x"}).status_code == 422
    assert client.get(MY_DATA).status_code == 200
