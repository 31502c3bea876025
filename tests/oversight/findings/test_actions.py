import io
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from PIL import Image

from openday.accounts.encryption import key_ring
from openday.accounts.models import AuditEntry
from openday.accounts.sealed_files import key_of
from openday.mail.models import Message
from openday.oversight.findings import actions
from openday.oversight.findings.models import CorrectiveAction, Finding, FindingEvent, FindingQuerySet, Proof, Verification
from openday.oversight.findings.states import ActionState, Deed, State
from openday.oversight.management.commands.remind_overdue_actions import remind_overdue_actions
from openday.oversight.models.append_only import WrittenOnce
from tests import people
from tests.factories.findings import MONDAY, a_finding, a_finding_in, an_action, day, done

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=20)


def kinds() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for letter in Message.objects.filter(key__startswith="finding:"):
        found.setdefault(letter.kind, set()).add(letter.to)
    return found


@pytest.mark.parametrize("state", State)
def test_the_straight_way_leads_to_every_state(state):
    finding = a_finding_in(state)

    stored = Finding.objects.get(pk=finding.pk)
    assert stored.state == state
    assert stored.revision == finding.revision
    assert [event.to_state for event in stored.events.all()][-1] == state


def test_numbers_follow_one_another_and_begin_anew_each_year():
    numbers = [a_finding().number, a_finding().number, a_finding(now=MONDAY + timedelta(days=365)).number]

    assert numbers == ["ZG-2026-0001", "ZG-2026-0002", "ZG-2027-0001"]


def test_a_finding_of_a_unit_that_nobody_could_judge_is_not_recorded():
    with pytest.raises(actions.NobodyCouldVerify):
        a_finding(unit=people.unit("bureau"))

    assert Finding.objects.count() == 0


def test_an_owner_that_leaves_no_reviewer_is_refused():
    finding = a_finding_in(State.ANALYSED)

    with pytest.raises(actions.NobodyCouldVerify):
        an_action(finding, owner_unit=people.unit("industrial"))

    assert CorrectiveAction.objects.count() == 0


def test_planning_writes_to_whoever_owes_the_action():
    an_action(a_finding_in(State.ANALYSED))

    assert kinds() == {"staff_action_planned": {"hana@example.org"}}


def test_an_action_is_not_done_without_evidence():
    action = an_action(a_finding_in(State.ANALYSED))

    with pytest.raises(actions.NoEvidence):
        actions.report_done(action=action, done_on=day(MONDAY), by=people.hana(), now=MONDAY)

    assert CorrectiveAction.objects.get().state == ActionState.OPEN


def test_a_photo_as_evidence_loses_what_its_camera_wrote_and_lies_sealed(tmp_path):
    action = an_action(a_finding_in(State.ANALYSED))
    exif = Image.Exif()
    exif[0x010F] = "CANARY-CAMERA"
    photo = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(photo, "JPEG", exif=exif)

    proof = actions.add_proof(
        action=action, text_zh="照片", file=ContentFile(photo.getvalue(), name="王工的手机.jpg"), by=people.hana(), now=MONDAY
    )

    assert b"CANARY" in photo.getvalue()
    with proof.file.open("rb") as kept:
        clear = kept.read()
    assert b"CANARY" not in clear
    assert proof.file.name.startswith("proofs/")
    assert "王工" not in proof.file.name
    assert Proof.objects.get().sha256 == sha256(clear).hexdigest()
    # What lies in the folder is neither the photo nor a picture at all.
    [lying] = (tmp_path / "private" / "proofs").iterdir()
    assert key_of(lying.read_bytes()) in key_ring().prefixes
    assert b"JFIF" in clear
    assert b"JFIF" not in lying.read_bytes()


def test_nothing_is_handed_over_while_an_action_is_under_way():
    finding = a_finding_in(State.ANALYSED)
    first, second = an_action(finding), an_action(finding)
    done(first)

    with pytest.raises(actions.ActionsOpen):
        actions.submit(finding=finding, verify_from=day(MONDAY, 30), by=people.hana(), now=MONDAY)

    actions.drop_action(action=second, reason_zh="与第一项重复", by=people.quentin(), now=MONDAY)
    actions.submit(finding=finding, verify_from=day(MONDAY, 30), by=people.hana(), now=MONDAY)
    assert Finding.objects.get().state == State.VERIFYING


def test_nothing_is_handed_over_when_everything_was_dropped():
    finding = a_finding_in(State.ANALYSED)
    actions.drop_action(action=an_action(finding), reason_zh="x", by=people.quentin(), now=MONDAY)

    with pytest.raises(actions.ActionsOpen):
        actions.submit(finding=finding, verify_from=day(MONDAY, 30), by=people.hana(), now=MONDAY)


def test_the_effect_is_given_two_weeks_to_show():
    finding = a_finding_in(State.ANALYSED)
    done(an_action(finding))

    with pytest.raises(actions.TooSoon):
        actions.submit(finding=finding, verify_from=day(MONDAY, 13), by=people.hana(), now=MONDAY)


def test_reviewers_are_written_to_on_the_morning_of_the_set_day():
    finding = a_finding_in(State.VERIFYING)

    letter = Message.objects.get(kind="staff_finding_to_verify")
    assert letter.to == "rita@example.org"
    assert day(letter.not_before) == finding.verify_from


def test_the_effect_is_not_judged_before_the_set_day():
    finding = a_finding_in(State.VERIFYING)

    with pytest.raises(actions.TooSoon):
        actions.confirm(finding=finding, text_zh="好", by=people.rita(), now=MONDAY + timedelta(days=13))

    assert Verification.objects.count() == 0


@pytest.mark.parametrize("unit", ["food", "food-lab", "bureau", None])
def test_nobody_of_the_unit_concerned_nor_below_or_above_it_judges_the_effect(unit):
    finding = a_finding_in(State.VERIFYING)
    judge = people.person("judge", "reviewer", of=unit)

    with pytest.raises(actions.VerifierIsInvolved):
        actions.confirm(finding=finding, text_zh="好", by=judge, now=LATER)


def test_whoever_recorded_planned_owed_or_did_does_not_judge_the_effect():
    aside = [people.person(name, "reviewer", "handler", of="industrial") for name in ("finder", "planner", "doer", "owner")]
    finder, planner, doer, owner = aside
    finding = a_finding(by=finder)
    actions.state_cause(finding=finding, cause_zh="培训不足", by=people.hana(), now=MONDAY)
    action = an_action(finding, by=planner, owner=owner)
    actions.add_proof(action=action, text_zh="记录", by=doer, now=MONDAY)
    actions.report_done(action=action, done_on=day(MONDAY), by=doer, now=MONDAY)
    actions.submit(finding=finding, verify_from=day(MONDAY, 14), by=people.hana(), now=MONDAY)

    for person in aside:
        with pytest.raises(actions.VerifierIsInvolved):
            actions.confirm(finding=Finding.objects.get(), text_zh="好", by=person, now=LATER)
    assert set(Message.objects.filter(kind="staff_finding_to_verify").values_list("to", flat=True)) == {"rita@example.org"}


def a_check(finding, by, *, on=20, unit=None) -> Verification:
    """A row as somebody would write it who goes round the deeds."""
    return Verification.objects.create(
        finding=finding,
        attempt=finding.attempt,
        is_effective=True,
        text_zh="好",
        verified_on=day(MONDAY, on),
        by=by,
        by_unit=unit or by.unit,
        at=LATER,
    )


def refused(finding, by, **given) -> bool:
    try:
        with transaction.atomic():
            a_check(finding, by, **given)
    except IntegrityError:
        return True
    return False


def test_the_database_itself_refuses_a_check_by_whoever_had_a_part():
    finding = a_finding_in(State.VERIFYING)
    below = people.person("below", "reviewer", of="food-lab")

    assert refused(finding, people.hana(), unit=people.unit("industrial"))  # recorded it, and did it
    assert refused(finding, people.quentin())  # planned the action
    assert refused(finding, people.person("colleague", "reviewer", of="food"))
    assert refused(finding, below)
    assert refused(finding, people.rita(), on=13)
    assert not refused(finding, people.rita())


def test_the_database_refuses_a_check_that_was_never_asked_for():
    assert refused(a_finding_in(State.CORRECTING), people.rita())


@pytest.mark.parametrize("table", ["oversight_findingevent", "oversight_verification"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_the_database_keeps_the_log_and_the_checks_as_they_are(table, sql):
    a_finding_in(State.VERIFIED)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


def test_the_models_refuse_it_too():
    a_finding_in(State.VERIFIED)

    for row in (FindingEvent.objects.first(), Verification.objects.first()):
        with pytest.raises(WrittenOnce):
            row.save()
        with pytest.raises(WrittenOnce):
            row.delete()


def test_not_effective_leads_back_to_the_cause_for_everybody_to_see():
    finding = a_finding_in(State.REOPENED)

    assert (finding.attempt, finding.state) == (2, State.REOPENED)
    assert list(finding.verifications.values_list("attempt", "is_effective")) == [(1, False)]
    assert kinds()["staff_finding_not_effective"] == {"hana@example.org", "quentin@example.org"}

    # The second attempt: a new cause, a new action, a new check by somebody uninvolved.
    actions.state_cause(finding=finding, cause_zh="流程不清", by=people.hana(), now=LATER)
    done(an_action(finding, now=LATER), now=LATER)
    actions.submit(finding=finding, verify_from=day(LATER, 30), by=people.hana(), now=LATER)
    actions.confirm(finding=finding, text_zh="合格", by=people.rita(), now=LATER + timedelta(days=30))
    assert list(finding.verifications.values_list("attempt", "is_effective")) == [(1, False), (2, True)]
    assert FindingEvent.objects.filter(before__cause_zh="培训不足").count() == 1


def test_evidence_that_does_not_do_opens_the_actions_again():
    finding = a_finding_in(State.VERIFYING)

    actions.send_back(finding=finding, note_zh="缺少签到表", by=people.quentin(), now=MONDAY)

    action = finding.corrective_actions.get()
    assert (finding.state, action.state, action.done_on) == (State.CORRECTING, ActionState.OPEN, None)


def test_a_closed_finding_is_opened_again_as_a_new_attempt():
    finding = a_finding_in(State.CLOSED)

    actions.reopen(finding=finding, reason_zh="同类问题再次发生", by=people.quentin(), now=LATER)

    stored = Finding.objects.get()
    assert (stored.state, stored.attempt, stored.closed_at, stored.verify_from) == (State.REOPENED, 2, None, None)


def test_who_recorded_a_finding_does_not_publish_it():
    finding = a_finding(by=people.quentin())

    with pytest.raises(actions.OwnFinding):
        actions.publish(finding=finding, by=people.quentin(), now=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.update(published_at=MONDAY, published_by=people.quentin())

    actions.publish(finding=finding, by=people.person("other", "quality-office", of="quality-office"), now=MONDAY)
    assert Finding.objects.get().is_published


def test_a_corrected_wording_keeps_the_old_one_inside():
    finding = a_finding()

    actions.reword(finding=finding, title_zh="新标题", found_zh="新文字", reason_zh="更准确", by=people.quentin(), now=MONDAY)

    event = FindingEvent.objects.get(deed=Deed.REWORD)
    assert event.before["title_zh"] == "新进人员操作不规范"
    assert (event.note_zh, event.from_state, event.to_state) == ("更准确", "recorded", "recorded")


def test_every_deed_of_staff_stands_in_the_audit_log():
    a_finding_in(State.CLOSED, published=True)

    assert set(AuditEntry.objects.filter(deed__startswith="finding.").values_list("deed", flat=True)) == {
        f"finding.{deed}" for deed in ("publish", "state_cause", "plan_action", "add_proof", "report_done", "submit", "confirm", "close")
    }


# ---- Two at once -----------------------------------------------------------------------


DEEDS = {
    "confirm": lambda finding: actions.confirm(finding=finding, text_zh="好", by=people.rita(), now=LATER),
    "find_ineffective": lambda finding: actions.find_ineffective(finding=finding, text_zh="不好", by=people.rita(), now=LATER),
    "send_back": lambda finding: actions.send_back(finding=finding, note_zh="缺证据", by=people.quentin(), now=LATER),
}


@pytest.mark.parametrize("second", DEEDS)
@pytest.mark.parametrize("first", DEEDS)
def test_of_two_who_saw_the_same_finding_the_second_is_told(first, second):
    pk = a_finding_in(State.VERIFYING).pk
    one, other = Finding.objects.get(pk=pk), Finding.objects.get(pk=pk)

    DEEDS[first](one)

    with pytest.raises(actions.FindingMoved), transaction.atomic():
        DEEDS[second](other)
    assert [event.deed for event in one.events.all()][-1] == first
    assert one.events.filter(deed__in=DEEDS).count() == 1


def both_at_once(pk: int) -> list[str]:
    """The unit corrects the cause on an older sight than the office that sets the finding aside; what was logged of it."""
    one, other = Finding.objects.get(pk=pk), Finding.objects.get(pk=pk)
    actions.set_aside(finding=one, reason_zh="重复登记", by=people.quentin(), now=LATER)
    with suppress(actions.FindingMoved), transaction.atomic():
        actions.state_cause(finding=other, cause_zh="流程不清", by=people.hana(), now=LATER)
    return [event.deed for event in one.events.filter(at=LATER)]


def test_what_was_set_aside_does_not_come_back_by_an_older_form():
    assert both_at_once(a_finding_in(State.ANALYSED).pk) == ["set_aside"]


def test_control_without_the_compare_and_set_it_does(monkeypatch):
    pk = a_finding_in(State.ANALYSED).pk
    guarded = FindingQuerySet.filter
    monkeypatch.setattr(
        FindingQuerySet, "filter", lambda self, *given, **wanted: guarded(self, *given, **({"pk": pk} if "revision" in wanted else wanted))
    )

    assert both_at_once(pk) == ["set_aside", "state_cause"]
    assert Finding.objects.get().state == State.ANALYSED


def test_an_action_is_not_reported_on_an_older_sight_of_its_finding():
    action = an_action(a_finding_in(State.ANALYSED))
    actions.add_proof(action=action, text_zh="记录", by=people.hana(), now=MONDAY)
    stale = CorrectiveAction.objects.select_related("finding").get()
    actions.move_due(action=action, due_on=day(MONDAY, 40), reason_zh="设备未到货", by=people.quentin(), now=MONDAY)

    with pytest.raises(actions.FindingMoved), transaction.atomic():
        actions.report_done(action=stale, done_on=day(MONDAY), by=people.hana(), now=MONDAY)


# ---- Overdue ---------------------------------------------------------------------------


def test_the_owner_hears_the_day_after_and_the_office_on_the_third_day_each_once():
    an_action(a_finding_in(State.ANALYSED), due_in=10)
    told = []
    for days in (10, 11, 11, 12, 13, 14):
        remind_overdue_actions(now=MONDAY + timedelta(days=days))
        told.append(sorted(Message.objects.filter(kind="staff_action_overdue").values_list("to", flat=True)))

    owner, both = ["hana@example.org"], ["hana@example.org", "quentin@example.org"]
    assert told == [[], owner, owner, owner, both, both]


def test_a_later_day_starts_the_letters_anew_and_keeps_the_first_day_in_sight():
    finding = a_finding_in(State.ANALYSED)
    action = an_action(finding, due_in=10)
    remind_overdue_actions(now=MONDAY + timedelta(days=11))

    actions.move_due(action=action, due_on=day(MONDAY, 30), reason_zh="设备未到货", by=people.quentin(), now=MONDAY + timedelta(days=12))
    remind_overdue_actions(now=MONDAY + timedelta(days=20))
    remind_overdue_actions(now=MONDAY + timedelta(days=31))

    assert Message.objects.filter(kind="staff_action_overdue").count() == 2
    stored = CorrectiveAction.objects.get()
    assert (stored.first_due_on, stored.due_on) == (day(MONDAY, 10), day(MONDAY, 30))


def test_what_is_done_set_aside_or_without_a_day_is_never_late():
    done(an_action(a_finding_in(State.ANALYSED), due_in=1))
    an_action(a_finding_in(State.ANALYSED), due_on=None)
    aside = a_finding_in(State.ANALYSED)
    an_action(aside, due_in=1)
    actions.set_aside(finding=aside, reason_zh="重复", by=people.quentin(), now=MONDAY)

    assert remind_overdue_actions(now=MONDAY + timedelta(days=100)) == 0
