"""Guessing passwords is slow."""

import pytest
import time_machine
from django.urls import reverse

from openday.intake.sign_in import TRIES_PER_ADDRESS, TRIES_PER_NAME
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_hashing(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def sign_in(client, username="alice", password="wrong", **extra):
    return client.post(reverse("wagtailadmin_login"), {"username": username, "password": password}, **extra)


@pytest.fixture
def alice():
    user = people.alice()
    user.set_password(people.PASSWORD)
    user.save()
    return user


def test_staff_sign_in_at_the_usual_address(client, alice):
    answer = sign_in(client, password=people.PASSWORD)

    assert (answer.status_code, answer.url) == (302, reverse("wagtailadmin_home"))


def test_after_ten_tries_even_the_right_password_gets_429(client, alice):
    statuses = [sign_in(client).status_code for _ in range(TRIES_PER_NAME)]
    blocked = sign_in(client, password=people.PASSWORD)

    assert set(statuses) == {200}
    assert blocked.status_code == 429
    assert int(blocked["Retry-After"]) > 0
    assert "_auth_user_id" not in client.session


def test_upper_case_and_spaces_are_the_same_name(client, alice):
    for name in ["alice", " Alice", "ALICE "] * 4:
        answer = sign_in(client, username=name)

    assert answer.status_code == 429


def test_a_colleague_at_another_address_is_not_locked_out(client, alice):
    for _ in range(TRIES_PER_NAME + 1):
        sign_in(client, REMOTE_ADDR="203.0.113.66")

    assert sign_in(client, password=people.PASSWORD, REMOTE_ADDR="203.0.113.7").status_code == 302


def test_one_address_cannot_try_many_names(client, alice):
    statuses = [sign_in(client, username=f"user{number}").status_code for number in range(TRIES_PER_ADDRESS + 1)]

    assert statuses == [200] * TRIES_PER_ADDRESS + [429]


def test_a_quarter_of_an_hour_later_one_may_try_again(client, alice):
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False) as clock:
        for _ in range(TRIES_PER_NAME + 1):
            sign_in(client)
        clock.shift(15 * 60)

        assert sign_in(client, password=people.PASSWORD).status_code == 302
