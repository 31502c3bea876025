"""How long a refusal takes does not tell which case numbers exist."""

import secrets
import statistics
from time import perf_counter

import pytest

from openday.oversight import actions, rules
from tests.factories.oversight import a_receipt

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ROUNDS = 15


@pytest.fixture(autouse=True)
def _real_hash(settings):
    """The hasher of production, which is what takes the time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]


def seconds(number: str, secret: str) -> float:
    begun = perf_counter()
    with pytest.raises(actions.WrongReceipt):
        actions.open_by_receipt(number=number, secret=secret, address=secrets.token_hex(8))
    return perf_counter() - begun


def test_a_known_number_an_unknown_one_and_the_code_of_another_case_take_the_same_time(monkeypatch):
    monkeypatch.setattr(rules, "RECEIPT_TRIES_PER_HOUR", 10**6)
    one, other = a_receipt(), a_receipt()
    asked = {
        "wrong code": (one.case.number, "0000-0000-0000"),
        "code of another case": (one.case.number, other.secret),
        "no such case": ("FK-2020-999999", one.secret),
        "no number at all": ("nonsense", one.secret),
    }
    taken: dict[str, list[float]] = {kind: [] for kind in asked}
    for _round in range(ROUNDS):
        # Taken in turns, so that a busy machine slows all of them alike.
        for kind, pair in asked.items():
            taken[kind].append(seconds(*pair))

    usual = {kind: statistics.median(times) for kind, times in taken.items()}
    # Twice the same question differs by this much from itself: no kind may stand out of that noise.
    halves = [statistics.median(times[::2]) - statistics.median(times[1::2]) for times in taken.values()]
    noise = max(0.02 * max(usual.values()), 3 * max(abs(half) for half in halves))
    assert max(usual.values()) - min(usual.values()) <= noise, usual
