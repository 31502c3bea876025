import pytest
from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import path, reverse
from wagtail.users.models import UserProfile

from home import errors
from openday.accounts import roles
from openday.events.staff.open_days import OpenDayIndexView
from tests import people

pytestmark = pytest.mark.django_db


def _fail(request):
    raise RuntimeError("on purpose")


def _refuse(request):
    raise PermissionDenied


def _doubt(request):
    raise SuspiciousOperation


urlpatterns = i18n_patterns(path("fail/", _fail), path("refuse/", _refuse), path("doubt/", _doubt))
handler400, handler403, handler500 = errors.bad_request, errors.forbidden, errors.server_error


@pytest.mark.parametrize(
    ("address", "words"),
    [("/zh-hans/nowhere/", "zh-Hans"), ("/zh-hant/nowhere/", "zh-Hant"), ("/en/nowhere/", "This page does not exist")],
)
def test_a_missing_page_says_so_in_the_language_of_its_address(client, address, words):
    response = client.get(address)

    assert response.status_code == 404
    assert words in response.content.decode()
    assert f'href="{address[: address.index("/", 1) + 1]}"' in response.content.decode()


@pytest.mark.urls("tests.home.test_errors")
@pytest.mark.parametrize(("address", "status"), [("/en/refuse/", 403), ("/en/doubt/", 400)])
def test_what_is_refused_gets_a_page_with_a_next_step(client, address, status):
    response = client.get(address)

    assert response.status_code == status
    assert "To the home page" in response.content.decode()


@pytest.mark.urls("tests.home.test_errors")
@pytest.mark.parametrize(("language", "words"), [("zh-hans", 'lang="zh-Hans"'), ("en", "Something went wrong on our side")])
def test_a_failure_of_ours_needs_no_database(language, words, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(RequestFactory().get(f"/{language}/fail/"))

    assert response.status_code == 500
    assert words in response.content.decode()
    assert f'href="/{language}/"' in response.content.decode()


@pytest.mark.parametrize(
    ("own", "browser", "words"), [("en", "zh-CN", 'lang="en"'), ("zh-hant", "en", "zh-Hant"), ("", "en-GB", 'lang="en"')]
)
def test_a_failure_in_the_staff_area_is_told_in_the_language_that_the_person_reads(client, monkeypatch, own, browser, words):
    user = people.person("alice", roles.ORGANISER)
    UserProfile.objects.create(user=user, preferred_language=own)
    client.force_login(user)
    client.raise_request_exception = False
    monkeypatch.setattr(OpenDayIndexView, "get_base_queryset", _fail)

    response = client.get(reverse("open-days:index"), headers={"accept-language": browser})

    assert response.status_code == 500
    assert words in response.content.decode()


@pytest.mark.urls("tests.home.test_errors")
def test_a_failing_view_shows_the_page_and_not_its_reason():
    response = Client(raise_request_exception=False).get("/en/fail/")

    assert response.status_code == 500
    assert "on purpose" not in response.content.decode()


@pytest.mark.parametrize("path", ["/zh-hans/%00/", "/en/news/%00", "/%00", "/media/images/%00.webp", "/media/images/../../etc/passwd"])
def test_hostile_addresses_are_never_a_failure_of_ours(client, path):
    assert client.get(path, follow=True).status_code in {400, 404}


def test_only_drawn_sizes_of_pictures_have_an_address(client, settings):
    for folder in ("images", "original_images", "evidence"):
        (settings.MEDIA_ROOT / folder).mkdir()
        (settings.MEDIA_ROOT / folder / "a.webp").write_bytes(b"x")

    assert client.get("/media/images/a.webp").status_code == 200
    assert client.get("/media/original_images/a.webp").status_code == 404
    assert client.get("/media/evidence/a.webp").status_code == 404
