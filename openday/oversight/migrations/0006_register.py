"""Let the database itself put every event into the intake of the register, and refuse changes to what is entered."""

from django.db import migrations

APPEND_ONLY = [f"oversight_{model}" for model in ("registerentry", "subtree", "registerseal", "sealingkey", "registercheck")]
INTAKE = "INSERT INTO oversight_unentered (event_id) VALUES (NEW.id)"

SQLITE = [
    f"CREATE TRIGGER register_intake AFTER INSERT ON oversight_caseevent BEGIN {INTAKE}; END",
    *(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END"
        for table in APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ),
]
POSTGRESQL = [
    f"CREATE FUNCTION register_intake() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {INTAKE}; RETURN NULL; END $$",
    "CREATE TRIGGER register_intake AFTER INSERT ON oversight_caseevent FOR EACH ROW EXECUTE FUNCTION register_intake()",
    """
    CREATE FUNCTION register_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the register is append-only';
    END $$
    """,
    *(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION register_refuses()"
        for table in APPEND_ONLY
    ),
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS register_intake",
        *(f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")),
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS register_intake ON oversight_caseevent",
        *(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in APPEND_ONLY),
        "DROP FUNCTION IF EXISTS register_intake()",
        "DROP FUNCTION IF EXISTS register_refuses()",
    ],
}


def watch(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def unwatch(apps, schema_editor):
    for statement in UNDO.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def begin(apps, schema_editor):
    # Events from before are entered like all others.
    events = apps.get_model("oversight", "CaseEvent").objects.order_by("pk").values_list("pk", flat=True)
    intake = apps.get_model("oversight", "Unentered")
    intake.objects.bulk_create((intake(event_id=pk) for pk in events.iterator()), batch_size=1000, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0005_findings_are_guarded")]

    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(watch, unwatch),
    ]
