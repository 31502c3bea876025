"""Internal notes: for colleagues at work, for nobody else, and not for ever."""

from datetime import timedelta

import pytest

from openday.accounts.models import AuditEntry
from openday.oversight import actions, public
from openday.oversight.models import Case, CaseNote
from openday.oversight.notes.actions import add_note
from openday.oversight.retention import sweep
from openday.oversight.states import State
from tests.factories.oversight import MONDAY, a_case_in

pytestmark = pytest.mark.django_db
WORD = "Heliotrope"


@pytest.fixture
def case(office):
    staff = {"quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    return a_case_in(State.REVIEW, unit=office.food, consents_to_publication=True, **staff)


def test_the_office_and_the_unit_write_and_read_the_reviewer_does_neither(client, office, case):
    page = f"/admin/oversight/cases/{case.pk}/"
    codes, readers = {}, set()
    for name in ("quality", "handler", "reviewer"):
        client.force_login(getattr(office, name))
        codes[name] = client.post(f"{page}notes/", {"text": WORD}).status_code
    for name in ("quality", "handler", "reviewer"):
        client.force_login(getattr(office, name))
        if WORD in client.get(page).content.decode():
            readers.add(name)

    assert codes == {"quality": 302, "handler": 302, "reviewer": 404}
    assert readers == {"quality", "handler"}
    assert Case.objects.get(pk=case.pk).revision == case.revision
    assert AuditEntry.objects.filter(deed="case.add_note").count() == 2


def test_an_empty_note_is_refused(client, office, case):
    client.force_login(office.quality)

    assert client.post(f"/admin/oversight/cases/{case.pk}/notes/", {"text": " \n"}).status_code == 422


def test_no_note_reaches_the_citizen_or_the_public(office, case):
    add_note(case=case, text=WORD, by=office.handler, now=MONDAY)
    actions.approve(case=case, by=office.reviewer, now=MONDAY)
    texts = {"summary_zh": "摘要。", "summary_en": "", "public_answer_zh": "答复。", "public_answer_en": ""}
    actions.publish(case=case, **texts, by=office.quality, now=MONDAY)

    assert WORD not in repr(public.for_its_author(case, now=MONDAY))
    assert WORD not in repr(public.for_everyone(case))


def test_notes_end_with_the_words_of_the_case(office, case):
    add_note(case=case, text=WORD, by=office.handler, now=MONDAY)
    actions.approve(case=case, by=office.reviewer, now=MONDAY + timedelta(days=1))
    actions.close(case=case, by=office.quality, now=MONDAY + timedelta(days=1))

    sweep(MONDAY + timedelta(days=365 * 7), False)

    assert CaseNote.objects.count() == 0
