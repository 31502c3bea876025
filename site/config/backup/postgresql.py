"""PostgreSQL out and in by its own programs: pg_dump, pg_restore, psql."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import psycopg
from django.db import connection

from config.backup import Failed, Refused
from config.backup.snapshot import Snapshot

FILE = "database.dump"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
_TELL_SECONDS = 5
# Everything of ours in the schema, but not the schema itself: it may belong to somebody else and carry rights.
# What an extension brought is the extension's.
_CLEAR = """
SET lock_timeout = '30s';
SET client_min_messages = warning;
DO $$ DECLARE thing record; BEGIN
  FOR thing IN SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE 'DROP TABLE IF EXISTS ' || thing.name || ' CASCADE';
  END LOOP;
  FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p
      WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind IN ('f', 'p')
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE 'DROP ROUTINE ' || thing.name || ' CASCADE';
  END LOOP;
END $$;
"""


@contextmanager
def copy_out(target: Path, tell: Callable[[], None]) -> Iterator[Snapshot]:
    """Dump the database into a file; the snapshot answers from the same moment as the dump."""
    with psycopg.connect(**_libpq()) as there:
        there.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        there.read_only = True
        # A large dump takes longer than some servers let a transaction wait.
        there.execute("SET idle_in_transaction_session_timeout = 0")
        row = there.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None  # noqa: S101
        # The rights of this server mean nothing on the next one.
        command = [_tool("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--no-password"]
        _run([*command, f"--snapshot={row[0]}", f"--file={target}"], tell)
        yield Snapshot(
            fetch=lambda sql: there.execute(sql.encode()).fetchall(),
            tables=[name for (name,) in there.execute(_TABLES)],
            version=str(there.info.parameter_status("server_version")),
            position="strpos",
        )


def check(source: Path) -> None:
    """Raises Refused when this machine's pg_restore cannot read the dump."""
    done = subprocess.run([_tool("pg_restore"), "--list", str(source)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"pg_restore cannot read {source}: {_first_line(done.stderr)}")
    _tool("psql")


def copy_in(source: Path) -> None:
    """Clear the schema and load the dump in one transaction: when anything fails, the database is as it was."""
    read = [_tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(source)]
    write = [_tool("psql"), "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    write += ["--output=/dev/null", f"--command={_CLEAR}", "--file=-"]
    with (
        subprocess.Popen(read, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader,
        subprocess.Popen(write, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()) as writer,
    ):
        assert reader.stdout and reader.stderr and writer.stdin and writer.stderr  # noqa: S101, PT018
        whole = _pour(reader.stdout, writer.stdin)
        reader.stdout.close()
        said = reader.stderr.read().decode(errors="replace")
        if whole and reader.wait():
            # The end of its input would make psql commit half a database.
            writer.kill()
            raise Failed(f"pg_restore broke off, the database is as it was: {_first_line(said)}")
        with suppress(BrokenPipeError):
            writer.stdin.close()
        said = writer.stderr.read().decode(errors="replace")
        if writer.wait():
            raise Failed(f"psql broke off, the database is as it was: {_first_line(said)}")


def _pour(source: IO[bytes], target: IO[bytes]) -> bool:
    """Copy a stream; False when the reader at the other end has gone away."""
    try:
        shutil.copyfileobj(source, target, 1024 * 1024)
        target.flush()
    except BrokenPipeError:
        return False
    return True


def tables() -> list[str]:
    """The tables of the database as it is."""
    with psycopg.connect(**_libpq()) as there:
        return [name for (name,) in there.execute(_TABLES)]


def _libpq() -> dict[str, Any]:
    """The address of the database in the words of PostgreSQL's own library, without Django's."""
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    return {name: value for name, value in connection.get_connection_params().items() if name in known and value is not None}


def _environment() -> dict[str, str]:
    """The same for a program. On a command line everybody on the machine could read the password."""
    named = {option.keyword.decode(): option.envvar.decode() for option in psycopg.pq.Conninfo.get_defaults() if option.envvar}
    return os.environ | {named[name]: str(value) for name, value in _libpq().items() if name in named}


def _tool(name: str) -> str:
    """The newest of PostgreSQL's programs of that name: an older one refuses a newer server."""
    versions = [path for path in Path("/usr/lib/postgresql").glob(f"*/bin/{name}") if path.parts[4].isdigit()]
    found = str(max(versions, key=lambda path: int(path.parts[4]))) if versions else shutil.which(name)
    if not found:
        raise Refused(f"{name} is not installed: apt-get install postgresql-client.")
    return found


def _run(command: list[str], tell: Callable[[], None]) -> None:
    with subprocess.Popen(command, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while True:
            try:
                _out, said = process.communicate(timeout=_TELL_SECONDS)
                break
            except subprocess.TimeoutExpired:
                tell()
    if process.returncode:
        raise Failed(f"{Path(command[0]).name} broke off: {_first_line(said)}")
    tell()


def _first_line(said: str) -> str:
    lines = [line for line in said.strip().splitlines() if line]
    # The first names the cause, later ones what followed from it.
    return lines[0] if lines else "it said nothing"
