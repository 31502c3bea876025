"""Everything about a case that belongs to its author, for programs: dates as ISO 8601, states by their codes."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from openday.mail import kinds
from openday.mail.models import Message
from openday.oversight.models import Case
from openday.oversight.originals.actions import of_case
from openday.oversight.public import told

# Keys, hashes and the names of staff say nothing about the citizen; what is published anyway is there for comparison.
_FACTS = (
    "number", "language", "category", "visited", "identity", "state", "outcome", "due_on", "due_provisional", "extension_days",
    "extension_reason", "received_at", "accepted_at", "answered_at", "answered_in_time", "closed_at", "redo_at", "appealed_at",
    "consented_at", "published_at", "publication_refused_reason", "contact_erased_at", "text_erased_at",
)  # fmt: skip
_OWN = ("name", "contact_kind", "contact", "text", "answer")
_PUBLIC = ("public_summary_zh", "public_summary_en", "public_answer_zh", "public_answer_en")


def as_json(case: Case) -> dict[str, Any]:
    """What is kept about the case and its author, but for the working notes of the office. Ten queries."""
    unit = case.handling_unit
    return {
        "site": str(settings.WAGTAIL_SITE_NAME),
        "case": {
            **{name: getattr(case, name) for name in _FACTS},
            "check": case.check_item.code if case.check_item else None,
            "unit": unit.name_zh if unit else None,
            "instrument": case.instrument.code if case.instrument else None,
        },
        "yours": {name: getattr(case, name) for name in _OWN},
        "published": {name: getattr(case, name) for name in _PUBLIC} if case.is_published else None,
        "messages": list(case.messages.order_by("at", "pk").values("at", "from_citizen", "is_question", "text")),
        "pictures": [
            {"added_at": one.added_at, "sha256": one.sha256, "address": reverse("oversight:own_picture", args=[one.pk])}
            for one in case.evidence.order_by("added_at", "pk")
        ],
        "sealed_originals": list(of_case(case).values("picture", "sha256", "sealed_at")),
        "course": [{"at": step.at, "what": step.text, "note": step.note} for step in told(case)],
        "ratings": list(case.ratings.order_by("round").values("round", "asked_at", "open_until", "rated_at", "process", "result", "words")),
        "corrections": list(case.corrections.values("about", "text", "asked_at", "due_on", "is_accepted", "answer", "decided_at")),
        "notices": [
            {"number": one.number, "issued_at": one.issued_at, "outcome": one.outcome, "reasons": one.reasons}
            for one in case.notices.select_related("case")
        ],
        "letters": _letters(case),
    }


def _letters(case: Case) -> list[dict[str, Any]]:
    """Letters to the citizen; those to staff have other kinds."""
    codes = sorted(kinds.of_family("case"))
    keys = [f"case:{event}:{code}" for event in case.events.values_list("pk", flat=True) for code in codes]
    letters = Message.objects.filter(key__in=keys).order_by("pk").values("kind", "channel", "state", "created_at", "sent_at")
    return [dict(letter) for letter in letters]
