"""The portal with the guards of moving and of cancelling taken away: no lock, no transaction, no compare-and-set."""

# This takes them away from cancelling.
from tests.races.controls.unguarded_moves import application  # isort: split

from openday.registrations.actions import moving

__all__ = ["application"]

moving._move = moving._move.__wrapped__
