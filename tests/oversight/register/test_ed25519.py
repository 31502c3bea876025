"""Signatures are checked as RFC 8032 says, and as the library does."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from openday.oversight.register.ed25519 import is_signed, is_signed_by_hand
from tests.oversight.register.vectors import SIGNATURES

BOTH = pytest.mark.parametrize("judge", [is_signed, is_signed_by_hand])


@BOTH
@pytest.mark.parametrize(("public", "message", "signature"), SIGNATURES)
def test_the_signatures_of_the_rfc_are_good_and_others_are_not(judge, public, message, signature):
    public, message, signature = (bytes.fromhex(text) for text in (public, message, signature))

    assert judge(message, signature, public)
    assert not judge(message + b"x", signature, public)
    assert not judge(message, signature[::-1], public)


@BOTH
def test_what_is_no_key_and_no_signature_is_refused(judge):
    public, message, signature = (bytes.fromhex(text) for text in SIGNATURES[1])
    # The second half plus the order of the group: the same point, another signature (RFC 8032, 5.1.7).
    order = 2**252 + 27742317777372353535851937790883648493
    other = signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")

    assert not judge(message, other, public)
    assert not any(judge(message, signature[:length], public) for length in (0, 32, 63))
    assert not any(judge(message, signature, key) for key in (b"", public[:31], b"\xff" * 32, (2).to_bytes(32, "little")))


@settings(max_examples=15)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_by_hand_and_by_library_agree_about_every_flipped_bit(seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    flipped = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")

    assert is_signed_by_hand(message, signature, public)
    assert is_signed_by_hand(message, flipped, public) == is_signed(message, flipped, public) is False
