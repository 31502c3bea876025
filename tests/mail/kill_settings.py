"""Settings of the workers that the kill test kills: a small kind of letter, and claims that run out fast."""

from datetime import timedelta
from pathlib import Path

from config.settings import *  # noqa: F403
from openday.mail import rules

TEMPLATES[0]["DIRS"].insert(0, Path(__file__).parent / "templates")  # type: ignore[attr-defined]  # noqa: F405
# Long enough for one letter on a busy machine, short enough to wait for in a test.
rules.LEASE = timedelta(seconds=3)
