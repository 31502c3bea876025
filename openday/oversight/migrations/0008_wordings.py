"""Let the quality office keep prepared texts."""

from functools import partial

from django.db import migrations

from openday.accounts import roles

PERMISSIONS = [f"oversight.{verb}_wording" for verb in ("add", "change", "view")]


class Migration(migrations.Migration):
    dependencies = [("oversight", "0007_satisfaction"), ("accounts", "0002_roles")]
    operations = [
        migrations.RunPython(
            partial(roles.grant_in_migration, role=roles.QUALITY_OFFICE, permissions=PERMISSIONS), migrations.RunPython.noop
        )
    ]
