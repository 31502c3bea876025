"""Let the database itself keep the log of findings, and refuse a check of the effect by whoever had a part in it."""

from django.db import migrations

LOGS = {"oversight_findingevent": "finding_log", "oversight_verification": "verification"}
REFUSAL = "whoever had a part in a finding, or whose unit had, does not judge it; nor does anybody before the set day"
# Who may not judge, and when: in words in openday/oversight/findings/rules.py, which also keeps units above away.
INVOLVED = """
    EXISTS (
        SELECT 1 FROM oversight_finding f WHERE f.id = NEW.finding_id
        AND (f.recorded_by_id = NEW.by_id OR f.verify_from IS NULL OR NEW.verified_on < f.verify_from)
    )
    OR EXISTS (
        SELECT 1 FROM oversight_correctiveaction a WHERE a.finding_id = NEW.finding_id
        AND NEW.by_id IN (a.owner_id, a.planned_by_id, a.done_by_id)
    )
    OR NEW.by_unit_id IN (
        WITH RECURSIVE below(id) AS (
            SELECT unit_id FROM oversight_finding WHERE id = NEW.finding_id
            UNION SELECT owner_unit_id FROM oversight_correctiveaction WHERE finding_id = NEW.finding_id
            UNION SELECT u.id FROM accounts_unit u JOIN below ON u.parent_id = below.id
        )
        SELECT id FROM below
    )
"""
SQLITE = [
    *(
        f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table, name in LOGS.items()
        for verb in ("UPDATE", "DELETE")
    ),
    f"CREATE TRIGGER verifier_is_uninvolved BEFORE INSERT ON oversight_verification WHEN {INVOLVED} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
POSTGRESQL = [
    """
    CREATE FUNCTION finding_log_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
    END $$
    """,
    *(
        f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION finding_log_refuses()"
        for table, name in LOGS.items()
    ),
    f"""
    CREATE FUNCTION verifier_is_uninvolved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {INVOLVED} THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER verifier_is_uninvolved BEFORE INSERT ON oversight_verification FOR EACH ROW EXECUTE FUNCTION verifier_is_uninvolved()",
]
UNDO = {
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS {name}_no_{verb}" for name in LOGS.values() for verb in ("update", "delete")),
        "DROP TRIGGER IF EXISTS verifier_is_uninvolved",
    ],
    "postgresql": [
        *(f"DROP TRIGGER IF EXISTS {name}_append_only ON {table}" for table, name in LOGS.items()),
        "DROP TRIGGER IF EXISTS verifier_is_uninvolved ON oversight_verification",
        "DROP FUNCTION IF EXISTS finding_log_refuses()",
        "DROP FUNCTION IF EXISTS verifier_is_uninvolved()",
    ],
}


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(schema_editor.connection.vendor, []):
        # None: the text is no pattern, its percent signs are meant.
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    for statement in UNDO.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0004_permissions")]

    operations = [migrations.RunPython(guard, unguard)]
