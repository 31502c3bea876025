"""Give editors and administrators the words for Traditional pages."""

from functools import partial

from django.db import migrations

from openday.accounts import roles

EVERYTHING = [f"home.{verb}_glossaryentry" for verb in ("add", "change", "delete", "view")]


class Migration(migrations.Migration):
    dependencies = [("home", "0003_search_index"), ("accounts", "0002_roles")]
    operations = [
        migrations.RunPython(partial(roles.grant_in_migration, role=role, permissions=EVERYTHING), migrations.RunPython.noop)
        for role in (roles.EDITOR, roles.ADMINISTRATOR)
    ]
