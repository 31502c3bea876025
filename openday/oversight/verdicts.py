"""Whether a figure reaches its target, and when a sample is too small to say so. Pure.

Nobody may claim "at most 1‰" from 300 reports without an error: the true rate could still be
almost 10‰. A sample supports a limit only when the exact one-sided 95 % upper bound
(Clopper-Pearson) is within it: 2,995 reports without an error are the fewest for 1‰.
"""

import math
from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ALPHA = 0.05


class Basis(models.TextChoices):
    """What was counted (统计口径)."""

    CENSUS = "census", _("All were counted")
    SAMPLE = "sample", _("A sample was checked")
    DETECTED = "detected", _("Only what was detected")


class Direction(models.TextChoices):
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")


class Verdict(models.TextChoices):
    ATTAINED = "attained", pgettext_lazy("indicator", "Attained")
    MISSED = "missed", pgettext_lazy("indicator", "Missed")
    TOO_FEW = "too_few", pgettext_lazy("indicator", "Too small a sample to say")
    NOT_PUBLISHED = "not_published", pgettext_lazy("indicator", "Not published")


def chance_of_at_most(errors: int, checked: int, rate: float) -> float:
    """Probability of seeing `errors` or fewer in `checked` when the true rate is `rate` (0 to 1)."""
    if rate <= 0 or errors >= checked:
        return 1.0
    if rate >= 1:
        return 0.0
    # In logarithms: the binomial coefficient of 100,000 over 83 has no float.
    log_rate, log_rest = math.log(rate), math.log1p(-rate)
    whole = math.lgamma(checked + 1)
    return math.fsum(
        math.exp(whole - math.lgamma(k + 1) - math.lgamma(checked - k + 1) + k * log_rate + (checked - k) * log_rest)
        for k in range(errors + 1)
    )


def upper_bound(errors: int, checked: int) -> float:
    """The largest true rate (0 to 1) that still fits the sample at 95 %, one-sided."""
    if errors >= checked:
        return 1.0
    low, high = errors / checked, 1.0
    for _step in range(100):
        middle = (low + high) / 2
        if chance_of_at_most(errors, checked, middle) > ALPHA:
            low = middle
        else:
            high = middle
    return high


def sample_supports(errors: int, checked: int, *, limit: Fraction) -> bool:
    """Say whether the sample shows at 95 % that the true rate is at most `limit` (0 to 1)."""
    return chance_of_at_most(errors, checked, float(limit)) <= ALPHA


def fewest_for(limit: Fraction) -> int | None:
    """How many must be checked, all without an error, to support `limit` (0 to 1); None when no sample can: nobody proves 0."""
    if limit <= 0:
        return None
    if limit >= 1:
        return 1
    fewest = max(1, math.floor(math.log(ALPHA) / math.log1p(-float(limit))))
    while not sample_supports(0, fewest, limit=limit):
        fewest += 1
    return fewest


def verdict(*, numerator: int, denominator: int, limit_per_mille: Decimal, direction: str, basis: str, least: int = 1) -> Verdict:
    """Judge one reading against one target.

    A census decides by the plain ratio. A sample over the limit is a miss even when chance could
    explain it: the doubt is not ours to claim. A sample within the limit must also be large enough, and
    nothing with a whole below `least` is called attained.
    """
    limit = Fraction(limit_per_mille) / 1000
    ratio = Fraction(numerator, denominator)
    if direction == Direction.AT_LEAST:
        ratio, limit, numerator = 1 - ratio, 1 - limit, denominator - numerator
    if ratio > limit:
        return Verdict.MISSED
    if denominator < least:
        return Verdict.TOO_FEW
    if basis == Basis.CENSUS or sample_supports(numerator, denominator, limit=limit):
        return Verdict.ATTAINED
    return Verdict.TOO_FEW
