"""What is asked of the letters more than once."""

from datetime import datetime, timedelta

from django.db.models import Count, Min

from openday.mail import kinds, rules
from openday.mail.models import Heartbeat, LetterText, Message

WORKER = "worker"


def due_letters(now: datetime, *, but_not: set[str], limit: int) -> list[tuple[int, str]]:
    """Id and channel of letters whose time has come, oldest first, without the channels in `but_not`."""
    letters = Message.objects.due(now)
    if but_not:
        letters = letters.exclude(channel__in=but_not)
    return list(letters.order_by("not_before", "pk").values_list("pk", "channel")[:limit])


def oldest_waiting_seconds(now: datetime) -> float:
    """How late the oldest unsent letter is; 0 when none is late."""
    # `give_up_at` keeps the moment the letter was first due; `not_before` moves with every retry.
    oldest = Message.objects.filter(state__in=Message.OPEN, give_up_at__lte=now + rules.GIVE_UP_AFTER).aggregate(Min("give_up_at"))
    give_up_at = oldest["give_up_at__min"]
    return max((now - (give_up_at - rules.GIVE_UP_AFTER)).total_seconds(), 0.0) if give_up_at else 0.0


def letters_in_trouble(now: datetime) -> int:
    """Letters that failed in the last thirty days, and those that failed thrice and still wait."""
    failed = Message.objects.filter(state=Message.State.FAILED, created_at__gte=now - timedelta(days=30)).count()
    return failed + Message.objects.filter(state__in=Message.OPEN, attempts__gte=3).count()


def unsent_by_state() -> dict[str, int]:
    """How many letters wait, are being sent, or failed. Two questions, each to a small index: sent ones grow for ever."""
    open_ones = Message.objects.filter(state__in=Message.OPEN).values_list("state").annotate(Count("pk")).order_by()
    counts = {str(state): 0 for state in sorted(Message.OPEN)} | dict(open_ones)
    return counts | {str(Message.State.FAILED): Message.objects.filter(state=Message.State.FAILED).count()}


def over_the_limit(letter: Message, now: datetime) -> int | None:
    """The daily limit of the letter's family, when its recipient has had as many; else None."""
    kind = kinds.get(letter.kind)
    if kind.daily_limit is None or not letter.to_hash:
        return None
    today = Message.objects.filter(
        to_hash=letter.to_hash, state=Message.State.SENT, sent_at__gt=now - timedelta(days=1), kind__in=kinds.of_family(kind.family)
    )
    return kind.daily_limit if today.count() >= kind.daily_limit else None


def worker_is_alive(now: datetime) -> bool:
    """Whether some worker process has given a sign of life lately."""
    return Heartbeat.objects.filter(name=WORKER, at__gt=now - rules.ALIVE).exists()


def staff_text(kind: str, language: str) -> LetterText | None:
    """What staff wrote for this kind; Traditional is served by the Simplified text."""
    written_in = "en" if language.startswith("en") else "zh-hans"
    return LetterText.objects.filter(kind=kind, language=written_in).first()
