from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core.files.base import ContentFile

from openday.oversight.findings import actions
from openday.oversight.findings.models import Finding, Proof
from openday.oversight.findings.retention import sweep
from openday.oversight.findings.states import State
from tests import people
from tests.factories.findings import MONDAY, a_finding_in

pytestmark = pytest.mark.django_db
CLOSED = MONDAY + timedelta(days=20)


def test_internal_words_and_files_end_six_years_after_closing_and_the_public_ones_stay(tmp_path):
    finding = a_finding_in(State.CORRECTING, found_internal="CANARY")
    action = finding.corrective_actions.get()
    action.finding = finding
    actions.add_proof(action=action, text_zh="记录", file=ContentFile(b"%PDF-1.7", name="a.pdf"), by=people.hana(), now=MONDAY)
    actions.set_aside(finding=finding, reason_zh="重复", by=people.quentin(), now=CLOSED)
    over = CLOSED + relativedelta(years=6, days=1)

    assert sweep(over - timedelta(days=2), dry_run=False) == {"internal texts of findings erased": 0}
    assert sweep(over, dry_run=True) == {"internal texts of findings erased": 1}
    assert sweep(over, dry_run=False) == {"internal texts of findings erased": 1}
    assert sweep(over, dry_run=False) == {"internal texts of findings erased": 0}

    stored = Finding.objects.get()
    assert (stored.found_internal, stored.title_zh) == ("", "新进人员操作不规范")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert Proof.objects.get().text_zh == "记录"


def test_an_open_finding_keeps_its_words_however_old_it_is():
    a_finding_in(State.CORRECTING, found_internal="CANARY")

    assert sweep(MONDAY + relativedelta(years=20), dry_run=True) == {"internal texts of findings erased": 0}
