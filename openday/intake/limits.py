"""How often one may knock: counters in fixed windows, kept in the cache.

The cache is shared by all processes only when CACHE_URL names Redis or Valkey; with the default
in-process cache a limit holds per process. A limit is a courtesy to the others, never a safeguard of
data: when the cache is down, everybody may pass and the log says so.
"""

import logging
import time
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext

from openday.accounts.encryption import keyed_hash

logger = logging.getLogger(__name__)


def allow(name: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one attempt and say whether it is among the first `limit` of this window of `seconds`.

    `key` says who: an address, a case number. It is stored hashed. An empty key is nobody and passes.
    """
    if not key:
        return True
    counter = f"limit:{name}:{keyed_hash(key, purpose='limit')[:32]}:{int(time.time()) // seconds}"
    try:
        # add() decides who opens the window, incr() counts in the cache itself: no count is lost
        # between two processes.
        if cache.add(counter, 1, timeout=seconds):
            return limit >= 1
        return cache.incr(counter) <= limit
    except ValueError:
        return True  # The window ended between the two calls.
    except Exception:
        logger.exception("The cache does not answer, so the limit %s is off.", name)
        return True


def client_address(request: HttpRequest) -> str:
    """The visitor's address as our outermost trusted proxy saw it; empty when there is none.

    An IPv6 address stands for its /64, which one household owns as a whole.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        # Each proxy of ours appends what it saw; everything further left is the visitor's own claim.
        if len(seen) >= settings.TRUSTED_PROXIES:
            address = seen[-settings.TRUSTED_PROXIES]
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((int(parsed), 64), strict=False).network_address)
    return str(parsed)


def please_wait(seconds: int) -> str:
    """A polite sentence for somebody who knocked too often."""
    if seconds < 60:
        return gettext("That was a bit often. Please try again in a minute.")
    minutes = -(-seconds // 60)
    return ngettext(
        "That was a bit often. Please try again in %(minutes)d minute.",
        "That was a bit often. Please try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
