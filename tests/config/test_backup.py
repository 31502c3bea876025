"""The whole state out of the house and in again."""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.backup import files, manifest, postgresql, sqlite
from tests.races.server import ROOT, Database, postgres_database, sqlite_database

LOOKS_RIGHT = {"page": 200, "picture": 200, "name": "李梅", "contact": "mei@example.org", "ticket": 302, "evidence": True}


@dataclass(frozen=True)
class Installation:
    """A database and the two folders of uploads."""

    database: Database
    folder: Path

    @property
    def places(self) -> dict[str, str]:
        return {"MEDIA_ROOT": str(self.folder / "media"), "PRIVATE_ROOT": str(self.folder / "private")}

    def start(self, *steps: str) -> subprocess.Popen:
        words = " -- ".join(steps).split()
        command = [sys.executable, "-m", "tests.config.house", *words]
        return subprocess.Popen(command, cwd=ROOT, env=self.database.environment(**self.places), stdout=subprocess.PIPE, text=True)

    def house(self, *steps: str) -> list:
        """What each step gave (tests/config/house.py), all in one process: starting one takes longer than the work."""
        with self.start(*steps) as process:
            out, _err = process.communicate()
        assert process.returncode == 0
        return json.loads(out.splitlines()[-1])


def migrated_database(kind: str, request, folder: Path):
    template = request.getfixturevalue(f"{kind}_template")
    if kind == "sqlite":
        return sqlite_database(folder, template=template)
    return postgres_database(request.getfixturevalue("postgres_url"), template=template)


@contextmanager
def empty_database(kind: str, request, folder: Path):
    """A database without a table."""
    if kind == "sqlite":
        yield Database(f"sqlite:///{folder}/empty.sqlite3", "sqlite")
        return
    with postgres_database(request.getfixturevalue("postgres_url"), template="template0") as database:
        yield database


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def filled(kind, request, tmp_path_factory):
    """A house with something of everything, and a backup of it at `backup`."""
    folder = tmp_path_factory.mktemp(f"filled-{kind}")
    with migrated_database(kind, request, folder) as database:
        installation = Installation(database, folder)
        # Looking draws the sizes of the page's picture.
        _facts, seen, said = installation.house("fill", "look", f"manage backup {folder / 'backup'}")
        assert seen == LOOKS_RIGHT
        assert "The backup is whole" in said
        yield installation


@pytest.fixture(scope="module")
def kept(filled):
    """The backup; tests that damage it take a copy."""
    return filled.folder / "backup"


@pytest.fixture
def copy(kept, tmp_path):
    return shutil.copytree(kept, tmp_path / "copy")


def test_after_a_restore_everything_opens_and_nothing_of_before_is_left(kind, kept, request, tmp_path):
    with migrated_database(kind, request, tmp_path) as database:
        other = Installation(database, tmp_path)
        (tmp_path / "private" / "evidence").mkdir(parents=True)
        (tmp_path / "private" / "evidence" / "stranger.jpg").write_bytes(b"somebody else's")
        (tmp_path / "media").mkdir()
        (tmp_path / "media" / "README.md").write_text("of the checkout")

        refused, said, seen = other.house(f"manage restore {kept}", f"manage restore {kept} --replace --yes", "look")

    assert "The database is not empty" in refused
    assert refused.endswith("Nothing was changed. (2)")
    assert "as many as in the backup" in said
    assert "1 deleted that are not in the backup" in said
    assert seen == LOOKS_RIGHT
    assert (tmp_path / "media" / "README.md").exists()
    assert not (tmp_path / "private" / "evidence" / "stranger.jpg").exists()


def test_a_backup_is_for_its_owner_only_and_holds_no_key(kept):
    everything = [kept, *kept.rglob("*")]

    assert {path.stat().st_mode & 0o777 for path in everything if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in everything if path.is_file()} == {0o600}
    text = (kept / "manifest.json").read_text()
    for secret in ("dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk", "tests-only-", "mei@example.org", "李梅"):
        assert secret not in text
    facts = json.loads(text)
    assert len(facts["field_keys"]) == 1
    assert facts["rows"]["registrations_registration"] == 1
    assert {Path(entry["path"]).parts[1] for entry in facts["files"]} == {"default", "private"}
    assert not kept.with_name("backup.partial").exists()


def test_a_backup_shows_one_moment_while_a_writer_writes(kind, filled, request, tmp_path):
    with filled.start(f"write {tmp_path / 'stop'}") as writer:
        try:
            assert writer.stdout
            while "writing" not in writer.stdout.readline():
                assert writer.poll() is None
            filled.house(f"manage backup {tmp_path / 'backup'}")
            assert writer.poll() is None
        finally:
            (tmp_path / "stop").touch()
        [written] = json.loads(writer.communicate()[0].splitlines()[-1])
    with empty_database(kind, request, tmp_path) as database:
        said, found = Installation(database, tmp_path).house(f"manage restore {tmp_path / 'backup'}", "count")

    # It wrote before, during and after the copy.
    assert 2 <= found["rows"] < 1 + written["written"]
    # Place, row and letter are written in one transaction: a copy of several moments would tear them apart.
    assert found["taken"] == found["rows"] == found["letters"]
    assert "as many as in the backup" in said


# ---- Damage. These never get as far as a database: they run in this process, whatever its own database is. ----


@pytest.fixture
def refuses(copy, monkeypatch, db):
    """Give a function that restores the copy and returns the sentence of its refusal."""
    monkeypatch.setattr("config.backup.engines.name", lambda: manifest.read(copy).engine)

    def refuse(*options: str) -> str:
        with pytest.raises(CommandError) as fact:
            call_command("restore", str(copy), *options, verbosity=0)
        assert fact.value.returncode == 2
        assert "Nothing was changed." in str(fact.value)
        return str(fact.value)

    return refuse


def change(folder: Path, **facts) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | facts))


def test_restore_refuses_a_changed_byte_in_any_file(kind, copy, refuses):
    database = copy / {"sqlite": "database.sqlite3", "postgres": "database.dump"}[kind]
    picture = next((copy / "files" / "default").rglob("*.jpg"))
    private = next((copy / "files" / "private").rglob("*.jpg"))
    for path in (database, picture, private):
        whole = path.read_bytes()
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])

        assert f"{path.relative_to(copy)} is not what it was" in refuses()

        path.write_bytes(whole)


def test_restore_refuses_when_a_file_is_missing(copy, refuses):
    next((copy / "files" / "private").rglob("*.jpg")).unlink()

    assert "is missing from the backup" in refuses()


def test_restore_refuses_what_never_became_whole(copy, refuses, tmp_path):
    (copy / "manifest.json").rename(tmp_path / "manifest.json")
    with pytest.raises(CommandError, match=r"the backup is incomplete\. Nothing was changed") as fact:
        call_command("restore", str(copy), verbosity=0)

    assert fact.value.returncode == 2


def test_restore_refuses_without_the_key_of_a_sealed_field(copy, refuses, settings):
    key_id = manifest.read(copy).field_keys[0]
    settings.FIELD_KEYS = ["b25lLW90aGVyLWtleS1vbmUtb3RoZXIta2V5LTEyMyE="]

    assert f"FIELD_KEYS lacks the key {key_id}" in refuses()


def test_a_backup_names_the_keys_of_sealed_files(tmp_path):
    from config.backup import keys
    from config.backup.snapshot import Snapshot

    place = tmp_path / "files" / "private" / "evidence"
    place.mkdir(parents=True)
    (place / "a.jpg").write_bytes(b"f:0123abcd:gAAAA_token")
    (place / "clear.jpg").write_bytes(b"\xff\xd8\xff:\xe0" * 20)
    names = [("evidence/a.jpg",), ("evidence/clear.jpg",), ("evidence/lost.jpg",), ("",)]
    snapshot = Snapshot(lambda sql: names if sql.startswith('SELECT "file"') else [], ["oversight_evidence"], "", "instr")

    assert keys.needed(snapshot, tmp_path) == ["f:0123abcd"]


def test_restore_refuses_another_secret_key(refuses, settings):
    settings.SECRET_KEY = "another-" + "y" * 50

    assert "SECRET_KEY is not the one of the backup" in refuses()


def test_restore_refuses_another_engine(kind, copy, refuses, monkeypatch):
    monkeypatch.setattr("config.backup.engines.name", lambda: "postgresql" if kind == "sqlite" else "sqlite")

    assert "DATABASE_URL leads to" in refuses()


def test_restore_refuses_a_newer_schema(copy, refuses):
    change(copy, migrations=[*manifest.read(copy).migrations, "home.0099_from_the_future"])

    assert "does not know home.0099_from_the_future" in refuses()


def test_restore_refuses_another_format(copy, refuses):
    engine = manifest.read(copy)
    change(copy, format=2)
    with pytest.raises(CommandError, match="format 2") as fact:
        call_command("restore", str(copy), verbosity=0)

    assert engine.format == 1
    assert fact.value.returncode == 2


def test_restore_refuses_a_manifest_that_leads_out_of_the_folder(copy, refuses):
    facts = json.loads((copy / "manifest.json").read_text())
    facts["files"][0]["path"] = "files/default/../../../../etc/passwd"
    change(copy, files=facts["files"])

    assert "lies outside the backup" in refuses()


def test_backup_never_writes_over_another(kept, tmp_path):
    (tmp_path / "new.partial").mkdir()
    for folder, word in ((kept, "is there already"), (tmp_path / "new", "another backup is running")):
        with pytest.raises(CommandError, match=word) as fact:
            call_command("backup", str(folder), verbosity=0)
        assert fact.value.returncode == 2


# ---- Schema, and what breaks off ------------------------------------------------------


def test_an_older_schema_is_migrated_up(request, tmp_path):
    with migrated_database("sqlite", request, tmp_path) as database:
        older = tmp_path / "older"
        *_, said, plan = Installation(database, tmp_path).house(
            "manage migrate registrations 0001",
            f"manage backup {older}",
            f"manage restore {older} --replace --yes",
            "manage migrate --plan",
        )

    assert "Migrating: the backup is 1 step older" in said
    assert "No planned migration operations." in plan


def test_a_dump_that_does_not_load_leaves_the_database_as_it_was(kind, copy, request, tmp_path):
    if kind != "postgres":
        pytest.skip("psql takes part on PostgreSQL only")
    dump = copy / "database.dump"
    # Cut inside the last table, with a manifest that agrees: only pg_restore can notice.
    dump.write_bytes(dump.read_bytes()[:-2000])
    entry = manifest.describe(dump, "database.dump")
    change(copy, database={"path": entry.path, "size": entry.size, "sha256": entry.sha256})
    with migrated_database(kind, request, tmp_path) as database:
        said, plan = Installation(database, tmp_path).house(f"manage restore {copy} --replace --yes", "manage migrate --plan")

    assert "the database is as it was" in said
    assert said.endswith("(1)")
    assert "No planned migration operations." in plan


def test_a_password_is_given_to_the_programs_by_environment(monkeypatch):
    given = {
        "dbname": "portal",
        "user": "portal",
        "password": "hunter2",
        "sslmode": "require",
        "client_encoding": "UTF8",
        "context": object(),
    }
    monkeypatch.setattr(postgresql.connection, "get_connection_params", lambda: given, raising=False)

    found = postgresql._environment()

    assert (found["PGDATABASE"], found["PGPASSWORD"], found["PGSSLMODE"]) == ("portal", "hunter2", "require")


def test_files_that_rows_name_and_no_storage_has_are_found(kind, kept, tmp_path, monkeypatch):
    if kind != "sqlite":
        pytest.skip("asked of the one file of SQLite")
    monkeypatch.setattr(sqlite, "_live", lambda: kept / "database.sqlite3")
    entries = manifest.read(kept).files

    with sqlite.copy_out(tmp_path / "copy.sqlite3", lambda: None) as snapshot:
        assert files.without_file(snapshot, entries) == []
        assert files.without_file(snapshot, entries[1:]) == [entries[0].path]


def test_a_database_in_sqlite_is_one_file_in_the_backup(kind, kept):
    if kind != "sqlite":
        pytest.skip("PostgreSQL has a dump")
    with sqlite3.connect(f"file:{kept / 'database.sqlite3'}?mode=ro", uri=True) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    copy.close()
    assert sorted(path.name for path in kept.iterdir()) == ["database.sqlite3", "files", "manifest.json"]


def test_a_bare_sqlite_can_judge_every_row(sqlite_template):
    """A backup is checked, and a file mended, without Django's functions: a check that calls one (a month__day=1) would refuse both."""
    with sqlite3.connect(f"file:{sqlite_template}?mode=ro", uri=True) as file:
        assert file.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    file.close()
