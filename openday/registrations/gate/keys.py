"""Signatures that a phone without a network can check: ECDSA on P-256 with SHA-256 (docs/decisions).

The device gets public keys only, so that a stolen phone cannot make tickets.
"""

import base64
from datetime import datetime
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.remembered import remembered
from openday.registrations.gate.models import TicketKey

SIGNATURE_BYTES = 64
_CURVE = ec.SECP256R1()
# The same facts always give the same signature, and so the same picture on screen and paper.
_SIGN = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
_VERIFY = ec.ECDSA(hashes.SHA256())


def sign(message: bytes) -> tuple[int, bytes]:
    """Give the number of the key and the signature, 32 bytes of r and 32 of s, as WebCrypto reads them."""
    number, private = _newest()
    r, s = utils.decode_dss_signature(_private_key(private).sign(message, _SIGN))
    return number, r.to_bytes(32, "big") + s.to_bytes(32, "big")


def is_signed(message: bytes, *, number: int, signature: bytes) -> bool:
    """Whether the key of this number, if it is still believed, signed exactly this."""
    public = believed().get(number)
    if public is None or len(signature) != SIGNATURE_BYTES:
        return False
    der = utils.encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    try:
        _public_key(public).verify(der, message, _VERIFY)
    except InvalidSignature:
        return False
    return True


def believed() -> dict[int, str]:
    """Public keys by number, each the uncompressed point in base64; retired ones are left out."""
    return dict(TicketKey.objects.filter(retired_at=None).values_list("number", "public"))


def make(*, now: datetime) -> TicketKey:
    """Make the next key; from now on it signs. Safe when two processes start at the same moment."""
    latest = TicketKey.objects.order_by("number").last()
    private = ec.generate_private_key(_CURVE)
    point = private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return TicketKey.objects.create(
        number=latest.number + 1 if latest else 1,
        private=f"{private.private_numbers().private_value:064x}",
        public=base64.b64encode(point).decode(),
        made_at=now,
    )


@remembered
def _newest() -> tuple[int, str]:
    for _attempt in range(3):
        row = TicketKey.objects.filter(retired_at=None).order_by("number").last()
        if row is not None:
            return row.number, row.private
        try:
            with transaction.atomic():
                make(now=timezone.now())
        except IntegrityError:
            # Another process made the first key at this moment.
            continue
    raise AssertionError("no key for tickets could be made")


@lru_cache(maxsize=8)
def _private_key(private: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(private, 16), _CURVE)


@lru_cache(maxsize=16)
def _public_key(public: str) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, base64.b64decode(public))
