"""The office of these tests: the people of tests/people.py by what they do here."""

from dataclasses import dataclass

import pytest
from django.core.files.storage import FileSystemStorage

from openday.accounts.models import Unit, User
from openday.accounts.resealing import sealed_fields
from tests import people


@dataclass(frozen=True)
class Office:
    bureau: Unit
    food: Unit
    food_lab: Unit
    industrial: Unit
    quality: User  # Quentin of the quality office
    handler: User  # Hana of the food centre
    reviewer: User  # Rita of the industrial centre


@pytest.fixture
def office(db) -> Office:
    return Office(
        people.unit("bureau"),
        people.unit("food"),
        people.unit("food-lab"),
        people.unit("industrial"),
        quality=people.quentin(),
        handler=people.hana(),
        reviewer=people.rita(),
    )


@pytest.fixture(autouse=True)
def _quick_hash(settings):
    # The real hasher takes half a second on purpose; its use is what counts here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _private_folder(monkeypatch, tmp_path):
    # A field asks for its storage once, when it is made: changing STORAGES would come too late.
    storage = FileSystemStorage(tmp_path / "private")
    for _model, field in sealed_fields():
        monkeypatch.setattr(field, "storage", storage)
