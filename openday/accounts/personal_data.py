"""What we know about people, declared once per field on the model that keeps it.

    class PersonalData:
        erase = {"name": PersonalField(purpose=..., basis=..., seen_by=..., keep_for=..., ...)}
        keep = {"party_size", "created_at"}          # fields that say nothing about a person
        none = "Numbers of a session, nobody's data"  # instead of the two, on models without people

The registry drives the public list of processing (个人信息处理清单), masking, export, erasure and retention;
a test fails when a model gains a field that nobody declared.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Model

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise
else:
    _StrOrPromise = str

ROOMS = ("home", "openday.")


def mask_name(name: str) -> str:
    """张** for 张三丰, A** for Alice; empty stays empty."""
    return f"{name[0]}**" if name else ""


def mask_mobile(number: str) -> str:
    """138****5678 for 13812345678 and for +8613812345678; other countries keep their code and the last two digits."""
    digits = number.removeprefix("+86") if number.startswith("+86") else number
    if len(digits) == 11 and digits.isdigit():
        return f"{digits[:3]}****{digits[-4:]}"
    return f"{digits[:3]}****{digits[-2:]}" if len(digits) > 6 else "****" if digits else ""


def mask_email(address: str) -> str:
    """z***@example.org for zhang@example.org; the domain helps people to recognise their own address."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***{at}{domain}" if at else mask_all(address)


def mask_contact(contact: str) -> str:
    """Mask an email address or a mobile number, whichever it is."""
    return mask_email(contact) if "@" in contact else mask_mobile(contact)


def mask_all(text: str) -> str:
    """Hide everything: free text, health needs, codes."""
    return "***" if text else ""


@dataclass(frozen=True, kw_only=True)
class PersonalField:
    """Why one field is kept, for whose eyes and for how long. Texts are lazy translations, shown to the public."""

    purpose: _StrOrPromise
    basis: _StrOrPromise
    seen_by: _StrOrPromise
    keep_for: _StrOrPromise
    # What happens then: "delete" empties the field or removes the row, "anonymise" keeps a figure without a person.
    on_expiry: str = "delete"
    mask: Callable[[str], str] = mask_all
    sensitive: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of the registry."""

    model: type[Model]
    field: str
    about: PersonalField

    @property
    def key(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field}"

    @property
    def label(self) -> str:
        """The field's name for readers, in the active language."""
        return str(self.model._meta.get_field(self.field).verbose_name)  # type: ignore[union-attr]

    @property
    def kept_in(self) -> str:
        """What the row is, for readers, in the active language."""
        return str(self.model._meta.verbose_name)


def our_models() -> Iterator[type[Model]]:
    """Every model of our own rooms, bottom floors last, as INSTALLED_APPS lists them."""
    for app in apps.get_app_configs():
        if app.name.startswith(ROOMS):
            yield from app.get_models(include_auto_created=False)


def declared(model: type[Model]) -> Mapping[str, PersonalField]:
    """The personal fields of one model."""
    return getattr(getattr(model, "PersonalData", None), "erase", {})


def registry() -> list[Entry]:
    """Every declared personal field of the installation."""
    return [Entry(model, field, about) for model in our_models() for field, about in declared(model).items()]


def masked(row: Model, field: str) -> str:
    """The value of `row.field` as most staff may see it. Raises KeyError for a field nobody declared."""
    return declared(type(row))[field].mask(str(getattr(row, field) or ""))
