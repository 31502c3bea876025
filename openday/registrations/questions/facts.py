"""Why something about a question was refused; nothing was changed."""

from openday.registrations.facts import Refused


class TooManyQuestions(Refused):
    """The open day asks as many questions as it may; one has to be archived first."""


class HasAnswers(Refused):
    """Somebody answered already: kind, choices, range and condition stay, and the question is archived instead of deleted."""


class PromisedShorter(Refused):
    """Who answered was told that the answer is erased sooner."""


class StillAsked(Refused):
    """Forms may still bring answers: it has to be archived first, and a little later it can be deleted."""
