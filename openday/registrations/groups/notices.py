"""What the leader of a group is told before consenting; the words for access needs are those of every party."""

from django.utils.translation import gettext_noop

from openday.registrations import notices
from openday.registrations.notices import Notice
from openday.registrations.states import Purpose

NOTICES = {
    Purpose.VISIT: Notice(
        Purpose.VISIT,
        gettext_noop("I agree that these details are used for answering the request and for the visit."),
        gettext_noop(
            "The open-day desk uses the leader's name and contact to answer, to send the ticket and changes, and to find the group "
            "at the gate. They are stored encrypted and erased 30 days after the visit, together with what you write about the group. "
            "Of children and young people only the number and the age band are kept."
        ),
    ),
    Purpose.ASSISTANCE: notices.NOTICES[Purpose.ASSISTANCE],
}


def versions(purposes: list[str]) -> dict[str, str]:
    """The version of the notice of each purpose."""
    return {purpose: NOTICES[Purpose(purpose)].version for purpose in purposes}
