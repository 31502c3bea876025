"""Let editors keep the words that stand for others in the search."""

from functools import partial

from django.db import migrations

from openday.accounts import roles

PERMISSIONS = [f"home.{verb}_synonymgroup" for verb in ("add", "change", "delete", "view")]


class Migration(migrations.Migration):
    dependencies = [("home", "0004_permissions"), ("accounts", "0002_roles"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [
        migrations.RunPython(partial(roles.grant_in_migration, role=roles.EDITOR, permissions=PERMISSIONS), migrations.RunPython.noop)
    ]
