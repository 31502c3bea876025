"""What a visitor has reviewed and confirms: everything the register action needs, as signed JSON."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from openday.registrations.questions.answers import Given
from openday.registrations.rules import Party


@dataclass(frozen=True)
class ReviewedContact:
    kind: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Application:
    """Cleaned values of the form. They travel through the browser signed, so confirming cleans nothing again."""

    party: Party
    contact: ReviewedContact
    name: str
    guide_language: str
    # {"choices": [codes of AccessNeed], "note": text}, or None without needs.
    needs: dict[str, Any] | None
    # Purposes that the visitor consented to.
    consents: list[str]
    wait: bool
    # To the organiser's own questions.
    answers: list[Given]
    # Names and documents where an open day demands them: sealed, for what is signed only can be read by everybody.
    people: str = ""

    def as_json(self) -> list[Any]:
        # A list and not a dict: it is carried through the browser, and the names would double its length.
        return [
            *asdict(self.party).values(),
            self.contact.kind,
            self.contact.value,
            self.name,
            self.guide_language,
            self.needs,
            self.consents,
            self.wait,
            self.answers,
            self.people,
        ]

    @classmethod
    def from_json(cls, values: list[Any]) -> Self:
        """Raises ValueError or TypeError when a version of another release is read."""
        adults, young, middle, older, companions, kind, value, name, guide, needs, consents, wait, answers, people = values
        return cls(
            party=Party(adults=adults, children_0_5=young, children_6_13=middle, youths_14_17=older, companions=companions),
            contact=ReviewedContact(kind, value),
            name=name,
            guide_language=guide,
            needs=needs,
            consents=consents,
            wait=wait,
            answers=[Given(*one) for one in answers],
            people=people,
        )
