"""The hurdle stops machines, never people: proof, question, pass, and what happens when a service is away."""

import base64
import io
import json
import re
import time
from urllib.error import URLError

import altcha
import pytest
import time_machine
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from openday.intake.captcha import CaptchaField, proof, question, recaptcha
from openday.intake.fields import LineField
from openday.intake.forms import PublicForm


class VisitForm(PublicForm):
    name = LineField(label="Name", max_length=5)
    captcha = CaptchaField(action="visit")


class OtherForm(PublicForm):
    captcha = CaptchaField(action="other")


def submitted(form_class=VisitForm, **data):
    post = QueryDict(mutable=True)
    post.update({"name": "张三", **data})
    return form_class(post, request=RequestFactory().post("/", REMOTE_ADDR="203.0.113.7"))


def hidden(form, name):
    return re.search(rf'name="{name}" value="([^"]*)"', form["captcha"].as_field_group())[1]


def solved(action="visit"):
    """What the browser's script sends."""
    task = proof.challenge(action)
    number = altcha.solve_challenge(task["challenge"], task["salt"], task["algorithm"], task["maxNumber"]).number
    return base64.b64encode(
        json.dumps({**{key: task[key] for key in ("algorithm", "challenge", "salt", "signature")}, "number": number}).encode()
    ).decode()


def answered(action="visit"):
    """A question and its right answer, as a person reads it."""
    with translation.override("en"):
        text, token = question.ask(action)
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    numbers = [words.index(word) for word in re.findall(r"[a-z]+", text) if word in words]
    if "plus" in text:
        return token, str(sum(numbers))
    return token, str(numbers[0] - numbers[1] if "minus" in text else max(numbers))


@pytest.fixture(autouse=True)
def _altcha(settings):
    settings.CAPTCHA = "altcha"


def codes(form):
    return {name: [error.code for error in errors] for name, errors in form.errors.as_data().items()}


def test_a_proof_passes():
    assert submitted(captcha=solved()).is_valid()


def test_a_right_answer_passes_and_a_wrong_one_does_not():
    token, answer = answered()
    assert submitted(captcha_token=token, captcha_answer=answer).is_valid()

    token, answer = answered()
    assert codes(submitted(captcha_token=token, captcha_answer=str(int(answer) + 1))) == {"captcha": ["wrong"]}


def test_nothing_at_all_is_asked_for_an_answer():
    assert codes(submitted()) == {"captcha": ["required"]}
    assert codes(submitted(captcha="")) == {"captcha": ["required"]}


def test_a_proof_counts_once():
    sent = solved()
    assert submitted(captcha=sent, name="一").is_valid()

    assert codes(submitted(captcha=sent, name="二")) == {"captcha": ["stale"]}


def test_the_very_same_submission_passes_again():
    """A double click or a reload is the same deed; the action behind answers it like the first."""
    sent = solved()

    assert submitted(captcha=sent).is_valid()
    assert submitted(captcha=sent).is_valid()


def test_a_question_can_be_tried_once_only():
    token, answer = answered()

    assert not submitted(captcha_token=token, captcha_answer="19").is_valid()
    assert not submitted(captcha_token=token, captcha_answer=answer).is_valid()


def test_a_proof_for_one_form_is_worth_nothing_on_another():
    assert codes(submitted(OtherForm, captcha=solved("visit"))) == {"captcha": ["stale"]}
    token, answer = answered("visit")
    assert codes(submitted(OtherForm, captcha_token=token, captcha_answer=answer)) == {"captcha": ["wrong"]}


def test_a_proof_and_a_question_run_out_after_two_hours():
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False) as clock:
        sent, (token, answer) = solved(), answered()
        clock.shift(2 * 3600 + 1)

        assert codes(submitted(captcha=sent)) == {"captcha": ["stale"]}
        assert codes(submitted(captcha_token=token, captcha_answer=answer)) == {"captcha": ["wrong"]}


def test_a_proof_of_another_installation_is_worth_nothing(settings):
    sent = solved()
    settings.SECRET_KEY = "another"

    assert not submitted(captcha=sent).is_valid()


def test_who_passed_and_mistyped_something_else_is_not_asked_again():
    first = submitted(captcha=solved(), name="much too long a name")
    assert codes(first) == {"name": ["max_length"]}
    page = first["captcha"].as_field_group()
    assert "data-question" not in page

    second = submitted(captcha=hidden(first, "captcha"))

    assert second.is_valid()


def test_a_pass_counts_once_and_for_its_form_only():
    first = submitted(captcha=solved(), name="much too long a name")
    first.is_valid()
    carried = hidden(first, "captcha")

    assert not submitted(OtherForm, captcha=carried).is_valid()
    assert submitted(captcha=carried).is_valid()
    assert not submitted(captcha=carried, name="二").is_valid()


def test_a_form_that_passed_hands_a_pass_to_the_review_page():
    form = submitted(captcha=solved())
    assert form.is_valid()

    assert submitted(captcha=form.captcha_pass, step="review").is_valid()


def test_a_form_that_did_not_pass_hands_nothing_on():
    form = submitted(captcha="x")
    form.is_valid()

    assert form.captcha_pass == ""
    assert PublicForm({}).captcha_pass == ""


def test_every_form_draws_its_own_challenge():
    assert hidden(VisitForm(), "captcha_token") != hidden(VisitForm(), "captcha_token")
    assert VisitForm()["captcha"].as_field_group() != VisitForm()["captcha"].as_field_group()


def test_the_question_is_there_without_a_script_and_tied_to_its_error():
    form = submitted()
    form.is_valid()
    page = form["captcha"].as_field_group()

    assert page.count("<label") == 1
    assert 'for="id_captcha_answer"' in page
    assert 'aria-describedby="id_captcha_answer_help id_captcha_error"' in page
    assert 'id="id_captcha_error"' in page
    assert "<script" not in page
    assert "style=" not in page


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7", "7"),
        (" ７ ", "7"),
        ("07", "7"),
        ("seven", "7"),
        ("Seven.", "7"),
        ("七", "7"),
        ("十二", "12"),
        ("两", "2"),
        ("", ""),
        ("x", "x"),
    ],
)
def test_answers_are_read_in_digits_and_words(typed, read):
    assert question.normalised(typed) == read


def test_the_question_never_shows_its_answer_in_the_token():
    _token, answer = answered()
    tokens = [answered()[0] for _ in range(20)]

    assert [token for token in tokens if token.split(".")[-1] == answer] == []
    assert all(len(token.rpartition(".")[2]) == 40 for token in tokens)


def test_many_guesses_from_one_address_are_slowed_down():
    for _ in range(60):
        submitted(captcha_token="x", captcha_answer="1").is_valid()

    token, answer = answered()
    assert codes(submitted(captcha_token=token, captcha_answer=answer)) == {"captcha": ["often"]}
    assert submitted(captcha=solved()).is_valid()


@given(st.text(max_size=3000), st.text(max_size=100), st.text(max_size=100))
def test_no_text_breaks_the_check(sent, token, typed):
    assert not submitted(captcha=sent, captcha_token=token, captcha_answer=typed).is_valid()


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)),
    st.data(),
)
def test_no_json_breaks_the_check(value, data):
    payload = json.loads(base64.b64decode(solved()))
    payload[data.draw(st.sampled_from(sorted(payload)))] = value

    submitted(captcha=base64.b64encode(json.dumps(payload).encode()).decode()).is_valid()


@pytest.mark.parametrize(
    "inner", [b"[]", b"null", b"{}", b"[" * 1400, b"\xff\xfe", b'{"salt": "?expires=x&action=visit"}', b'{"number": 1e999}'], ids=str
)
def test_odd_payloads_are_no_proof(inner):
    assert proof.token_of(base64.b64encode(inner).decode(), action="visit") == ""


def test_another_algorithm_or_a_number_out_of_range_is_no_proof():
    payload = json.loads(base64.b64decode(solved()))

    for change in (
        {"algorithm": "SHA-1"},
        {"number": -1},
        {"number": True},
        {"number": 10**30},
        {"salt": payload["salt"] + "&action=other"},
    ):
        sent = base64.b64encode(json.dumps({**payload, **change}).encode()).decode()
        assert proof.token_of(sent, action="visit") == ""


def test_a_check_costs_next_to_nothing():
    sent = solved()
    start = time.thread_time()
    for _ in range(200):
        proof.token_of(sent, action="visit")

    assert (time.thread_time() - start) / 200 < 0.0003


def test_the_test_provider_takes_the_word_test_and_passes(settings):
    settings.CAPTCHA = "test"

    assert submitted(captcha="test").is_valid()
    assert codes(submitted(captcha="guess")) == {"captcha": ["wrong"]}
    assert codes(submitted()) == {"captcha": ["required"]}
    form = submitted(captcha="test", name="much too long")
    form.is_valid()
    assert submitted(captcha=hidden(form, "captcha")).is_valid()


def test_the_word_test_is_worth_nothing_elsewhere(settings):
    for provider in ("altcha", "recaptcha"):
        settings.CAPTCHA = provider
        settings.RECAPTCHA_PRIVATE_KEY = settings.RECAPTCHA_PUBLIC_KEY = "key"
        assert not submitted(captcha="test").is_valid()


@pytest.fixture
def google(settings, monkeypatch):
    """The outside service: a list of what was asked, and what it answers."""
    settings.CAPTCHA = "recaptcha"
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = "key"

    class Service:
        asked: list = []
        answer: object = {"success": True}

    service = Service()
    service.asked = []

    def ask(params):
        service.asked.append(params.decode())
        if isinstance(service.answer, Exception):
            raise service.answer
        return io.BytesIO(service.answer if isinstance(service.answer, bytes) else json.dumps(service.answer).encode())

    monkeypatch.setattr("django_recaptcha.client.recaptcha_request", ask)
    return service


def test_recaptcha_passes_and_tells_the_service_no_address(google):
    assert submitted(**{"g-recaptcha-response": "token"}).is_valid()
    assert "203.0.113.7" not in google.asked[0]
    assert "response=token" in google.asked[0]


def test_recaptcha_refuses(google):
    google.answer = {"success": False, "error-codes": ["timeout-or-duplicate"]}

    assert codes(submitted(**{"g-recaptcha-response": "token"})) == {"captcha": ["stale"]}


@pytest.mark.parametrize("answer", [URLError("no route"), TimeoutError(), ConnectionResetError(), b"<html>", b"{}"], ids=str)
def test_a_service_that_is_away_leads_to_the_question(google, answer):
    google.answer = answer
    form = submitted(**{"g-recaptcha-response": "token"})

    assert codes(form) == {"captcha": ["unreachable"]}
    assert "data-question" in form["captcha"].as_field_group()
    token, right = answered()
    assert submitted(captcha_token=token, captcha_answer=right, **{"g-recaptcha-response": "token"}).is_valid()


def test_recaptcha_is_drawn_without_inline_script_from_the_reachable_host(google):
    with translation.override("zh-hans"):
        page = VisitForm()["captcha"].as_field_group()

    assert 'src="https://www.recaptcha.net/recaptcha/api.js?hl=zh-CN"' in page
    assert re.findall(r"<script(?![^>]*src=)", page) == []
    assert "style=" not in page
    assert recaptcha.site_key() in page
