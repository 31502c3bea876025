"""A rotation of keys may be stopped anywhere, and no file stays that no row names."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection
from django.db.models import FileField
from django.utils import timezone

from openday.accounts import retention
from openday.accounts.resealing import MOST_UNNAMED, UNNAMED_FOR, destroy_unnamed, reseal, sealed_fields
from openday.accounts.sealed_files import SealedFileField, sealed
from openday.oversight.models import Case, Evidence
from tests.factories.oversight import a_case

pytestmark = pytest.mark.django_db
CLEAR = b"what a citizen sent" * 40
NEW = "bmV3LW5ldy1uZXctbmV3LW5ldy1uZXctbmV3LW5ldy0="
FOREIGN = "Zm9yZWlnbi1mb3JlaWduLWZvcmVpZ24tZm9yZWlnbi0="


class Stopped(BaseException):
    """The process ends here, as a kill would end it."""


class Stops:
    """Ends the process at the step that was asked for."""

    at: int | None = None
    taken = 0

    def step(self) -> None:
        if self.at is not None and self.taken == self.at:
            raise Stopped
        self.taken += 1


class StoppingStorage(FileSystemStorage):
    """A folder in which every step may be the last one: before it, in the middle of writing, and after it."""

    stops = Stops()

    def _open(self, name, mode="rb"):
        self.stops.step()
        return super()._open(name, mode)

    def _save(self, name, content):
        self.stops.step()
        try:
            self.stops.step()
        except Stopped:
            whole = content.read()
            super()._save(name, ContentFile(whole[: len(whole) // 2]))
            raise
        saved = super()._save(name, content)
        self.stops.step()
        return saved

    def delete(self, name):
        self.stops.step()
        super().delete(name)
        self.stops.step()


@pytest.fixture
def storage(monkeypatch, tmp_path) -> StoppingStorage:
    found = StoppingStorage(tmp_path / "private")
    found.stops = Stops()
    for _model, field in sealed_fields():
        monkeypatch.setattr(field, "storage", found)
    return found


def a_picture(case: Case) -> Evidence:
    return Evidence.objects.create(case=case, file=ContentFile(CLEAR, "a.jpg"), sha256="0" * 64, added_at=timezone.now())


def lying(storage: FileSystemStorage, folder: str = "evidence") -> list[Path]:
    return sorted(Path(storage.path(folder)).iterdir()) if Path(storage.path(folder)).exists() else []


def tomorrow():
    return timezone.now() + UNNAMED_FOR + timedelta(minutes=1)


def test_a_rotation_that_is_stopped_at_any_step_loses_nothing_and_the_next_ones_leave_one_file(storage, settings):
    older = settings.FIELD_KEYS
    picture = a_picture(a_case())
    stops = storage.stops

    def in_the_database(execute, sql, *more):
        if not sql.startswith('UPDATE "oversight_evidence"'):
            return execute(sql, *more)
        stops.step()
        done = execute(sql, *more)
        stops.step()
        return done

    def rotate(at: int | None) -> bool:
        stops.at, stops.taken = at, 0
        try:
            with connection.execute_wrapper(in_the_database):
                # As `rotate_keys` does with each row.
                reseal(Evidence.objects.get(), Evidence._meta.get_field("file"))
        except Stopped:
            return True
        finally:
            stops.at = None
        return False

    first_key, second_key = older[0], NEW
    left_behind = set()
    at = 0
    while True:
        first_key, second_key = second_key, first_key
        settings.FIELD_KEYS = [first_key, second_key]
        if not rotate(at):
            break

        assert Evidence.objects.get().file.open().read() == CLEAR
        left_behind.add(len(lying(storage)))
        assert rotate(None) is False
        destroy_unnamed(now=tomorrow())
        settings.FIELD_KEYS = [first_key]
        assert [path.name for path in lying(storage)] == [Path(Evidence.objects.get().file.name).name]
        assert Evidence.objects.get().file.open().read() == CLEAR
        at += 1

    # Read and seal twice, write before, half and whole, the row before and after, the old file before and after.
    assert at == 9
    assert left_behind == {1, 2}
    assert picture.pk == Evidence.objects.get().pk


def test_only_files_that_no_row_has_named_for_a_day_and_that_our_keys_open_are_destroyed(storage, settings):
    named = a_picture(a_case())
    ours, younger, foreign, clear, empty = (f"evidence/{name}.jpg" for name in ("ours", "younger", "foreign", "clear", "empty"))
    for name in (ours, younger):
        storage.save(name, sealed(ContentFile(CLEAR)))
    kept = settings.FIELD_KEYS
    settings.FIELD_KEYS = [FOREIGN]
    storage.save(foreign, sealed(ContentFile(CLEAR)))
    settings.FIELD_KEYS = kept
    storage.save(clear, ContentFile(CLEAR))
    storage.save(empty, ContentFile(b""))
    two_days_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for path in lying(storage):
        if path.name != "younger.jpg":
            os.utime(path, (two_days_ago, two_days_ago))

    assert destroy_unnamed(now=timezone.now(), dry_run=True) == 2
    assert len(lying(storage)) == 6
    assert retention.sweep(timezone.now(), False)["files of no row destroyed"] == 2

    assert {path.name for path in lying(storage)} == {Path(named.file.name).name, "younger.jpg", "foreign.jpg", "clear.jpg"}


def test_a_folder_that_is_not_the_one_of_this_database_is_left_alone_and_named_in_the_log(storage, caplog):
    for number in range(MOST_UNNAMED + 1):
        storage.save(f"evidence/{number}.jpg", sealed(ContentFile(CLEAR)))

    assert destroy_unnamed(now=tomorrow()) == 0

    assert len(lying(storage)) == MOST_UNNAMED + 1
    assert f"{MOST_UNNAMED + 1} of {MOST_UNNAMED + 1} files in evidence belong to no row" in caplog.text


def test_every_file_in_the_private_folder_lies_sealed():
    private = storages["private"]
    fields = {
        f"{model.__name__}.{field.name}": isinstance(field, SealedFileField)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, FileField) and getattr(field, "_storage_callable", lambda field=field: field.storage)() is private
    }

    assert fields == {"Evidence.file": True, "RedactedPicture.file": True, "SealedOriginal.file": True, "Proof.file": True}
