"""Form fields for what strangers type: cleaned text, one contact."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from openday.accounts.personal_data import mask_contact
from openday.intake.text import clean_block, clean_line, sendable


class LineField(forms.CharField):
    """One line of text, cleaned. `autocomplete` is the HTML token, such as `name`."""

    default_error_messages = {
        "required": _("Please fill this in."),
        "max_length": _("Please shorten this to %(limit_value)d characters; there are %(show_value)d now."),
    }
    clean_text = staticmethod(clean_line)

    def __init__(self, *, max_length: int = 200, autocomplete: str = "", **options: Any) -> None:
        super().__init__(max_length=max_length, strip=False, **options)
        for validator in self.validators:
            # The validator brings words of its own, about "this value".
            if isinstance(validator, MaxLengthValidator):
                validator.message = self.error_messages["max_length"]
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete

    def to_python(self, value: Any) -> str:
        return self.clean_text(str(value)) if value not in self.empty_values else ""

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, for showing it again; a lone surrogate would break the answer itself."""
        return sendable(data) if isinstance(data, str) else data


class BlockField(LineField):
    """Several lines of text, cleaned."""

    widget = forms.Textarea
    clean_text = staticmethod(clean_block)

    def __init__(self, *, max_length: int = 2000, rows: int = 6, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        # The browser counts a line break as one letter and sends two: it must not stop people short
        # of the limit the server counts by, so only the server judges.
        self.widget.attrs.pop("maxlength", None)
        self.widget.attrs.update({"rows": rows})
        self.widget.attrs.pop("cols", None)


@dataclass(frozen=True)
class Contact:
    """One way to reach a person. `value` is an email address in lower case or a mobile number as +8613800138000."""

    kind: Literal["email", "mobile"]
    value: str

    @property
    def masked(self) -> str:
        return mask_contact(self.value)

    def __str__(self) -> str:
        return self.masked  # What slips into a log or a page by accident stays masked.


_CHINESE_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_PHONE_NOISE = str.maketrans("", "", " -.()/·‐‑–—")
# Domains that can never receive a letter, and endings that are slips of the hand.
_DEAD_ENDINGS = (".invalid", ".local", ".localhost", ".test", ".example", ".localdomain")
_SLIPS = {"con": "com", "cmo": "com", "ocm": "com", "comm": "com", "vom": "com", "cn.com": "com.cn", "om": "com"}
_valid_email = EmailValidator(allowlist=[])


class ContactField(LineField):
    """An email address or a mobile number, whichever the person prefers, in one input. Cleans to a `Contact` or None."""

    default_error_messages = {
        "required": _("Please give a mobile number or an email address."),
        "neither": _("This is neither a mobile number nor an email address. Examples: 138 0013 8000, name@example.com."),
        "email": _("This email address is not complete. It should look like name@example.com."),
        "slip": _("Did you mean %(better)s? Please correct the address."),
        "mobile": _("This mobile number is not right. A number in mainland China has 11 digits; others start with + and the country code."),
        "landline": _("This is a landline. Please give a mobile number, so that we can send a text message."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 254, **options})
        # Not type=email or tel: the one would refuse numbers, the other hides the @ of the phone's keyboard.
        self.widget.attrs.update({"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"})
        self.widget.attrs.setdefault("autocomplete", "email")

    def clean(self, value: Any) -> Contact | None:
        typed = super().clean(value)
        if not typed:
            return None
        # Full-width letters and signs come from Chinese keyboards.
        typed = unicodedata.normalize("NFKC", typed).replace("。", ".")
        if "@" in typed:
            return Contact("email", self._email(typed))
        if any(letter.isdigit() for letter in typed):
            return Contact("mobile", self._mobile(typed))
        raise self._wrong("neither")

    def _email(self, typed: str) -> str:
        address = typed.removeprefix("mailto:").strip(" <>;,.").lower()
        domain = address.rpartition("@")[2]
        for slip, meant in _SLIPS.items():
            if domain.endswith(f".{slip}"):
                raise self._wrong("slip", better=address.removesuffix(slip) + meant)
        try:
            _valid_email(address)
        except ValidationError:
            raise self._wrong("email") from None
        if address.endswith(_DEAD_ENDINGS) or domain.startswith("["):
            raise self._wrong("email")
        return address

    def _mobile(self, typed: str) -> str:
        digits = typed.translate(_PHONE_NOISE)
        if match := _CHINESE_MOBILE.fullmatch(digits):
            return f"+86{match[1]}"
        number = _parsed(digits)
        if number is None:
            raise self._wrong("mobile")
        kind = phonenumbers.number_type(number)
        if kind == phonenumbers.PhoneNumberType.FIXED_LINE:
            raise self._wrong("landline")
        # Some countries do not tell mobiles from landlines by the number: give them the benefit.
        if kind not in {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}:
            raise self._wrong("mobile")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def _wrong(self, code: str, **facts: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=facts)


@lru_cache(maxsize=1)  # One form is cleaned more than once in a request; nobody's number stays longer than that.
def _parsed(digits: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(digits, "CN")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
