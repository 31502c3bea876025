"""reCAPTCHA through django-recaptcha, without its two faults: a 500 when the network fails, the visitor's address sent along."""

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django_recaptcha.fields import ReCaptchaField

logger = logging.getLogger(__name__)


class Unreachable(Exception):
    """The service did not answer."""


class _QuietField(ReCaptchaField):
    """Asks the service about one response and tells it nothing else."""

    def get_remote_ip(self) -> str:
        return ""  # The library would take it from the stack and hand it to the service.


def script_address() -> str:
    """Where the widget's script comes from, in the visitor's language."""
    language = {"zh-hans": "zh-CN", "zh-hant": "zh-TW"}.get(get_language() or "", "en")
    return f"https://{settings.RECAPTCHA_DOMAIN}/recaptcha/api.js?hl={language}"


def site_key() -> str:
    return settings.RECAPTCHA_PUBLIC_KEY


def is_good(response: str) -> bool:
    """Ask the service. Raises Unreachable when it does not answer or answers nonsense."""
    if not response or len(response) > 8000:
        return False
    field: Any = _QuietField()
    try:
        field.clean(response)
    except ValidationError as fact:
        if fact.code == "captcha_error":
            raise Unreachable from fact
        return False
    except (OSError, ValueError, KeyError) as fact:
        # The library catches HTTPError only: DNS failures, time-outs and half answers came through as 500.
        logger.warning("reCAPTCHA does not answer: %s", type(fact).__name__)
        raise Unreachable from fact
    return True
