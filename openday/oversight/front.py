"""What the home page and the front page of oversight show of it: counts, promises, the latest answers.

In memory for seconds (home/remembered.py), for the pages themselves may be kept by anybody for a minute. A case whose
publication is withdrawn is gone from the list and from its own address at once.
"""

from django.utils import timezone, translation

from home.remembered import remembered
from openday.accounts.models import Unit
from openday.oversight import campaigns, commitments, public
from openday.oversight.commitments import Card
from openday.oversight.figures import CaseFigures, case_figures
from openday.oversight.public import PublicCase
from openday.oversight.satisfaction.figures import SatisfactionFigures, satisfaction_figures

_MOST_ANSWERS = 12


@remembered
def figures() -> CaseFigures:
    """This year's counts. Three queries."""
    return case_figures(now=timezone.now())


@remembered
def satisfaction() -> SatisfactionFigures:
    """What was said of this year's answers. Two queries."""
    today = timezone.localdate()
    return satisfaction_figures(first=today.replace(month=1, day=1), last=today)


def cards() -> tuple[Card, ...]:
    """Every promise with its latest reading, in the active language. Three queries."""
    return _cards(translation.get_language())


def cards_of_unit(unit: Unit, count: int) -> tuple[Card, ...]:
    """The promises that bind the unit: its own first, then those of what it is part of, up to the bureau. No query of its own."""
    line = [unit.pk, *(pk for pk in (unit.parent_id, unit.parent and unit.parent.parent_id) if pk)]
    binding = sorted((card for card in cards() if card.unit_id in line), key=lambda card: line.index(card.unit_id))
    return tuple(binding[:count])


def latest_answers(count: int) -> tuple[PublicCase, ...]:
    """The last published cases, at most 12, newest first, in the active language. One query."""
    return _latest_answers(translation.get_language())[:count]


@remembered
def has_campaign() -> bool:
    return campaigns.newest() is not None


# The language is asked for below by whoever writes a name; here it only tells one answer from the other.


@remembered
def _cards(_language: str) -> tuple[Card, ...]:
    return tuple(commitments.cards())


@remembered
def _latest_answers(_language: str) -> tuple[PublicCase, ...]:
    return tuple(public.for_everyone(case) for case in public.public_rows()[:_MOST_ANSWERS])
