"""Let the quality office keep what the authority promised and planned."""

from functools import partial

from django.db import migrations

from openday.accounts import roles

KEPT = [f"oversight.{verb}_{model}" for model in ("indicator", "target", "programme", "planitem") for verb in ("add", "change", "view")]
# No right to change: a new promise is a new version.
PERMISSIONS = [*KEPT, "oversight.add_servicestandard", "oversight.view_servicestandard"]


class Migration(migrations.Migration):
    dependencies = [("oversight", "0003_log_is_append_only"), ("accounts", "0002_roles")]
    operations = [
        migrations.RunPython(
            partial(roles.grant_in_migration, role=roles.QUALITY_OFFICE, permissions=PERMISSIONS), migrations.RunPython.noop
        )
    ]
