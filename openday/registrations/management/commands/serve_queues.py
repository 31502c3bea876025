"""Give free places to parties that wait, and close the queues of sessions about to start."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from openday.registrations import actions, queries
from openday.registrations.groups import actions as group_actions
from openday.registrations.invitations import actions as invitation_actions


class Command(BaseCommand):
    help = (
        "Promotes waiting parties where places are free (a larger capacity frees places without any cancellation) and "
        "tells the others when no place can come free any more."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        promoted = sum(len(actions.promote(session=session, now=now)) for session in queries.sessions_with_a_queue())
        closed = actions.close_queues(now=now)
        invitations = invitation_actions.end_all(now=now)
        ended = group_actions.expire_offers(now=now)
        if promoted or ended or closed or invitations or options["verbosity"] > 1:
            words = f"{promoted} parties promoted, {closed} told that no place came free, {ended} offers to groups ended"
            self.stdout.write(f"{words}, {invitations} invitations ended.")
