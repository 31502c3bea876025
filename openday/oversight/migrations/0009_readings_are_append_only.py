"""Let the database itself keep readings as they were entered: only the release may be added, once. Corrections are new rows."""

from django.db import migrations

TABLE = "oversight_measurement"
KEPT = (
    "indicator_id", "unit_id", "period_from", "period_to", "numerator", "denominator", "evidence_zh", "evidence_en", "reason_zh",
    "reason_en", "corrects_id", "entered_at", "entered_by_id",
)  # fmt: skip
CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in KEPT) + " OR OLD.released_at IS NOT NULL"
REFUSAL = "a reading is written once; only its release may be added"
SQLITE = [
    f"CREATE TRIGGER reading_no_update BEFORE UPDATE ON {TABLE} WHEN {CHANGED.replace('IS DISTINCT FROM', 'IS NOT')} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER reading_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION reading_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation';
        ELSIF {CHANGED} THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    f"CREATE TRIGGER reading_append_only BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION reading_refuses()",
]
UNDO = {
    "sqlite": ["DROP TRIGGER IF EXISTS reading_no_update", "DROP TRIGGER IF EXISTS reading_no_delete"],
    "postgresql": [f"DROP TRIGGER IF EXISTS reading_append_only ON {TABLE}", "DROP FUNCTION IF EXISTS reading_refuses()"],
}


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    for statement in UNDO.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0008_wordings")]

    operations = [migrations.RunPython(guard, unguard)]
