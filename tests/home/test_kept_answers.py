"""Public answers come from memory for a second; nothing personal, refused or asked by staff ever does."""

import time

import pytest
from django.core.cache import caches
from django.http import HttpResponse, StreamingHttpResponse

from home.kept_answers import keep_answers
from tests import people
from tests.factories import home as factory


class Counted:
    """A view that says how often it was asked."""

    def __init__(self, *, status=200, cookie=False, streaming=False, **headers):
        self.asked, self.status, self.cookie, self.streaming = 0, status, cookie, streaming
        self.headers = {"Cache-Control": "public, max-age=60", "ETag": '"one"'} | headers

    def __call__(self, request):
        self.asked += 1
        kind = StreamingHttpResponse if self.streaming else HttpResponse
        response = kind(f"answer {self.asked}", status=self.status, headers=self.headers)
        if self.cookie:
            response.set_cookie("seen", "1")
        return response


@pytest.fixture(autouse=True)
def seconds(settings):
    settings.PAGE_SECONDS = 60
    caches["pages"].clear()


def asked_twice(rf, view, path="/zh-hans/", method="get", **headers):
    answer = keep_answers(view)
    for _time in range(2):
        answer(getattr(rf, method)(path, **headers))
    return view.asked


def test_what_everybody_may_see_is_drawn_once(rf):
    answer = keep_answers(Counted())

    first, second = (answer(rf.get("/zh-hans/")) for _time in range(2))

    assert (first.content, second.content) == (b"answer 1", b"answer 1")
    assert second.headers == first.headers


@pytest.mark.parametrize(
    "differs",
    [
        {"path": "/en/"},
        {"path": "/zh-hans/?page=2"},
        {"headers": {"host": "other.example.org"}},
        {"headers": {"accept-encoding": "gzip"}},
    ],
)
def test_another_address_is_another_answer(rf, differs):
    view = Counted()
    answer = keep_answers(view)

    answer(rf.get("/zh-hans/"))
    answer(rf.get(differs.get("path", "/zh-hans/"), headers=differs.get("headers")))

    assert view.asked == 2


@pytest.mark.parametrize(
    "view",
    [
        Counted(**{"Cache-Control": "private, no-store"}),
        Counted(Vary="Accept-Encoding, Cookie"),
        Counted(Vary="Accept-Language"),
        Counted(cookie=True),
        Counted(streaming=True),
        Counted(status=404),
        Counted(status=301),
    ],
    ids=["private", "varies by cookie", "varies by language", "sets a cookie", "streams", "missing", "moved"],
)
def test_whatever_is_not_for_everybody_is_asked_anew(rf, view):
    assert asked_twice(rf, view) == 2


@pytest.mark.parametrize("method", ["post", "head", "put"])
def test_only_reading_is_answered_from_memory(rf, method):
    assert asked_twice(rf, Counted(), method=method) == 2


def test_zero_seconds_turn_it_off(rf, settings):
    settings.PAGE_SECONDS = 0

    assert asked_twice(rf, Counted()) == 2


def test_an_answer_ends_when_its_time_is_over(rf, settings):
    settings.PAGE_SECONDS = 0.01
    view = Counted()
    answer = keep_answers(view)

    answer(rf.get("/"))
    time.sleep(0.02)
    answer(rf.get("/"))

    assert view.asked == 2


def test_a_browser_that_has_the_answer_already_gets_none(rf):
    view = Counted()
    answer = keep_answers(view)
    answer(rf.get("/"))

    again = answer(rf.get("/", headers={"if-none-match": 'W/"one"'}))
    other = answer(rf.get("/", headers={"if-none-match": '"two"'}))

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", '"one"')
    assert (other.status_code, other.content) == (200, b"answer 1")
    assert view.asked == 1


@pytest.mark.django_db
def test_an_editor_sees_at_once_what_was_published(client):
    page = factory.news_page("item")
    client.get("/zh-hans/news/item/")
    page.title = "新的标题"
    page.save_revision().publish()

    assert "新的标题" not in client.get("/zh-hans/news/item/").content.decode()
    client.force_login(people.eve())
    assert "新的标题" in client.get("/zh-hans/news/item/").content.decode()


@pytest.mark.django_db
def test_the_whole_chain_keeps_pages_and_no_forms(client, django_assert_num_queries):
    factory.news_page("item")
    first = client.get("/zh-hans/news/item/", headers={"accept-encoding": "gzip"})

    with django_assert_num_queries(0):
        second = client.get("/zh-hans/news/item/", headers={"accept-encoding": "gzip"})
        third = client.get("/zh-hans/news/item/", headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]})

    assert (first["Content-Encoding"], second.content, third.status_code) == ("gzip", first.content, 304)
    # A form carries a token of its own visitor.
    forms = [client.get("/zh-hans/visits/find/") for _time in range(2)]
    assert [form.status_code for form in forms] == [200, 200]
    assert forms[0].content != forms[1].content
