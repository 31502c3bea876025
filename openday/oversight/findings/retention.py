"""When what is internal about a finding ends: 6 years after it was closed or set aside, as with laboratory records."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, F, OuterRef

from openday.oversight.findings import states
from openday.oversight.findings.models import Finding, FindingEvent, Proof

KEEP_WORDS = relativedelta(years=6)


def sweep(now: datetime, dry_run: bool) -> dict[str, int]:
    """Erase internal texts and files that are over, and say of how many findings; a second run finds nothing."""
    before = now - KEEP_WORDS
    moved_since = FindingEvent.objects.filter(finding=OuterRef("pk"), at__gte=before).exclude(from_state=F("to_state"))
    over = Finding.objects.filter(~Exists(moved_since), state__in=states.OVER, recorded_at__lt=before, text_erased_at=None)
    if dry_run:
        return {"internal texts of findings erased": over.count()}
    keys = list(over.values_list("pk", flat=True))
    for proof in Proof.objects.filter(action__finding__in=keys).exclude(file=""):
        # The file first: a stop in between leaves a row that the next run finds.
        proof.file.delete(save=False)
        Proof.objects.filter(pk=proof.pk).update(file="")
    erased = Finding.objects.filter(pk__in=keys).update(found_internal="", cause_internal="", text_erased_at=now)
    return {"internal texts of findings erased": erased}
