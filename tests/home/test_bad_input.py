"""Whatever stands in an address or a header: an answer in words of the reader's language, never a 500."""

import pytest

from tests.factories import home as factory

pytestmark = pytest.mark.django_db

PIECES = [
    "",
    "%00",
    "abc",
    "-1",
    "0",
    "9" * 30,
    "1e9",
    "%ED%A0%80",
    "%FF%FE",
    "%F0%9F%98%80" * 50,
    "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "../../etc/passwd",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "%D9%A3",
    "%EF%BC%91",
    "null",
    "[]",
    "%0d%0aX:%20y",
    "%E2%80%AE",
    "a" * 5000,
]
ADDRESSES = [
    "/{}",
    "/{}/",
    "/zh-hans/{}",
    "/zh-hans/{}/",
    "/zh-hans/news/?page={}",
    "/zh-hans/news/one/?page={}",
    "/zh-hans/search/?query={}",
    "/zh-hans/search/?query=a&page={}",
    "/zh-hans/search/?query=a&query={}",
    "/zh-hans/sitemap/?{}",
    "/media/images/{}",
    "/documents/{}/x",
    "/documents/1/{}",
    "/.well-known/{}",
    "/admin/{}",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_breaks_a_page(client, address):
    factory.news_page("one")

    codes = {piece: client.get(address.replace("{}", piece)).status_code for piece in PIECES}

    assert {piece[:40]: code for piece, code in codes.items() if code >= 500} == {}


HEADERS = [
    {"Cookie": "csrftoken=\xff; sessionid=../../x; case=abc; receipt=@@"},
    {"Cookie": "a=" + "b" * 7000},
    {"Accept-Language": "zz-" + "q" * 3000 + ";q=abc"},
    {"Host": "evil.example"},
    {"Host": "a b"},
    {"X-Forwarded-For": "'; drop"},
    {"Range": "bytes=abc"},
    {"If-Modified-Since": "yesterday"},
    {"If-None-Match": '"' * 500},
    {"Accept-Encoding": "x" * 500},
    {"Content-Type": "text/html; charset=utf-7"},
    {"Content-Length": "abc"},
]


@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: next(iter(headers)))
def test_no_header_breaks_a_page(client, headers):
    codes = {client.get(address, headers=headers).status_code for address in ("/zh-hans/", "/en/search/?query=a", "/robots.txt")}

    assert max(codes) < 500


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "trace"])
def test_no_method_breaks_a_page(client, method):
    codes = {
        address: getattr(client, method)(address).status_code
        for address in ("/", "/zh-hans/", "/zh-hans/news/", "/zh-hans/search/", "/sitemap.xml", "/robots.txt", "/media/images/x")
    }

    assert max(codes.values()) < 500


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "找不到这个页面"), ("zh-hant", "找不到這個頁面"), ("en", "This page does not exist")]
)
def test_an_unknown_page_says_so_in_the_language_of_its_address(client, language, words):
    answer = client.get(f"/{language}/nothing/here/")

    assert answer.status_code == 404
    assert words in answer.content.decode()


def test_an_address_of_an_unknown_language_is_no_error_of_the_house(client):
    assert client.get("/fr/").status_code in {302, 404}
    assert client.get("/zh/").status_code in {302, 404}
