"""One form field for all providers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from openday.intake import limits
from openday.intake.captcha import proof, question, recaptcha, signed
from openday.intake.captcha.spent import digest_of, spend

# The question is easier for a machine than the proof, so fewer of them pass from one address.
QUESTIONS_PER_HOUR = 60


@dataclass(frozen=True)
class Answer:
    """What the visitor's browser sent: a proof or pass, or an answer to the question."""

    proof: str = ""
    token: str = ""
    typed: str = ""
    recaptcha: str = ""

    def __bool__(self) -> bool:
        return bool(self.proof or self.typed or self.recaptcha)


class CaptchaWidget(forms.Widget):
    """Draws the hurdle of the provider and reads the answer."""

    template_name = "intake/captcha.html"
    action = ""
    # Set by the field once it passed: a form that is drawn again has another fault, and nobody should be asked twice.
    make_pass: Callable[[], str] | None = None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"provider": settings.CAPTCHA, "invalid": bool(attrs and attrs.get("aria-invalid"))}
        if self.make_pass:
            context["widget"]["carried_pass"] = self.make_pass()
            return context
        if settings.CAPTCHA == "altcha":
            context["widget"]["challenge"] = proof.challenge(self.action)
        elif settings.CAPTCHA == "recaptcha":
            context["widget"] |= {"script": recaptcha.script_address(), "site_key": recaptcha.site_key()}
        text, token = question.ask(self.action)
        context["widget"] |= {"question": text, "token": token}
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Answer:
        return Answer(
            proof=data.get(name) or "",
            token=data.get(f"{name}_token") or "",
            typed=data.get(f"{name}_answer") or "",
            recaptcha=data.get("g-recaptcha-response") or "",
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_answer"


class CaptchaField(forms.Field):
    """Passes when the visitor's browser did its work or the visitor answered the question. Cleans to True.

    `action` binds proofs to one form: a proof made for another form is worth nothing here.
    A whole submission that is repeated letter by letter passes again (double click, reload).
    """

    widget = CaptchaWidget
    default_error_messages = {
        "required": _("Please answer the question at the end of the form."),
        "wrong": _("That answer is not right. Please answer the new question."),
        "stale": _("The check had run out. Nothing is lost: please send the form once more."),
        "unreachable": _("The outside check does not answer just now. Please answer the question instead."),
        "often": _("Too many tries from your network. Please wait a little and send the form again."),
    }

    def __init__(self, *, action: str = "form", **options: Any) -> None:
        super().__init__(**{"label": _("A short check"), "template_name": "intake/captcha_field.html", **options})
        self.action = action
        self._request: HttpRequest | None = None
        self._submission = ""
        self._passed = False
        self.widget.action = action

    def __deepcopy__(self, memo: Any) -> "CaptchaField":
        copied = super().__deepcopy__(memo)
        copied._passed = False
        return copied

    def bind(self, *, request: HttpRequest | None, data: Mapping[str, Any] | None) -> None:
        """Tell this copy of the field which submission it judges."""
        self._request = request
        self._submission = digest_of(data) if data is not None else ""

    def clean(self, value: Answer) -> bool:
        self._passed = False
        self.widget.make_pass = None
        if not value:
            raise self._refusal("required")
        self._judge(value)
        self._passed = True
        self.widget.make_pass = self.pass_on
        return True

    def pass_on(self) -> str:
        """A single-use pass for the next form of the same action, or empty when this one did not pass."""
        return signed.make("pass", action=self.action) if self._passed else ""

    def _judge(self, value: Answer) -> None:
        if settings.CAPTCHA == "test":
            if value.proof != "test" and not self._is_good_pass(value.proof):
                raise self._refusal("wrong")
            return
        if value.proof and (self._is_good_pass(value.proof) or self._is_good_proof(value.proof)):
            return
        if settings.CAPTCHA == "recaptcha" and value.recaptcha:
            try:
                if recaptcha.is_good(value.recaptcha):
                    return
            except recaptcha.Unreachable:
                if not value.typed:
                    raise self._refusal("unreachable") from None
        if not value.typed:
            raise self._refusal("stale")
        self._judge_answer(value)

    def _judge_answer(self, value: Answer) -> None:
        address = limits.client_address(self._request) if self._request else ""
        if not limits.allow("captcha-question", address, limit=QUESTIONS_PER_HOUR, seconds=3600):
            raise self._refusal("often")
        # Spent before it is judged: a wrong answer uses the question up, so nobody tries all numbers on one.
        if not spend(value.token, submission=self._submission) or not question.is_right(value.token, value.typed, action=self.action):
            raise self._refusal("wrong")

    def _is_good_pass(self, token: str) -> bool:
        return signed.holds(token, "pass", action=self.action) and spend(token, submission=self._submission)

    def _is_good_proof(self, sent: str) -> bool:
        if settings.CAPTCHA != "altcha":
            return False
        token = proof.token_of(sent, action=self.action)
        return bool(token) and spend(token, submission=self._submission)

    def _refusal(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)
