"""People whose documents are checked at the gate of an open day that demands it. Without the demand there is no row."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.encryption import EncryptedTextField, keyed_hash
from openday.accounts.personal_data import PersonalField, mask_name
from openday.registrations.identity.numbers import LAST
from openday.registrations.identity.states import Document

_PURPOSE = "registrations.document"


def mask_number(number: str) -> str:
    """….1234: enough to compare it with the document that somebody shows."""
    return f"….{number[-LAST:]}" if number else ""


def _declared(purpose: object, *, mask: object = None) -> PersonalField:
    return PersonalField(
        purpose=purpose,  # type: ignore[arg-type]
        basis=_("Separate consent to the check of documents"),
        seen_by=_("Organisers of the unit, each look noted; the reception sees the last four characters"),
        keep_for=_("7 days after the visit, or as the open day says, at most 30"),
        sensitive=True,
        **({"mask": mask} if mask else {}),  # type: ignore[arg-type]
    )


class Identity(models.Model):
    """One adult of a party, as the document says."""

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey("registrations.Registration", models.CASCADE, related_name="identities")
    # 1 is the person who registered.
    place = models.PositiveSmallIntegerField(_("position"))
    name = EncryptedTextField(pgettext_lazy("person", "name"))
    kind = models.CharField(_("kind of document"), max_length=8, choices=Document)
    # The whole number, or its last four characters, as the open day demanded.
    number = EncryptedTextField(_("number of the document"))
    # Of whole numbers only: to notice that somebody is in two parties of a session, without reading.
    number_hash = models.CharField(_("number of the document, hashed"), max_length=64, null=True, editable=False)
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        ordering = ["registration", "place"]
        verbose_name = _("person whose document is checked")
        verbose_name_plural = _("people whose documents are checked")
        constraints = [
            models.UniqueConstraint(fields=["registration", "place"], name="one_person_per_place_in_a_party"),
            models.CheckConstraint(condition=Q(kind__in=Document.values), name="kind_of_document_is_known"),
        ]
        indexes = [models.Index(fields=["number_hash"], name="people_by_document", condition=Q(number_hash__isnull=False))]

    class PersonalData:
        erase: ClassVar = {
            "name": _declared(_("To compare it with the document at the gate, where security demands it."), mask=mask_name),
            "number": _declared(_("To compare it with the document at the gate, where security demands it."), mask=mask_number),
            "number_hash": _declared(_("To notice the same document in two parties without reading it.")),
        }
        keep: ClassVar = {"id", "registration", "place", "kind", "given_at"}

    def __str__(self) -> str:
        return f"{self.registration_id} {self.place}"


def number_hash(kind: str, number: str) -> str | None:
    """The blind index of a whole number; None for the end of one, which many people share."""
    return keyed_hash(f"{kind}:{number}", purpose=_PURPOSE) if len(number) > LAST else None
