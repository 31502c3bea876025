"""The message that mail programs get."""

import email
from datetime import timedelta
from email import policy

import pytest
from django.core import mail
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from openday.mail import mime
from openday.mail.delivery import Deliverer
from openday.mail.models import Message
from openday.mail.rendering import Rendered
from tests.mail.conftest import NOW

INVITATION = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:参观\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def sent(**changes):
    """Deliver everything and parse the first message as a mail program would."""
    Deliverer(now=lambda: NOW).deliver_due()
    return email.message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)


def test_headers_say_who_when_and_that_a_machine_wrote(letter, settings):
    settings.DEFAULT_FROM_EMAIL = "openday@lab.example.org"
    written = letter()

    message = sent()

    assert message["From"] == "实验室开放日 <openday@lab.example.org>"
    assert message["To"] == "wang@example.org"
    assert message["Subject"] == "王小明: 食品检测实验室开放日"
    assert message["Message-ID"] == written.message_id
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "zh-Hans"
    assert "List-Unsubscribe" not in message


def test_a_kind_with_a_way_out_says_so(letter):
    letter(context={"title": "x", "unsubscribe_url": "https://openday.example.org/stop/1"})

    assert sent()["List-Unsubscribe"] == "<https://openday.example.org/stop/1>"


def test_a_plain_letter_has_a_text_and_an_html_part(letter):
    letter()

    message = sent()

    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert "王小明" in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_invitation_stands_last_among_the_alternatives_and_once_more_as_a_file(letter, method):
    letter(calendar=INVITATION.replace("REQUEST", method))

    message = sent()

    assert message.get_content_type() == "multipart/mixed"
    alternatives, attachment = message.iter_parts()
    assert [part.get_content_type() for part in alternatives.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    invitation = list(alternatives.iter_parts())[-1]
    assert invitation.get_param("method") == method
    assert invitation.get_param("charset") == "utf-8"
    assert not invitation.is_attachment()
    assert "SUMMARY:参观" in invitation.get_content()
    assert attachment.get_content_type() == "application/ics"
    assert attachment.get_filename() == {"REQUEST": "visit.ics", "CANCEL": "cancelled.ics"}[method]
    assert attachment.get_content().decode() == INVITATION.replace("REQUEST", method)


@pytest.mark.django_db
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(max_size=200), st.text(st.characters(categories=["L", "Z", "C", "P"]), max_size=60))
def test_no_text_can_add_a_header(subject, tail):
    letter = Message(to="wang@example.org", language="en", message_id="<x@example.org>", context={"unsubscribe_url": tail})
    try:
        message = mime.compose(letter, Rendered(" ".join(subject.split()), "text", "<p>"), now=NOW).message()
        raw = message.as_bytes()
    except (ValueError, UnicodeError):
        return

    parsed = email.message_from_bytes(raw, policy=policy.default)
    expected = ["Subject", "From", "To", "Message-ID", "Date", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language"]
    assert [name for name in parsed if name not in {"List-Unsubscribe", "MIME-Version", "Content-Type"}] == expected
    assert parsed["To"] == "wang@example.org"


def test_a_subject_over_two_lines_is_folded_into_one(letter):
    letter(context={"title": "one\r\nBcc: all@example.org"})

    message = sent()

    assert message["Subject"] == "one Bcc: all@example.org"
    assert message["Bcc"] is None


def test_a_letter_is_never_older_than_its_sending(letter):
    letter(now=NOW - timedelta(hours=2))

    assert sent()["Date"].datetime == NOW
