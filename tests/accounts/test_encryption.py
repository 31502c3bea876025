"""What is stored can be read with the right key only."""

import threading
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import isolate_apps

from openday.accounts.encryption import EncryptedJSONField, EncryptedTextField, UnknownKey, derive_token, key_ring, keyed_hash

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def note_model(db):
    """A throw-away model with its own table."""
    with isolate_apps("openday.accounts"):

        class SecretNote(models.Model):  # noqa: DJ008
            text = EncryptedTextField(blank=True)
            facts = EncryptedJSONField(default=dict)
            maybe = EncryptedTextField(null=True)

            class Meta:
                app_label = "accounts"

        # By hand: the schema editor of SQLite refuses to work inside the transaction that undoes the test.
        key = {"sqlite": "integer PRIMARY KEY AUTOINCREMENT", "postgresql": "bigserial PRIMARY KEY"}[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE accounts_secretnote (id {key}, text text NOT NULL, facts text NOT NULL, maybe text NULL)")
        yield SecretNote


def stored(model, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table}")
        return [row[0] for row in cursor.fetchall()]


def test_text_and_json_are_clear_in_python_and_sealed_in_the_database(note_model):
    note_model.objects.create(text="张三 13800138000", facts={"needs": ["轮椅"]}, maybe=None)

    row = note_model.objects.get()

    assert (row.text, row.facts, row.maybe) == ("张三 13800138000", {"needs": ["轮椅"]}, None)
    assert stored(note_model, "text")[0].startswith(key_ring().newest_prefix)
    assert "轮椅" not in stored(note_model, "facts")[0]
    assert stored(note_model, "maybe") == [None]


def test_an_empty_text_stays_empty(note_model):
    note_model.objects.create(text="")

    assert stored(note_model, "text") == [""]
    assert note_model.objects.get().text == ""
    assert note_model.objects.filter(text="").count() == 1


def test_an_emptied_json_column_reads_as_an_empty_dict(note_model):
    note_model.objects.create(facts={"a": 1})
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {note_model._meta.db_table} SET facts = ''")

    assert note_model.objects.get().facts == {}


def test_equal_texts_are_sealed_differently(note_model):
    note_model.objects.create(text="same")
    note_model.objects.create(text="same")

    assert len(set(stored(note_model, "text"))) == 2


def test_a_wrong_key_is_an_error_that_names_the_key_and_not_the_value(note_model, settings):
    settings.FIELD_KEYS = [OLD]
    note_model.objects.create(text="secret")
    prefix = key_ring().newest_prefix.rstrip(":")
    settings.FIELD_KEYS = [NEW]

    with pytest.raises(UnknownKey, match=prefix) as caught:
        note_model.objects.get()
    assert "secret" not in str(caught.value)


def test_clear_text_in_the_column_is_an_error_and_is_not_shown(note_model):
    note_model.objects.create(text="x")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {note_model._meta.db_table} SET text = %s", ["Zhang San lives at 5 Long Street, Futian"])

    with pytest.raises(UnknownKey) as caught:
        note_model.objects.get()
    assert "Long Street" not in str(caught.value)


def test_an_altered_value_is_an_error(note_model):
    note_model.objects.create(text="x")
    value = stored(note_model, "text")[0]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {note_model._meta.db_table} SET text = %s", [value[:-6] + ("AAAAA=" if value[-6:] != "AAAAA=" else "BBBBB=")]
        )

    with pytest.raises(UnknownKey):
        note_model.objects.get()


@pytest.mark.parametrize("lookup", [{"text": "x"}, {"text__contains": "x"}, {"text__in": ["x"]}, {"facts__needs": "x"}, {"text__gt": "x"}])
def test_a_search_that_would_silently_find_nothing_is_an_error(note_model, lookup):
    with pytest.raises(FieldError):
        list(note_model.objects.filter(**lookup))


def test_null_can_be_asked_for(note_model):
    note_model.objects.create(maybe=None)
    note_model.objects.create(maybe="x")

    assert note_model.objects.filter(maybe__isnull=True).count() == 1
    assert note_model.objects.filter(maybe=None).count() == 1


def test_a_failed_validation_leaves_nothing_behind_on_the_field(note_model):
    note_model.objects.create(text="clear")
    note = note_model(text="x" * 10, facts="{not json", maybe="")

    with pytest.raises(Exception, match="maybe"):
        note.full_clean()

    assert note_model.objects.get().text == "clear"


def test_threads_that_validate_and_read_do_not_disturb_each_other(note_model):
    row = note_model.objects.create(text="clear")
    field = note_model._meta.get_field("text")
    sealed = stored(note_model, "text")[0]
    seen = set()

    def validate():
        for _ in range(300):
            field.clean("other", row)

    def read():
        for _ in range(300):
            seen.add(field.from_db_value(sealed, None, connection))

    threads = [threading.Thread(target=work) for work in (validate, read, validate, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == {"clear"}


def test_an_older_key_still_opens_what_it_sealed(note_model, settings):
    settings.FIELD_KEYS = [OLD]
    note_model.objects.create(text="old")
    settings.FIELD_KEYS = [NEW, OLD]
    note_model.objects.create(text="new")

    assert {row.text for row in note_model.objects.all()} == {"old", "new"}


def test_rotation_seals_everything_again_so_that_the_old_key_can_go(note_model, settings, monkeypatch):
    from openday.accounts.management.commands import rotate_keys

    monkeypatch.setattr(rotate_keys.apps, "get_models", lambda **_: [note_model])
    monkeypatch.setattr(rotate_keys, "BATCH", 2)
    settings.FIELD_KEYS = [OLD]
    for number in range(5):
        note_model.objects.create(text=f"text {number}", facts={"n": number}, maybe=None)
    settings.FIELD_KEYS = [NEW, OLD]
    out = StringIO()

    call_command("rotate_keys", "--dry-run", stdout=out)
    assert "10 values to seal again" in out.getvalue()
    call_command("rotate_keys", stdout=out)

    assert "10 values sealed again" in out.getvalue()
    settings.FIELD_KEYS = [NEW]
    assert {(row.text, row.facts["n"]) for row in note_model.objects.all()} == {(f"text {n}", n) for n in range(5)}
    assert call_command("rotate_keys", stdout=out) is None
    assert out.getvalue().strip().endswith("0 values sealed again.")


def test_a_malformed_key_stops_the_start_with_the_name_of_the_variable(settings):
    settings.FIELD_KEYS = ["short"]

    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS"):
        key_ring()


def test_a_keyed_hash_is_equal_for_equal_values_of_one_purpose_and_survives_key_rotation(settings):
    before = keyed_hash("13800138000", purpose="contact")
    settings.FIELD_KEYS = [NEW]

    assert keyed_hash("13800138000", purpose="contact") == before
    assert len(before) == 64
    assert keyed_hash("13800138000", purpose="limit") != before
    assert keyed_hash("13800138001", purpose="contact") != before


def test_a_token_belongs_to_its_nonce_purpose_and_installation(settings):
    token = derive_token("n1", purpose="ticket")

    assert token == derive_token("n1", purpose="ticket")
    assert len(token) == 27
    others = {derive_token("n2", purpose="ticket"), derive_token("n1", purpose="other")}
    settings.SECRET_KEY = "another"
    assert token not in others | {derive_token("n1", purpose="ticket")}
