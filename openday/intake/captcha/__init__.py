"""A small hurdle for machines that is none for people.

Three providers, chosen by the CAPTCHA setting: `altcha`, a proof of work that the browser does by
itself; `recaptcha`; and `test`. Whoever cannot use them answers a question in words.
"""

from openday.intake.captcha.field import CaptchaField

__all__ = ["CaptchaField"]
