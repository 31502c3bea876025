"""Let the quality office keep what the authority promised and planned."""

from functools import partial

from django.db import migrations

from openday.accounts import roles

MODELS = ("indicator", "target", "programme", "planitem", "instrument", "instrumenthours", "capabilityline")
KEPT = [f"oversight.{verb}_{model}" for model in MODELS for verb in ("add", "change", "view")]
# No right to change: a new promise is a new version, a new calibration a new row.
ADDED = [f"oversight.{verb}_{model}" for model in ("servicestandard", "calibration") for verb in ("add", "view")]
PERMISSIONS = [*KEPT, *ADDED]


class Migration(migrations.Migration):
    dependencies = [("oversight", "0003_log_is_append_only"), ("accounts", "0002_roles")]
    operations = [
        migrations.RunPython(
            partial(roles.grant_in_migration, role=roles.QUALITY_OFFICE, permissions=PERMISSIONS), migrations.RunPython.noop
        )
    ]
