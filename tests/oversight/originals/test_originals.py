"""Untouched photos: kept only when the citizen asks for it, sealed, opened for a reason, gone with the case."""

from datetime import timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.accounts.resealing import reseal
from openday.accounts.sealed_files import key_of
from openday.intake.pictures import sanitise
from openday.oversight import actions, retention
from openday.oversight.models import Case, Evidence, SealedOriginal
from openday.oversight.originals import actions as originals
from openday.oversight.states import State
from openday.oversight.vocabulary import Identity
from tests.factories.oversight import MONDAY, a_case_in, a_receipt
from tests.pictures import MARKERS, leaky

pytestmark = pytest.mark.django_db

CASE = "/zh-hans/oversight/case/"
MY_DATA = f"{CASE}my-data/"
NEW = "bmV3LW5ldy1uZXctbmV3LW5ldy1uZXctbmV3LW5ldy0="
PHOTO = leaky("JPEG")
LATER = MONDAY + timedelta(days=1)


def a_photo():
    """As the form hands it on: re-encoded, with the untouched upload beside it."""
    picture = sanitise(ContentFile(PHOTO, "li-ping.jpg"))
    picture.sent = ContentFile(PHOTO, "li-ping at home.JPG")
    return picture


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "private"


def stored(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def case(office) -> Case:
    staff = {"quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    return a_case_in(State.ANSWERED, unit=office.food, pictures=[a_photo()], seals_originals=True, **staff)


def page_of(case: Case) -> str:
    return f"/admin/oversight/cases/{case.pk}/pictures/{case.evidence.get().pk}/sealed/"


# ---- What lies in the folder --------------------------------------------------------------------------------


def test_nothing_that_a_camera_or_a_picture_writes_lies_in_the_folder(case, folder):
    clear = case.evidence.get().file.open().read()
    patterns = [*MARKERS, PHOTO[:16], clear[:16], clear[40:80], b"JFIF", b"li-ping"]

    lying = stored(folder)

    assert len(lying) == 2
    assert [pattern for content in lying for pattern in patterns if pattern in content] == []
    assert [marker for marker in MARKERS if marker in clear] == []
    assert "li-ping" not in "".join(str(path) for path in folder.rglob("*"))
    # The patterns are real: the opened seal holds every byte that was sent.
    assert case.evidence.get().sealed.file.open().read() == PHOTO
    assert MARKERS[0] in PHOTO


def test_rotation_seals_files_again_and_leaves_no_file_of_the_old_key(case, folder, settings):
    first = key_of(stored(folder)[0])
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    out = StringIO()

    call_command("rotate_keys", "--dry-run", stdout=out)
    assert {key_of(content) for content in stored(folder)} == {first}
    call_command("rotate_keys", stdout=out)

    said = out.getvalue()
    assert said.count("oversight.Evidence.file: 1") == said.count("oversight.SealedOriginal.file: 1") == 2
    settings.FIELD_KEYS = [NEW]
    assert [key_of(content) == first for content in stored(folder)] == [False, False]
    assert case.evidence.get().sealed.file.open().read() == PHOTO
    call_command("rotate_keys", stdout=(again := StringIO()))
    assert "oversight.Evidence.file: 0" in again.getvalue()


def test_a_file_that_is_erased_while_keys_rotate_does_not_come_back(case, folder, settings):
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    read_before = SealedOriginal.objects.get()
    SealedOriginal.objects.all().delete()
    before = sorted(folder.rglob("*"))

    reseal(read_before, SealedOriginal._meta.get_field("file"))

    assert sorted(folder.rglob("*")) == before


def test_without_the_wish_no_untouched_file_is_kept(office, folder):
    case = a_case_in(State.WORKING, unit=office.food, quality=office.quality, pictures=[a_photo()])

    assert (case.evidence.count(), SealedOriginal.objects.count(), len(stored(folder))) == (1, 0, 1)


# ---- The wish of the citizen --------------------------------------------------------------------------------


def form(**more):
    given = {"category": "service", "text": "No sign at the gate.", "identity": "unnamed", "captcha": "test"}
    return {**given, "pictures": SimpleUploadedFile("photo.jpg", PHOTO, "image/jpeg"), **more}


def test_the_form_asks_with_an_empty_box_and_says_what_happens(client, db):
    page = client.get("/en/oversight/feedback/?category=service").content.decode()

    box = page[page.index('name="seals_originals"') - 60 : page.index('name="seals_originals"') + 200]
    assert "checked" not in box
    assert "destroyed when the case is closed" in page


@pytest.mark.parametrize(("ticked", "kept"), [({}, 0), ({"seals_originals": "on"}, 1)])
def test_only_a_ticked_box_keeps_the_untouched_file(client, db, ticked, kept):
    assert client.post("/zh-hans/oversight/feedback/", form(**ticked)).status_code == 303

    assert [one.file.open().read() for one in SealedOriginal.objects.all()] == [PHOTO] * kept


def test_a_message_by_receipt_may_bring_sealed_originals_too_and_they_can_be_taken_back(client, office, folder):
    receipt = a_receipt(now=timezone.now() - timedelta(hours=1))
    client.post(CASE, {"number": receipt.case.number, "code": receipt.secret})
    photo = SimpleUploadedFile("photo.jpg", PHOTO, "image/jpeg")
    client.post(CASE, {"deed": "write", "text": "A photo.", "pictures": photo, "seals_originals": "on"})
    page = client.get(MY_DATA).content.decode()
    listed = client.get(f"{MY_DATA}export.json").json()["sealed_originals"]

    Client().post(f"{MY_DATA}originals/")
    assert SealedOriginal.objects.count() == 1
    answer = client.post(f"{MY_DATA}originals/")

    assert f'action="{MY_DATA}originals/"' in page
    assert [one["sha256"] for one in listed] == [sha256(PHOTO).hexdigest()]
    assert answer.headers["Location"] == f"{MY_DATA}?done=originals"
    assert (SealedOriginal.objects.count(), Evidence.objects.count(), len(stored(folder))) == (0, 1, 1)
    assert f'action="{MY_DATA}originals/"' not in client.get(MY_DATA).content.decode()


# ---- Looks ------------------------------------------------------------------------------------------------


def test_the_seal_opens_for_a_written_reason_and_the_look_is_noted(client, office, case):
    client.force_login(office.quality)

    asked = client.get(page_of(case))
    refused = client.post(page_of(case), {"reason": ""})
    assert (asked.status_code, refused.status_code) == (200, 422)
    # Whoever has ten of these pages open sees which case and which picture each is about.
    assert [(case.number in page.text, page.context["position"]) for page in (asked, refused)] == [(True, 1)] * 2
    assert AuditEntry.objects.filter(deed="case.open_original").count() == 0
    given = client.post(page_of(case), {"reason": "The lab says it was another day."})

    assert given.content == PHOTO
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["Content-Type"] == "application/octet-stream"
    entry = AuditEntry.objects.looks_at_personal_data().get(deed="case.open_original")
    assert (entry.by, entry.reason, entry.about_id) == (office.quality, "The lab says it was another day.", str(case.pk))


def test_who_may_not_see_the_contact_may_not_open_the_seal(client, office):
    staff = {"quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    answers = {}
    for identity in (Identity.NAMED, Identity.CONTACT_HIDDEN):
        case = a_case_in(State.REVIEW, unit=office.food, pictures=[a_photo()], seals_originals=True, identity=identity, **staff)
        for person in staff.values():
            client.force_login(person)
            answers[identity, person.username] = client.get(page_of(case)).status_code
            case_page = client.get(f"/admin/oversight/cases/{case.pk}/").content.decode()
            assert (page_of(case) in case_page) == (answers[identity, person.username] == 200)

    assert list(answers.values()) == [200, 200, 404, 200, 404, 404]


def test_a_file_that_somebody_changed_is_not_handed_out(client, office, case):
    client.force_login(office.quality)
    name = case.evidence.get().sealed.file.name
    storage = SealedOriginal._meta.get_field("file").storage
    for content in (b"something else", None):
        storage.delete(name)
        if content:
            storage.save(name, ContentFile(content))
        assert client.post(page_of(case), {"reason": "Look."}).status_code == 409
    assert AuditEntry.objects.filter(deed="case.open_original").count() == 2


# ---- The end ------------------------------------------------------------------------------------------------


def test_closing_destroys_what_was_sealed_and_says_so(case, office, folder, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.close(case=case, by=office.quality, now=LATER)

    assert (SealedOriginal.objects.count(), Evidence.objects.count(), len(stored(folder))) == (0, 1, 1)
    entry = AuditEntry.objects.get(deed="case.destroy_originals")
    assert (entry.by, entry.about_id, entry.facts) == (None, str(case.pk), {"files": 1})


def test_a_deed_that_is_rolled_back_costs_no_evidence(case, office, folder, django_capture_on_commit_callbacks):
    from django.db import transaction

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.close(case=case, by=office.quality, now=LATER)
        transaction.set_rollback(True)

    assert (SealedOriginal.objects.count(), len(stored(folder))) == (1, 2)


def test_the_sweep_takes_what_a_crash_after_the_closing_left(case, office, folder):
    actions.close(case=case, by=office.quality, now=LATER)
    assert SealedOriginal.objects.count() == 1

    counted = retention.sweep(LATER, True)["sealed originals destroyed"]
    swept = [retention.sweep(LATER, False)["sealed originals destroyed"] for _ in range(2)]

    assert (counted, swept, len(stored(folder))) == (1, [1, 0], 1)


def test_a_joined_case_keeps_its_evidence_until_the_other_is_over(case, office, django_capture_on_commit_callbacks):
    joined = a_case_in(State.RECEIVED, unit=office.food, quality=office.quality, pictures=[a_photo()], seals_originals=True)
    other = a_case_in(State.WORKING, unit=office.food, quality=office.quality, handler=office.handler)
    with django_capture_on_commit_callbacks(execute=True):
        actions.merge(case=joined, into=other, by=office.quality, now=LATER)
    assert originals.of_case(joined).count() == 1
    assert originals.left_over().count() == 0

    Case.objects.filter(pk=other.pk).update(state=State.WITHDRAWN)

    assert originals.left_over().count() == 1


def test_withdrawing_and_erasing_take_the_sealed_file_with_them(client, office, folder):
    receipt = a_receipt(now=timezone.now() - timedelta(hours=1), pictures=[a_photo()], seals_originals=True)
    client.post(CASE, {"number": receipt.case.number, "code": receipt.secret})

    client.post(f"{MY_DATA}erase/")

    assert (SealedOriginal.objects.count(), Evidence.objects.count(), stored(folder)) == (0, 0, [])
