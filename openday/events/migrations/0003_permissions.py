"""Give the roles their rights on open days and sessions; which rows are theirs, their unit decides."""

from functools import partial

from django.db import migrations

from openday.accounts import roles

EVERYTHING = [f"events.{verb}_{model}" for model in ("openday", "session") for verb in ("add", "change", "view")]


class Migration(migrations.Migration):
    dependencies = [("events", "0002_working_days"), ("accounts", "0002_roles")]
    operations = [
        migrations.RunPython(partial(roles.grant_in_migration, role=role, permissions=EVERYTHING), migrations.RunPython.noop)
        for role in (roles.ORGANISER, roles.ADMINISTRATOR)
    ]
