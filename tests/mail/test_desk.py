"""The letters desk: administrators see, word and mend letters; nobody else does."""

import email
from email import policy

import pytest
from django.urls import reverse
from django.utils.html import escape

from openday.accounts import roles
from openday.accounts.models import AuditEntry
from openday.intake.fields import Contact
from openday.mail import kinds
from openday.mail.models import LetterText, Message
from tests import people
from tests.factories.registrations import SessionFactory, register
from tests.mail.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = people.person("ada", roles.ADMINISTRATOR)
    client.force_login(user)
    return user


PAGES = [
    ("letters:index", []),
    ("letters:sent", []),
    ("letters:sent_results", []),
    ("letters:kind", ["visit", "zh-hans"]),
    ("letters:html", ["visit", "en"]),
    ("letters:eml", ["visit", "en"]),
]


@pytest.mark.parametrize("role", [role for role in roles.ALL if role != roles.ADMINISTRATOR])
def test_other_roles_see_none_of_it(client, letter_templates, role):
    client.force_login(people.person("eve", role))

    for name, arguments in PAGES:
        assert client.get(reverse(name, args=arguments)).status_code in {302, 403, 404}
    assert client.post(reverse("letters:sample", args=["visit", "en"])).status_code in {302, 403, 404}
    assert Message.objects.count() == 0
    assert b"/admin/letters/" not in client.get("/admin/", follow=True).content


def test_the_gallery_lists_every_kind_in_every_language(client, admin, letter_templates):
    content = client.get("/admin/letters/").content.decode()

    for language in ("zh-hans", "zh-hant", "en"):
        assert reverse("letters:kind", args=["visit", language]) in content


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_letter_is_shown_with_its_sample(client, admin, letter_templates, language):
    page = client.get(reverse("letters:kind", args=["visit", language]))
    letter = client.get(reverse("letters:html", args=["visit", language]))

    assert page.status_code == 200
    assert ("實驗室" if language == "zh-hant" else "实验室") in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "王小明" in letter.content.decode()
    assert "sandbox" in letter["Content-Security-Policy"]
    assert "script-src" not in letter["Content-Security-Policy"]


def test_the_gallery_says_when_each_of_our_letters_is_sent(client, admin):
    content = client.get("/admin/letters/", headers={"Accept-Language": "en"}).content.decode()

    for kind in kinds.everything():
        if kind.about:
            assert escape(str(kind.label)) in content
            assert reverse("letters:kind", args=[kind.code, "zh-hant"]) in content


def test_the_letter_as_it_is_sent_can_be_downloaded_and_is_never_stored(client, admin):
    response = client.get(reverse("letters:eml", args=["registration_confirmed", "zh-hant"]))

    letter = email.message_from_bytes(response.content, policy=policy.default)
    assert response["Content-Type"] == "message/rfc822"
    assert response["Content-Disposition"] == 'attachment; filename="registration_confirmed.zh-hant.eml"'
    assert letter["To"] == admin.email
    assert "text/calendar" in {part.get_content_type() for part in letter.walk()}
    assert not Message.objects.exists()


def test_a_sample_shows_nobodys_registration(client, admin):
    register(SessionFactory(), name="李真人", contact=Contact("email", "real@example.org"))

    for address in ("letters:kind", "letters:html"):
        for kind in kinds.everything():
            content = client.get(reverse(address, args=[kind.code, "zh-hans"])).content.decode()
            assert "李真人" not in content
            assert "real@example.org" not in content


def test_unknown_kinds_and_languages_are_not_found(client, admin, letter_templates):
    assert client.get(reverse("letters:kind", args=["nothing", "en"])).status_code == 404
    assert client.get(reverse("letters:kind", args=["visit", "fr"])).status_code == 404


def test_words_are_saved_and_noted(client, admin, letter_templates):
    url = reverse("letters:kind", args=["visit", "zh-hans"])

    response = client.post(url, {"subject": "请来{title}", "intro": "您好，{name}", "outro": ""})

    assert response.status_code == 302
    text = LetterText.objects.get()
    assert (text.kind, text.language, text.subject, text.intro) == ("visit", "zh-hans", "请来{title}", "您好，{name}")
    assert AuditEntry.objects.filter(deed="mail.change_words", by=admin).count() == 1
    assert "请来食品检测实验室开放日" in client.get(url).content.decode()


@pytest.mark.parametrize("words", ["{code}", "{name.__class__}", "{", "{0}", "{{ name }}"])
def test_a_place_that_the_letter_does_not_have_is_refused_and_what_was_typed_stays(client, admin, letter_templates, words):
    response = client.post(reverse("letters:kind", args=["visit", "zh-hans"]), {"subject": "好", "intro": words, "outro": ""})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not LetterText.objects.exists()


def test_a_preview_of_unsaved_words_saves_nothing(client, admin, letter_templates):
    response = client.post(reverse("letters:kind", args=["visit", "en"]), {"subject": "Come", "intro": "Hello {name}", "preview": "1"})

    assert "Hello 王小明" in response.content.decode()
    assert not LetterText.objects.exists()


def test_traditional_words_are_not_written_by_hand(client, admin, letter_templates):
    client.post(reverse("letters:kind", args=["visit", "zh-hant"]), {"subject": "x"})

    assert not LetterText.objects.exists()


def test_a_sample_goes_to_oneself(client, admin, letter_templates):
    client.post(reverse("letters:sample", args=["visit", "en"]))

    written = Message.objects.get()
    assert (written.to, written.kind, written.language) == (admin.email, "visit", "en")


def test_the_list_masks_the_recipient_and_shows_no_contents(client, admin, letter):
    letter()

    content = client.get("/admin/letters/sent/").content.decode()

    assert "w***@example.org" in content
    assert "wang@" not in content
    assert "食品检测" not in content


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_equally_often_for_any_number_of_letters(client, admin, letter, rows, django_assert_num_queries):
    for _ in range(rows):
        letter()
    client.get("/admin/letters/sent/results/")

    with django_assert_num_queries(9):
        client.get("/admin/letters/sent/results/")


def test_a_failed_letter_can_be_sent_again_and_only_then(client, admin, letter):
    written = letter()
    url = reverse("letters:letter", args=[written.pk])
    assert client.post(url).status_code == 409

    Message.objects.filter(pk=written.pk).update(state="failed", attempts=9, last_error="550 no")
    assert "550 no" in client.get(url).content.decode()
    assert client.post(url).status_code == 302

    again = Message.objects.get(pk=written.pk)
    assert (again.state, again.attempts, again.last_error) == ("waiting", 0, "")
    assert AuditEntry.objects.get(deed="mail.try_again").about_id == str(written.pk)


def test_an_erased_letter_cannot_be_sent_again(client, admin, letter):
    written = letter()
    Message.objects.filter(pk=written.pk).update(state="failed", erased_at=NOW, to="", to_hash="", calendar="", context={})

    assert client.post(reverse("letters:letter", args=[written.pk])).status_code == 409


def test_the_front_page_counts_letters_in_trouble(client, admin, letter):
    Message.objects.filter(pk=letter(now=people_now()).pk).update(state="failed")

    assert "1 letter in trouble" in client.get("/admin/", headers={"Accept-Language": "en"}).content.decode()


def people_now():
    from django.utils import timezone

    return timezone.now()
