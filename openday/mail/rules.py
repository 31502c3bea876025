"""Sums and yes/no about letters, without a database."""

import hashlib
import hmac
from datetime import timedelta

# A waiting letter is tried again after 30 s, 1 min, 2 min … at most an hour apart, for three days.
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)
# When the server itself is away the letter is not to blame: it goes within a minute of its return.
LONGEST_RETRY_OF_SERVER = timedelta(seconds=45)
GIVE_UP_AFTER = timedelta(days=3)
# A claim is held for one letter only: five answers of the server at ten seconds each, twice over.
LEASE = timedelta(seconds=120)
# Contents of a delivered letter are kept this long for the recipient's questions, then erased.
KEEP_CONTENTS = timedelta(days=30)


def backoff(attempts: int, *, server_away: bool = False) -> timedelta:
    """How long to wait after the `attempts`-th failure (1, 2, …)."""
    longest = LONGEST_RETRY_OF_SERVER if server_away else LONGEST_RETRY
    # 2**20 half-minutes are a year: the cap is reached long before, and the sum stays small.
    return min(FIRST_RETRY * 2 ** min(max(attempts - 1, 0), 20), longest)


def message_id(key: str, *, domain: str, secret: str) -> str:
    """The RFC 5322 Message-ID of the letter with this key: the same however often it is sent.

    It is keyed, so that nobody can tell from one letter what another is called.
    """
    digest = hmac.new(secret.encode(), f"message-id:{key}".encode(), hashlib.sha256).hexdigest()
    return f"<{digest[:40]}@{domain}>"
