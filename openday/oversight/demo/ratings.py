"""Demo ratings: what made-up citizens say of made-up answers, so that the pages and the desk have something to show."""

from datetime import datetime, timedelta

from django.db import transaction

from openday.accounts.models import User
from openday.mail.actions import forget
from openday.oversight.demo.cases import hash_of
from openday.oversight.demo.stories import CALLED_IN_VAIN
from openday.oversight.models import CallBack, Rating
from openday.oversight.satisfaction.actions import call_back, note_attempt, rate
from openday.oversight.satisfaction.models import CallOutcome

# How it was handled, what came of it, and words, for the answers in the order of their cases.
_SAID = ((5, 5, ""), (4, 3, ""), (5, 4, "（演示）说得很清楚。"), (4, 5, ""), (4, 4, ""), (2, 2, "（演示）答复晚了，也没说清楚当天是谁。"))


def fill_ratings(*, now: datetime) -> None:
    """Rate each demo answer a day after it left; one bad rating is called back, one call is in vain. Nothing where ratings are there."""
    if Rating.objects.filter(rated_at__isnull=False).exists():
        return
    asked = (
        Rating.objects.filter(case__name="", rated_at=None, round=1).select_related("case__standard", "standard").order_by("case__number")
    )
    for rating, (process, result, words) in zip(asked, _SAID, strict=False):
        moment = min(rating.asked_at + timedelta(days=1), now)
        rate(rating=rating, process=process, result=result, words=words, now=moment)
    quality = User.objects.filter(username="quality").first()
    for call in CallBack.objects.filter(done_at=None).select_related("rating__standard"):
        if quality is not None and call.rating.rated_at is not None:
            said = "（演示）再次向您致歉。当天的签到表已经找到，三位实验人员都有上岗证；今后进入实验区一律佩戴。"
            at = min(call.rating.rated_at + timedelta(hours=20), now)
            call_back(call=call, outcome=CallOutcome.WRITTEN, said=said, by=quality, now=at)
    if quality is not None:
        _call_in_vain(by=quality, now=now)


@transaction.atomic
def _call_in_vain(*, by: User, now: datetime) -> None:
    """Somebody is not satisfied since yesterday and did not answer the telephone this morning: the call-back stays open."""
    rating = Rating.objects.filter(case__request_hash=hash_of(CALLED_IN_VAIN), rated_at=None).select_related("case", "standard").first()
    if rating is None:
        return
    moment = max(now - timedelta(days=1), rating.asked_at)
    rate(rating=rating, process=1, result=2, words="（演示）还是不知道什么时候打得通。", now=moment)
    note_attempt(call=rating.call_back, by=by, now=now - timedelta(minutes=1))
    # The number is nobody's: no text message is tried.
    for event in rating.case.events.values_list("pk", flat=True):
        forget(keys_begin=f"case:{event}:case_", now=now)
