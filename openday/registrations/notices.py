"""What visitors are told before they consent, and the version of those words."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openday.registrations.states import Purpose


@dataclass(frozen=True)
class Notice:
    """The label of a box, what is kept, for what and for how long."""

    purpose: str
    label: str
    text: str

    @property
    def version(self) -> str:
        """Changes with every word; stored with the consent, so that one can tell what was agreed to."""
        return hashlib.sha256(f"{self.label}\n{self.text}".encode()).hexdigest()[:16]

    def label_in_words(self) -> str:
        return _(self.label)

    def text_in_words(self) -> str:
        return _(self.text)


NOTICES = {
    Purpose.VISIT: Notice(
        Purpose.VISIT,
        gettext_noop("I agree that my name and contact are used for registering this visit."),
        gettext_noop(
            "The open-day desk uses your name and your contact to send the ticket, changes and one reminder, and to find you "
            "in the list at the gate. Both are stored encrypted and erased 30 days after the visit. Of children and young people only "
            "the number and the age band are kept."
        ),
    ),
    Purpose.FOLLOW_UP: Notice(
        Purpose.FOLLOW_UP,
        gettext_noop("You may ask me once after the visit how it was."),
        gettext_noop("One message after the visit, to the contact above. It is erased together with it."),
    ),
    Purpose.ASSISTANCE: Notice(
        Purpose.ASSISTANCE,
        gettext_noop("You may keep my access needs to prepare help."),
        gettext_noop(
            "Access needs can say something about health. Only the open-day desk and the reception see them; they are stored encrypted "
            "and erased 7 days after the visit."
        ),
    ),
    Purpose.IDENTITY: Notice(
        Purpose.IDENTITY,
        gettext_noop("I agree that names and documents are used for the check at the gate."),
        gettext_noop(
            "They are compared with the documents on arrival and used for nothing else. They are stored encrypted, stand in no message, "
            "and are erased after the days given above. Please tell the other adults whose names you enter."
        ),
    ),
}


def versions(purposes: list[str]) -> dict[str, str]:
    """The version of the notice of each purpose, as the register action wants them."""
    return {purpose: NOTICES[Purpose(purpose)].version for purpose in purposes}
