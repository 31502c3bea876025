"""Odd requests get a plain 400 or 405, never a 500."""

import pytest
from django.urls import reverse

from tests import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/zh-hans/search/?query=%00",
        "/zh-hans/search/?query=a%00b",
        "/zh-hans/search/?%00=1",
        "/zh-hans/?query=%ff%fe",
        "/zh-hans/search/?query=%c0%80",
        "/zh-hans/%00/",
        "/en/nothing%00here/",
        "/admin/login/?next=%00",
        "/api/places/?session=%00",
    ],
)
def test_nul_and_broken_letters_in_an_address_are_a_bad_request(client, address):
    assert client.get(address).status_code == 400


def test_the_error_page_speaks_the_visitors_language(client):
    assert b'lang="en"' in client.get("/en/search/?query=%00").content
    assert b'lang="zh-Hans"' in client.get("/zh-hans/search/?query=%00").content


@pytest.mark.parametrize("query", ["query=%E5%BC%80%E6%94%BE%E6%97%A5", "query=%25", "query=a+b", "", "query=%22", "query=%F0%9F%98%80"])
def test_ordinary_addresses_pass(client, query):
    assert client.get(f"/zh-hans/search/?{query}").status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "X" * 500])
def test_unknown_methods_are_refused(client, method):
    assert client.generic(method, "/zh-hans/").status_code == 405


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "gbk", "base64", "rot13", "nonsense", "\udcff"])
def test_forms_in_another_alphabet_are_a_bad_request(client, charset):
    # Not client.post(): it would encode the body that way itself.
    answer = client.generic(
        "POST",
        reverse("wagtailadmin_login"),
        b"--x\r\nContent-Disposition: form-data; name=username\r\n\r\n+2AA-\r\n--x--\r\n",
        content_type=f"multipart/form-data; boundary=x; charset={charset.encode('latin-1', 'replace').decode('latin-1')}",
    )

    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["evil.example", "a b", "", "[::1", "testserver\x00"])
def test_a_foreign_host_is_a_bad_request(client, host):
    assert client.get("/zh-hans/", HTTP_HOST=host).status_code == 400


def test_a_method_in_a_header_or_field_is_not_believed(client):
    client.force_login(people.root())
    unit = people.unit("food")

    client.post(reverse("units:index"), {"_method": "DELETE", "id": unit.pk}, headers={"X-HTTP-Method-Override": "DELETE"})

    assert type(unit).objects.filter(pk=unit.pk).exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"\0\0\0", b"a=%00", b"%ff=%fe&=&&&", b"username=%00&password=%00", b"username=" + b"x" * 100_000],
    ids=["empty", "nul", "nul value", "broken", "nul names", "long"],
)
def test_hostile_sign_ins_are_no_errors_of_ours(client, body):
    answer = client.post(reverse("wagtailadmin_login"), body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code in {200, 400}


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\xff"])
def test_a_form_without_its_boundary_is_a_bad_request(client, content_type):
    assert client.post(reverse("wagtailadmin_login"), b"x", content_type=content_type).status_code == 400
