"""Letters leave, whatever the server answers."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from openday.mail import kinds, sms
from openday.mail.delivery import Deliverer
from openday.mail.models import Message
from tests.mail.conftest import NOW

answers = []
connections = []


class ScriptedServer(BaseEmailBackend):
    """A mail server that answers what the test wrote into `answers`: an exception, or None for yes."""

    def open(self):
        connections.append("open")
        if answers and answers[0] == "closed":
            answers.pop(0)
            raise ConnectionRefusedError("Connection refused")
        return True

    def close(self):
        connections.append("close")

    def send_messages(self, messages):
        fact = answers.pop(0) if answers else None
        if fact:
            raise fact
        mail.outbox += messages
        return len(messages)


@pytest.fixture
def server(settings, mailoutbox):
    settings.LETTER_TRANSPORT = "tests.mail.test_delivery.ScriptedServer"
    answers.clear()
    connections.clear()
    return answers


def deliver(at=NOW, **options):
    return Deliverer(now=lambda: at, **options).deliver_due()


def stored(letter):
    return Message.objects.get(pk=letter.pk)


def test_a_due_letter_is_sent_once(letter, server):
    written = letter()

    assert deliver() == 1
    assert deliver() == 0
    assert [message.to for message in mail.outbox] == [["wang@example.org"]]
    assert (stored(written).state, stored(written).sent_at, stored(written).claimed_until) == ("sent", NOW, None)


def test_a_letter_waits_for_its_time(letter, server):
    letter(not_before=NOW + timedelta(hours=1))

    assert deliver() == 0
    assert deliver(NOW + timedelta(hours=1)) == 1


def test_one_connection_serves_a_batch_and_is_closed(letter, server):
    for _ in range(3):
        letter()

    assert deliver() == 3
    assert connections == ["open", "close"]


def test_while_the_server_is_away_no_letter_is_touched_and_all_go_when_it_is_back(letter, server):
    written = [letter(), letter()]
    server += ["closed"]

    assert deliver() == 0
    assert [(stored(one).state, stored(one).attempts) for one in written] == [("waiting", 0), ("waiting", 0)]
    assert connections == ["open"]
    assert deliver() == 2


def test_a_channel_that_failed_is_left_alone_for_a_while_and_the_other_goes_on(letter, server):
    letter()
    letter(channel="sms", to="+8613800005678")
    deliverer = Deliverer(now=lambda: NOW)
    server += ["closed"]

    assert deliverer.deliver_due() == 1
    assert [to for to, _text in sms.outbox] == ["+8613800005678"]
    assert deliverer.deliver_due() == 0
    assert connections == ["open"]


@pytest.mark.parametrize(
    "fact",
    [
        smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),
        TimeoutError("timed out"),
        smtplib.SMTPSenderRefused(550, b"no such sender", "openday@example.org"),
        smtplib.SMTPDataError(421, b"going down"),
        smtplib.SMTPAuthenticationError(535, b"bad password"),
    ],
)
def test_trouble_of_the_server_puts_the_letter_off_by_less_than_a_minute(letter, server, fact):
    written = letter()
    server += [fact]

    deliver()

    after = stored(written)
    assert (after.state, after.attempts, after.claimed_until) == ("waiting", 1, None)
    assert NOW < after.not_before < NOW + timedelta(seconds=60)
    assert type(fact).__name__ in after.last_error or "421" in after.last_error
    assert deliver(after.not_before) == 1
    assert stored(written).state == "sent"


def test_a_grey_listing_server_is_asked_again_later_each_time(letter, server):
    written, at, waits = letter(), NOW, []
    for _ in range(4):
        server += [smtplib.SMTPRecipientsRefused({"wang@example.org": (451, b"try again later")})]
        deliver(at)
        waits.append(stored(written).not_before - at)
        at = stored(written).not_before

    assert waits == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert deliver(at) == 1
    assert stored(written).state == "sent"


def test_after_three_days_of_refusals_the_letter_has_failed(letter, server):
    written = letter()
    server += [smtplib.SMTPRecipientsRefused({"wang@example.org": (451, b"mailbox full")})]

    deliver(NOW + timedelta(days=3))

    assert (stored(written).state, stored(written).last_error) == ("failed", "451 mailbox full")


def test_an_unknown_recipient_fails_at_once_and_the_error_does_not_name_them(letter, server):
    written, other = letter(), letter(to="li@example.org")
    server += [smtplib.SMTPRecipientsRefused({"wang@example.org": (550, b"<wang@example.org>: no such\r\nuser")})]

    assert deliver() == 2
    assert (stored(written).state, stored(written).last_error) == ("failed", "550 <w***@example.org>: no such user")
    assert stored(other).state == "sent"


def test_a_refused_content_fails_at_once(letter, server):
    written = letter()
    server += [smtplib.SMTPDataError(554, b"looks like spam")]

    deliver()

    assert stored(written).state == "failed"


@pytest.mark.parametrize(
    "to", ["nobody", "a@b@example.org", "a@example.org\r\nBcc: all@example.org", "a@example.org, b@example.org", "用户@example.org"]
)
def test_what_is_no_address_fails_and_nothing_is_sent(letter, server, to):
    written = letter(to=to)

    deliver()

    assert stored(written).state == "failed"
    assert mail.outbox == []


def test_a_missing_template_puts_the_letter_off_and_the_next_one_goes(letter, server):
    broken, good = letter(kind="unheard_of"), letter()

    deliver()

    assert (stored(broken).state, stored(good).state) == ("waiting", "sent")
    assert stored(broken).last_error.startswith("TemplateDoesNotExist: emails/unheard_of/")


def test_a_letter_that_another_deliverer_holds_is_left_alone_until_its_claim_runs_out(letter, server):
    written = letter()
    assert Message.objects.claim(written.pk, now=NOW, until=NOW + timedelta(seconds=120))

    assert not Message.objects.claim(written.pk, now=NOW, until=NOW + timedelta(seconds=120))
    assert deliver(NOW + timedelta(seconds=119)) == 0
    assert deliver(NOW + timedelta(seconds=120)) == 1
    assert stored(written).attempts == 2


def test_a_letter_sent_twice_carries_the_same_message_id(letter, server):
    written = letter()
    deliver()
    Message.objects.filter(pk=written.pk).update(state="waiting", sent_at=None)
    deliver()

    assert [message.message()["Message-ID"] for message in mail.outbox] == [written.message_id] * 2


def test_letters_of_one_family_beyond_the_daily_limit_are_held_back(letter, server):
    kinds.register("visit", "Visit", [], {}, family="visits", daily_limit=2)
    kinds.register("bare", "Bare", [], {}, family="visits", daily_limit=2)
    written = [letter(), letter(kind="bare"), letter(to="WANG@example.org"), letter(to="li@example.org")]

    deliver()

    assert [stored(one).state for one in written] == ["sent", "sent", "suppressed", "sent"]
    next_day = letter(now=NOW + timedelta(hours=25))
    deliver(NOW + timedelta(hours=25))
    assert stored(next_day).state == "sent"


def test_a_kind_without_limit_is_never_held_back(letter, server):
    kinds.register("visit", "Visit", [], {}, daily_limit=None)
    written = [letter() for _ in range(25)]

    deliver()

    assert {stored(one).state for one in written} == {"sent"}


def test_a_deliverer_told_to_stop_ends_between_two_letters(letter, server):
    for _ in range(3):
        letter()
    answers_of_keep_going = iter([True, False])

    assert Deliverer(now=lambda: NOW).deliver_due(keep_going=lambda: next(answers_of_keep_going)) == 1
    assert Message.objects.filter(state="waiting").count() == 2


def test_text_messages_go_by_the_gateway_signed_with_the_service(letter):
    letter(channel="sms", to="+8613800005678", kind="bare")
    letter(channel="sms", to="+8613800005678")

    deliver()

    assert sms.outbox == [
        ("+8613800005678", "【实验室开放日】食品检测实验室开放日"),
        ("+8613800005678", "【Lab】食品检测实验室开放日 https://openday.example.org/zh-hans/visits/r/abc?x=1&y=2"),
    ]
