"""A note, a dispute and a name in demo cases, so that the desk has one of each to look at."""

from datetime import datetime, timedelta

from openday.accounts.encryption import keyed_hash
from openday.accounts.models import User
from openday.oversight.disputes import actions as disputes
from openday.oversight.models import Case
from openday.oversight.notes.actions import add_note
from openday.oversight.recusal import actions as recusal
from openday.oversight.states import State


def fill_desk(*, now: datetime) -> None:
    """Add what isn't there yet; nothing where nobody made the demo staff."""
    people = {user.username: user for user in User.objects.filter(username__in=("quality", "handler"), unit__isnull=False)}
    if len(people) < 2:
        return
    at = now - timedelta(minutes=30)
    late, disputed, accepted = (_demo_case(key) for key in ("waiting-hall", "more-for-children", "see-my-data"))
    if late is not None and not late.notes.exists():
        add_note(case=late, text="（演示）已联系物业，本周五前报价。", by=people["handler"], now=at)
    if accepted is not None and accepted.is_open and not accepted.named_people.exists():
        recusal.name_people(case=accepted, staff=[], others=["（演示）陈某"], by=people["quality"], now=at)
    if (
        disputed is not None
        and disputed.state == State.WORKING
        and not disputed.disputes.exists()
        and disputes.may_be_disputed(disputed, now=at)
    ):
        disputes.dispute(case=disputed, reason="（演示）讲解词由开放日服务台编写。", by=people["handler"], now=at)


def _demo_case(key: str) -> Case | None:
    padded = f"demo-case-{key}".ljust(43, "-")
    return Case.objects.filter(request_hash=keyed_hash(padded, purpose="case request")).first()
