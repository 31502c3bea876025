"""Write down who signs in and out, and whose password was guessed at."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from openday.accounts import audit
from openday.accounts.models import User


@receiver(user_logged_in)
def note_sign_in(sender: Any, user: User, **kwargs: Any) -> None:
    audit.note("accounts.sign_in", by=user, about=user, now=timezone.now())


@receiver(user_logged_out)
def note_sign_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        audit.note("accounts.sign_out", by=user, about=user, now=timezone.now())


@receiver(user_login_failed)
def note_failed_sign_in(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Only for names that exist: people type passwords into the wrong box, and those must not be kept."""
    user = User.objects.filter(username=str(credentials.get("username", ""))[:150].replace("\0", "")).first()
    if user is not None:
        audit.note("accounts.sign_in_failed", by=None, about=user, now=timezone.now())
