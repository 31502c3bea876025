"""Why a deed was refused: each refusal is a fact with its numbers, for a clear answer."""

from openday.registrations.rules import Problem


class Refused(Exception):
    """A deed that could not be done; nothing was changed."""


class RegistrationClosed(Refused):
    """The session is not open for registration now: not yet, no longer, or it was cancelled."""


class PartyRefused(Refused):
    """The party breaks rules of admission."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


class SessionFull(Refused):
    """Fewer places are left than the party needs."""

    def __init__(self, *, left: int) -> None:
        super().__init__(f"{left} places left")
        self.left = left


class AlreadyRegistered(Refused):
    """The contact has another active registration on the same day, and the open day allows one."""


class TooLate(Refused):
    """The moment until which visitors may change or cancel by themselves has passed."""


class NotActive(Refused):
    """The registration was cancelled, or the visit is over."""


class OfferGone(Refused):
    """The offered places went to others: the offer ran out, was declined or withdrawn."""
