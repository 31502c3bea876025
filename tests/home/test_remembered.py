"""Answers are kept for seconds, and no longer than that: neither for whoever asks nor in memory."""

import weakref

import pytest

from home.remembered import remembered


class Row:
    """Something large."""


@pytest.fixture
def ask(settings):
    settings.REMEMBER_SECONDS = 10
    asked, alive = [], weakref.WeakSet()

    def row(name: str) -> Row:
        asked.append(name)
        alive.add(made := Row())
        return made

    kept = remembered(row)
    kept.asked, kept.alive = asked, alive
    return kept


@pytest.fixture
def clock(monkeypatch):
    """Seconds of the monotonic clock, to be set."""
    now = [1000.0]
    monkeypatch.setattr("home.remembered.time.monotonic", lambda: now[0])
    return now


def test_the_same_question_is_asked_once_within_the_seconds(ask, clock):
    assert ask("a") is ask("a")
    assert ask("a") is not ask("b")
    assert ask.asked == ["a", "b"]


def test_it_is_asked_anew_when_the_seconds_are_over(ask, clock):
    first = ask("a")

    clock[0] += 10

    assert ask("a") is not first


def test_answers_of_earlier_seconds_do_not_stay_in_memory(ask, clock):
    for _span in range(50):
        ask("a")
        ask("b")
        clock[0] += 10
    ask("a")

    assert len(ask.alive) == 1


def test_without_seconds_nothing_is_kept(ask, settings):
    settings.REMEMBER_SECONDS = 0

    assert ask("a") is not ask("a")
    assert len(ask.alive) == 0
