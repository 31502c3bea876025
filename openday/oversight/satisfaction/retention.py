"""When words about ratings end: with the contact, 60 days after the end of the case. The levels stay and add up."""

from collections.abc import Iterable

from openday.oversight.models import CallBack, Rating


def forget(cases: Iterable[int]) -> None:
    """Empty what was said in words about these cases; what the citizen no longer knows can't be asked about."""
    keys = list(cases)
    Rating.objects.filter(case__in=keys).exclude(words="").update(words="")
    CallBack.objects.filter(rating__case__in=keys).exclude(said="").update(said="")
