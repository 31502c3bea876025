"""What Wagtail and Django write to staff goes the way of our own letters: a row now, the mail server later."""

import socket

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.urls import reverse
from django.utils import translation

from openday.mail.delivery import Deliverer
from openday.mail.models import Message
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings):
    """As in production; Django's tests put their own list in its place."""
    settings.EMAIL_BACKEND = "openday.mail.backends.Outbox"


@pytest.fixture
def no_network(monkeypatch):
    def forbidden(*_):
        raise AssertionError("a request opened a socket")

    monkeypatch.setattr(socket, "socket", forbidden)


def test_a_library_s_letter_becomes_one_row_for_each_recipient():
    letter = EmailMultiAlternatives("Subject", "Words", to=["a@example.org"], cc=["b@example.org"], bcc=["c@example.org"])
    letter.attach_alternative("<p>Words</p>", "text/html")

    assert letter.send() == 1

    rows = Message.objects.order_by("pk")
    assert [(row.kind, row.to, row.state) for row in rows] == [
        ("staff_notice", f"{name}@example.org", Message.State.WAITING) for name in "abc"
    ]
    assert mail.outbox == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_leaves_in_our_frame_and_in_the_language_in_which_it_was_written(language):
    with translation.override(language):
        send_mail("标题 <b>", "第一行\n\nhttp://testserver/admin/ & more", None, ["eve@example.org"])

    assert Deliverer().deliver_due() == 1

    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("标题 <b>", ["eve@example.org"])
    assert "http://testserver/admin/ & more" in sent.body
    assert "<b>" not in sent.html
    assert sent.content_language == {"zh-hans": "zh-Hans", "en": "en"}[language]


def test_asking_for_a_new_password_needs_no_mail_server(client, no_network):
    eve = people.eve()

    answer = client.post(reverse("wagtailadmin_password_reset"), {"email": eve.email})

    row = Message.objects.get()
    assert answer.status_code == 302
    assert (row.kind, row.to) == ("staff_notice", eve.email)
    assert "/admin/password_reset/confirm/" in row.context["text"]


def test_the_way_out_is_the_deliverer_s_alone(settings):
    """Were it the same backend, letters would turn in a circle."""
    from config import environment

    found = environment.email("NO_SUCH_VARIABLE", settings.ROOT, default="smtp://127.0.0.1:25")

    assert found["EMAIL_BACKEND"] == "openday.mail.backends.Outbox"
    assert found["LETTER_TRANSPORT"] == "django.core.mail.backends.smtp.EmailBackend"
