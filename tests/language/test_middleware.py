"""Only pages under /zh-hant/ change."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import RequestFactory

from openday.language import middleware, traditional
from openday.language.middleware import TraditionalMiddleware


def answer(path, response):
    return TraditionalMiddleware(lambda request: response)(RequestFactory().get(path))


def test_a_page_under_zh_hant_is_converted_and_its_length_is_right():
    response = HttpResponse("<p>发a</p>", headers={"Content-Length": "9999"})

    response = answer("/zh-hant/visits/", response)

    assert response.content.decode() == "<p>發a</p>"
    assert response.headers["Content-Length"] == str(len("<p>發a</p>".encode()))


def test_error_pages_are_converted_too():
    assert answer("/zh-hant/nothing/", HttpResponse("发", status=404)).content.decode() == "發"


@pytest.mark.parametrize("path", ["/zh-hans/", "/en/", "/admin/", "/zh-hantx/", "/", "/api/zh-hant/"])
def test_other_addresses_keep_their_characters(path):
    assert answer(path, HttpResponse("发")).content.decode() == "发"


@pytest.mark.parametrize(
    "response",
    [
        JsonResponse({"a": "发"}, json_dumps_params={"ensure_ascii": False}),
        HttpResponse("发", content_type="text/csv; charset=utf-8"),
        HttpResponse(gzip.compress("发".encode()), headers={"Content-Encoding": "gzip"}),
    ],
)
def test_what_is_no_page_passes_untouched(response):
    before = response.content

    assert answer("/zh-hant/x", response).content == before


def test_streams_and_files_pass_untouched(tmp_path):
    (tmp_path / "a.html").write_text("发")

    assert b"".join(answer("/zh-hant/x", StreamingHttpResponse(iter(["发".encode()])))) == "发".encode()
    with (tmp_path / "a.html").open("rb") as file:
        assert b"".join(answer("/zh-hant/x", FileResponse(file, content_type="text/html"))) == "发".encode()


def test_an_answer_in_another_charset_stays_in_it():
    response = answer("/zh-hant/x", HttpResponse("发".encode("gb18030"), content_type="text/html; charset=gb18030"))

    assert response.content.decode("gb18030") == "發"


def test_a_page_in_bytes_that_cannot_be_read_is_shown_as_it_is():
    assert answer("/zh-hant/x", HttpResponse(b"\xff\xfe<p>", content_type="text/html; charset=utf-8")).content == b"\xff\xfe<p>"


@pytest.mark.django_db
def test_a_view_that_answers_404_is_believed_and_a_forgotten_language_is_still_found(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root"))

    assert client.get("/admin/nothing-here/").status_code == 404
    assert client.get("/open-days/", headers={"accept-language": "en"})["Location"] == "/en/open-days/"


def test_a_page_for_everybody_is_converted_once_and_a_personal_one_is_not_kept():
    before = middleware._same_again.cache_info()

    for _ in range(2):
        assert answer("/zh-hant/x", HttpResponse("<p>发现</p>")).content.decode() == "<p>發現</p>"
    for headers in ({"Cache-Control": "no-store, private"}, {"Vary": "Accept-Language, Cookie"}):
        assert answer("/zh-hant/x", HttpResponse("<p>我的发票</p>", headers=headers)).content.decode() == "<p>我的發票</p>"

    after = middleware._same_again.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 1)


def test_a_word_that_is_added_to_the_glossary_changes_the_pages_at_once(monkeypatch):
    page = "<p>检测好</p>"
    monkeypatch.setattr(traditional, "_sources", [])
    assert answer("/zh-hant/x", HttpResponse(page)).content.decode() == "<p>檢測好</p>"

    traditional.add_glossary(lambda: {"检测好": "檢驗佳"})
    traditional.keep_up()

    try:
        assert answer("/zh-hant/x", HttpResponse(page)).content.decode() == "<p>檢驗佳</p>"
    finally:
        traditional._sources.clear()
        traditional.keep_up()
