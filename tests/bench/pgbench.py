"""The database's own limit: the same conditional UPDATE and INSERT by pgbench, without any Python."""

import re
import shutil
import subprocess
from pathlib import Path


def _program() -> str | None:
    found = shutil.which("pgbench")
    if found:
        return found
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    return str(candidates[-1]) if candidates else None


def available() -> bool:
    return _program() is not None


_SCRIPT = """\
\\set pool random(1, {pools})
BEGIN;
UPDATE bench_pool SET taken = taken + 1 WHERE id = :pool AND taken + 1 <= capacity;
INSERT INTO bench_registration (pool_id, contact, places) VALUES (:pool, md5(random()::text), 1);
COMMIT;
"""


def transactions_per_second(url: str, *, pools: int, clients: int, seconds: int, folder: Path) -> float:
    """Durable commits per second over `pools` rows with `clients` connections.

    Raises RuntimeError when pgbench fails; its words are in the message.
    """
    psql = str(Path(_program() or "").with_name("psql"))
    tables = f"""
        DROP TABLE IF EXISTS bench_registration, bench_pool;
        CREATE TABLE bench_pool (id int PRIMARY KEY, capacity bigint, taken bigint, CHECK (taken BETWEEN 0 AND capacity));
        CREATE TABLE bench_registration (id bigserial PRIMARY KEY, pool_id int REFERENCES bench_pool, contact text, places int);
        INSERT INTO bench_pool SELECT i, 1000000000, 0 FROM generate_series(1, {pools}) i;
    """
    subprocess.run([psql, url, "-q", "-v", "ON_ERROR_STOP=1", "-c", tables], check=True, capture_output=True)
    script = folder / "pgbench.sql"
    script.write_text(_SCRIPT.format(pools=pools))
    done = subprocess.run(
        [_program() or "", "-n", "-f", str(script), "-c", str(clients), "-j", "2", "-T", str(seconds), url],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    subprocess.run([psql, url, "-q", "-c", "DROP TABLE IF EXISTS bench_registration, bench_pool"], check=False, capture_output=True)
    if done.returncode or not found:
        raise RuntimeError(done.stderr)
    return float(found[1])
