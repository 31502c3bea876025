"""What may point to a person in texts that are about to be public: shown one by one, kept knowingly or removed."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openday.accounts import audit
from openday.accounts.encryption import keyed_hash
from openday.accounts.models import User
from openday.oversight.disclosure import detecting
from openday.oversight.disclosure.detecting import Kind
from openday.oversight.models import Case, RedactedPicture

# How much of the sentence stands around a marked passage.
_AROUND = 24
PUBLIC = ("summary_zh", "public_answer_zh", "summary_en", "public_answer_en")
LABELS: dict[str, Promise] = {
    "summary_zh": _("Public summary in Simplified Chinese"),
    "public_answer_zh": _("Public answer in Simplified Chinese"),
    "summary_en": _("Public summary in English"),
    "public_answer_en": _("Public answer in English"),
    "reason": _("Reason"),
    "draft_answer": _("Answer to the citizen"),
    "pictures": _("Descriptions of pictures"),
}


class PassagesNotAcknowledged(Exception):
    """Texts that are about to be public hold passages that nobody has said may stay."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage with what stands around it. `key` changes with the passage, so a tick never covers a new text."""

    key: str
    field: str
    kind: Kind
    before: str
    text: str
    after: str

    @property
    def field_label(self) -> Promise:
        return LABELS[self.field]


def marked(case: Case, texts: Mapping[str, str]) -> list[Marked]:
    """The passages of `texts` (by name of the field) that may point to somebody (2 queries, none without texts)."""
    if not any(texts.values()):
        return []
    names = known_names(case)
    return [one for field, text in texts.items() for one in _of_one(case, field, text, names)]


def _of_one(case: Case, field: str, text: str, names: Collection[str]) -> Iterator[Marked]:
    seen: Counter[tuple[Kind, str]] = Counter()
    for passage in detecting.find(text, names=names):
        seen[passage.kind, passage.text] += 1
        place = f"{case.pk}|{field}|{passage.kind}|{passage.text}|{seen[passage.kind, passage.text]}"
        before, after = text[max(0, passage.start - _AROUND) : passage.start], text[passage.end : passage.end + _AROUND]
        yield Marked(keyed_hash(place, purpose="passage")[:20], field, passage.kind, before, passage.text, after)


def known_names(case: Case) -> set[str]:
    """Names that the office knows and a public text should not: of staff, of the citizen, of people named in the case."""
    staff = (person.get_full_name() for person in User.objects.only("first_name", "last_name"))
    return {name for name in [*staff, case.name, *(named.name for named in case.named_people.all())] if len(name) > 1}


def public_texts(case: Case) -> dict[str, str]:
    """The texts that a reviewer approves for everybody; with joined cases the answer, too: other citizens read it."""
    texts = {
        "summary_zh": case.public_summary_zh,
        "public_answer_zh": case.public_answer_zh,
        "summary_en": case.public_summary_en,
        "public_answer_en": case.public_answer_en,
    }
    if case.merged.exists():
        texts["draft_answer"] = case.draft_answer
    return {field: text for field, text in texts.items() if text}


def descriptions(pictures: Iterable[RedactedPicture]) -> str:
    """What is said about pictures in both languages, as one text to judge."""
    return "\n".join(text for one in pictures for text in (one.description_zh, one.description_en) if text)


def insist(case: Case, texts: Mapping[str, str], *, acknowledged: Collection[str], by: "User", now: datetime) -> None:
    """Raise PassagesNotAcknowledged unless each marked passage was acknowledged; note how many were, never which."""
    passages = marked(case, texts)
    if any(one.key not in acknowledged for one in passages):
        raise PassagesNotAcknowledged
    if passages:
        kinds = Counter(one.kind.value for one in passages)
        audit.note("case.keep_passages", by=by, about=case, now=now, kinds=dict(kinds))
