"""Levels, when a rating is bad, and when an average may be shown. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy


class Level(models.IntegerChoices):
    """Five levels, best first as a form offers them."""

    VERY_SATISFIED = 5, pgettext_lazy("satisfaction", "Very satisfied")
    SATISFIED = 4, pgettext_lazy("satisfaction", "Satisfied")
    FAIR = 3, pgettext_lazy("satisfaction", "So so")
    DISSATISFIED = 2, pgettext_lazy("satisfaction", "Dissatisfied")
    VERY_DISSATISFIED = 1, pgettext_lazy("satisfaction", "Very dissatisfied")


FIRST, FOLLOW_UP = 1, 2
ROUNDS = (FIRST, FOLLOW_UP)


def is_bad(process: int, result: int) -> bool:
    """Say whether somebody of the office has to call: dissatisfied or worse, with either of the two."""
    return min(process, result) <= Level.DISSATISFIED


@dataclass(frozen=True, slots=True)
class Score:
    """One of the two questions: how many chose each level, from very satisfied down; None while there are too few to show."""

    levels: tuple[int, ...] | None
    average: float | None
    # Satisfied or better, of a hundred.
    satisfied_percent: float | None

    @property
    def is_shown(self) -> bool:
        return self.levels is not None


TOO_FEW = Score(levels=None, average=None, satisfied_percent=None)


def score(counts: Mapping[int, int], *, fewest: int) -> Score:
    """Sum up one question from the number of answers at each level.

    Below `fewest` answers nothing is shown, the levels neither: from them anybody could compute the average.
    """
    levels = tuple(counts.get(level, 0) for level in Level)
    answers = sum(levels)
    if answers < max(fewest, 1):
        return TOO_FEW
    total = sum(level * counts.get(level, 0) for level in Level)
    satisfied = counts.get(Level.VERY_SATISFIED, 0) + counts.get(Level.SATISFIED, 0)
    return Score(levels=levels, average=round(total / answers, 2), satisfied_percent=round(100 * satisfied / answers, 1))
