"""Sums and yes/no about letters."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.mail import rules


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_waits_never_shrink_and_stay_between_half_a_minute_and_an_hour(one, other):
    fewer, more = sorted([one, other])

    assert timedelta(seconds=30) <= rules.backoff(fewer) <= rules.backoff(more) <= timedelta(hours=1)


def test_waits_double():
    assert [rules.backoff(attempt).total_seconds() for attempt in range(1, 10)] == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_a_server_that_is_back_gets_the_letters_within_a_minute():
    waits = [rules.backoff(n, first=rules.FIRST_RETRY_OF_SERVER, longest=rules.LONGEST_RETRY_OF_SERVER) for n in range(1, 50)]

    assert max(waits) < timedelta(seconds=60)
    assert waits[0] == timedelta(seconds=5)


def test_a_claim_outlasts_the_slowest_conversation_with_the_server(settings):
    # greeting, MAIL, RCPT, DATA, contents, QUIT
    assert timedelta(seconds=6 * settings.EMAIL_TIMEOUT) * 2 <= rules.LEASE


def test_message_ids_are_fixed_keyed_and_different():
    one = rules.message_id("a", domain="example.org", secret="s")

    assert one == rules.message_id("a", domain="example.org", secret="s")
    assert len({one, rules.message_id("b", domain="example.org", secret="s"), rules.message_id("a", domain="example.org", secret="t")}) == 3


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("[" * 80, 1),
        ("[" * 81, 2),
        ("开" * 70, 1),
        ("开" * 71, 2),
        ("开" * 134, 2),
        ("开" * 135, 3),
        ("a" * 70 + "开", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_text_messages_are_counted_as_the_operator_bills_them(text, segments):
    assert rules.sms_segments(text) == segments


def test_places_are_named_words_in_braces():
    assert rules.places("{name}, {day_and_time}") == {"name", "day_and_time"}
    assert rules.unknown_places("{name} {other} {Name} { x } }", ["name"]) == ["{other}", "{", "}"]
    assert rules.unknown_places("{name}", ["name"]) == []


@given(st.text("{}name", max_size=30), st.text(max_size=20))
def test_filling_reads_no_attribute_and_no_place_in_a_value(text, value):
    filled = rules.fill_places(text, {"name": value})

    assert filled == text.replace("{name}", value) or "{name}" in value or rules.places(text) - {"name"}
