"""The portal with the guard of invitations taken away: whoever saw an open one on the way in may use it."""

import time
from typing import Any

from config.wsgi import application
from openday.registrations.invitations import carrying, using
from openday.registrations.models import Invitation

__all__ = ["application"]

_carried_to = carrying.carried_to


def _slowly(*args: Any, **facts: Any) -> Invitation | None:
    found = _carried_to(*args, **facts)
    time.sleep(0.5)
    return found


def _use(invitation: Invitation | None, row: Any, *, now: Any) -> None:
    Invitation.objects.filter(pk=invitation.pk if invitation else 0).update(state="used", ended_at=now, registration=row)


carrying.carried_to = _slowly
using.use = _use
