"""Let the database itself refuse changes to the log of a case: what happened stays written."""

from django.db import migrations

TABLE = "oversight_caseevent"

SQLITE = [
    f"CREATE TRIGGER case_log_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'the log of a case is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """
    CREATE FUNCTION case_log_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the log of a case is append-only';
    END $$
    """,
    f"CREATE TRIGGER case_log_append_only BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION case_log_refuses()",
]
UNDO = {
    "sqlite": ["DROP TRIGGER IF EXISTS case_log_no_update", "DROP TRIGGER IF EXISTS case_log_no_delete"],
    "postgresql": [f"DROP TRIGGER IF EXISTS case_log_append_only ON {TABLE}", "DROP FUNCTION IF EXISTS case_log_refuses()"],
}


def refuse_changes(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def allow_changes(apps, schema_editor):
    for statement in UNDO.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0002_vocabulary")]

    operations = [migrations.RunPython(refuse_changes, allow_changes)]
