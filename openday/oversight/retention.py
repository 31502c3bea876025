"""When the data of a case end (OVERSIGHT.md section 5): who wrote 60 days after its end, what was written 6 years after.

The row stays without a person in it: states, days and the reviewed public texts keep adding up.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import Exists, F, OuterRef

from openday.accounts.batches import key_batches
from openday.oversight import states
from openday.oversight.findings import retention as findings
from openday.oversight.models import (
    Case,
    CaseEvent,
    CaseMessage,
    CaseNote,
    CaseSalt,
    ClosingNotice,
    Correction,
    Evidence,
    NamedPerson,
    RedactedPicture,
)
from openday.oversight.originals import actions as originals
from openday.oversight.satisfaction import retention as satisfaction
from openday.oversight.states import State

# Covers the 30 days in which a second review may be asked for.
KEEP_CONTACT = timedelta(days=60)
# As long as laboratory records are kept; by the calendar, so that leap years do not shorten it.
KEEP_WORDS = relativedelta(years=6)
BATCH = 500


def sweep(now: datetime, dry_run: bool) -> dict[str, int]:
    """Erase what is over and say how much; a second run finds nothing."""
    contacts = _over(before=now - KEEP_CONTACT).filter(contact_erased_at=None)
    words = _over(before=now - KEEP_WORDS).filter(text_erased_at=None)
    of_findings = findings.sweep(now, dry_run)
    if dry_run:
        return {
            "contacts of cases erased": contacts.count(),
            "texts of cases erased": words.count(),
            "sealed originals destroyed": originals.left_over().count(),
            **of_findings,
        }
    return {
        "contacts of cases erased": _in_batches(contacts, lambda pks: _forget_who(pks, now=now)),
        "texts of cases erased": _in_batches(words, lambda pks: forget_words(pks, now=now)),
        "sealed originals destroyed": originals.destroy(originals.left_over(), now=now),
        **of_findings,
    }


def _over(*, before: datetime) -> models.QuerySet[Case]:
    """Cases that reached their end before the moment and have not moved since.

    Read from the log: a case that was set aside has no `closed_at`, and one that nobody closed after the answer is over too.
    """
    moved_since = CaseEvent.objects.filter(case=OuterRef("pk"), at__gte=before).exclude(from_state=F("to_state"))
    return Case.objects.filter(~Exists(moved_since), state__in=states.REPLIED | states.SET_ASIDE, received_at__lt=before)


def _forget_who(pks: Iterable[int], *, now: datetime) -> int:
    # The state is asked again in the same statement: a citizen who reopens the case this second keeps the contact.
    # Asked by what it must not be: given the states that it may have, SQLite walks through all cases in them, for each batch.
    over = Case.objects.filter(pk__in=pks).exclude(state__in=set(State) - states.REPLIED - states.SET_ASIDE)
    satisfaction.forget(over.values_list("pk", flat=True))
    # Nobody closed it after the answer: what was sealed until the closing goes with who sent it.
    originals.destroy(originals.of_cases(over.values_list("pk", flat=True)), now=now)
    return over.update(name="", contact="", contact_hash="", contact_erased_at=now)


def forget_words(pks: list[int], *, now: datetime) -> int:
    """Erase what was said about these cases, by whomever, with its files; the rows stay."""
    # Files before rows: a stop in between leaves rows that the next run finds, never pictures that no row knows.
    for copy in RedactedPicture.objects.filter(case__in=pks, chosen_by=None):
        copy.file.delete(save=False)
        copy.delete()
    originals.destroy(originals.of_cases(pks), now=now)
    for picture in Evidence.objects.filter(case__in=pks):
        picture.file.delete(save=False)
        picture.delete()
    NamedPerson.objects.filter(case__in=pks).delete()
    CaseNote.objects.filter(case__in=pks).delete()
    CaseMessage.objects.filter(case__in=pks).update(text="")
    ClosingNotice.objects.filter(case__in=pks).update(reasons="")
    Correction.objects.filter(case__in=pks).update(text="")
    satisfaction.forget(pks)
    # The lines of the register stay; without the salt nobody can say any more whose they are.
    CaseSalt.objects.filter(case__in=pks).delete()
    return Case.objects.filter(pk__in=pks).update(text="", draft_answer="", answer="", named_staff="", text_erased_at=now)


def _in_batches(rows: models.QuerySet[Case], erase: Callable[[list[int]], int]) -> int:
    return sum(erase(pks) for pks in key_batches(rows, size=BATCH))
