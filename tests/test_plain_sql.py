"""Rows stored without the mapper are the rows that the mapper would have stored."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.forms import model_to_dict

from openday import plain_sql
from openday.mail.models import Message
from openday.registrations.models import Consent, Registration
from tests.factories.registrations import NOW, SessionFactory, register

pytestmark = pytest.mark.django_db


def _values(row: Model) -> dict[str, object]:
    fresh = type(row)._base_manager.get(pk=row.pk)
    return {field.attname: getattr(fresh, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


def _copy(row: Registration, **other: str) -> Registration:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    return Registration(**(values | {"code": "COPY", "secret_hash": "copy", "request_key": "copy", "contact_hash": "copy"} | other))


def test_a_row_reads_back_as_the_mapper_would_have_stored_it():
    first = register(SessionFactory(), adults=2, access_needs={"choices": ["wheelchair"], "note": "坡道"})
    by_mapper, plainly = _copy(first), _copy(first)
    by_mapper.save(force_insert=True)
    expected = _values(by_mapper)
    by_mapper.delete()

    plain_sql.insert(plainly)

    assert _values(plainly) == expected
    assert expected["access_needs"] == {"choices": ["wheelchair"], "note": "坡道"}


def test_the_row_knows_that_it_is_stored():
    row = _copy(register(SessionFactory()))

    plain_sql.insert(row)
    row.reason = "changed"
    row.save()

    assert Registration.objects.get(pk=row.pk).reason == "changed"
    assert Registration.objects.count() == 2


def test_constraints_still_decide():
    first = register(SessionFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        plain_sql.insert(_copy(first, request_key=first.request_key))


def test_once_keeps_the_first_row_and_gives_its_key():
    register(SessionFactory())
    first = Message.objects.get()
    again = Message(**(model_to_dict(first, exclude=["id"]) | {"kind": "other", "message_id": "<other@example.org>"}))

    plain_sql.insert(again, once="key")

    assert again.pk == first.pk
    assert Message.objects.get().kind == "registration_confirmed"


@pytest.mark.parametrize("number", [0, 1, 3])
def test_several_rows_go_in_one_statement(number, django_assert_num_queries):
    registration = register(SessionFactory())
    rows = [Consent(registration=registration, purpose=f"purpose-{index}", version="2026-1", given_at=NOW) for index in range(number)]

    with django_assert_num_queries(min(number, 1)):
        plain_sql.insert_all(rows)

    assert list(Consent.objects.order_by("pk").values_list("purpose", flat=True)) == [row.purpose for row in rows]
