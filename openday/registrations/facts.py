"""Why a deed was refused: each refusal is a fact with its numbers, for a clear answer."""

from datetime import datetime

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


class InvitationNeeded(Refused):
    """The session is by invitation only."""


class InvitationGone(Refused):
    """The invitation was used, withdrawn or has run out, or is to another session."""


class HeldBack(Refused):
    """The published rule about missed visits does not let this contact register before `until`. For the contact, not for the page."""

    def __init__(self, *, until: datetime) -> None:
        super().__init__(f"until {until}")
        self.until = until


class DrawImpossible(Refused):
    """These days do not make a draw, or somebody has registered for the session already; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class DrawNotReady(Refused):
    """The draw is not in the state for this, or somebody else was faster."""


class SameOfficer(Refused):
    """The second entry of the public value has to be another person's."""


class ValuesDiffer(Refused):
    """The two officers entered different values; both entries are gone."""
