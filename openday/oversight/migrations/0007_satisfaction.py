"""The first version of the promise about ratings, and the quality office's right to make the next."""

from datetime import date
from functools import partial

from django.db import migrations

from openday.accounts import roles

PERMISSIONS = ["oversight.add_satisfactionstandard", "oversight.view_satisfactionstandard"]


def seed(apps, schema_editor):
    # OVERSIGHT.md section 2: call back within a day, put right within 15 working days, one follow-up rating.
    apps.get_model("oversight", "SatisfactionStandard").objects.get_or_create(
        version=1,
        defaults={
            "valid_from": date(2020, 1, 1),
            "rating_days": 14,
            "call_back_days": 1,
            "redo_days": 15,
            "fewest_for_an_average": 10,
            "source": "政务服务“好差评”制度（浙江2019年等）；期限为本局自定",
            "source_en": "“Good or bad rating” of government services (Zhejiang 2019 and others); the limits are the bureau's own",
        },
    )


class Migration(migrations.Migration):
    dependencies = [("oversight", "0006_register"), ("accounts", "0002_roles")]
    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.RunPython(
            partial(roles.grant_in_migration, role=roles.QUALITY_OFFICE, permissions=PERMISSIONS), migrations.RunPython.noop
        ),
    ]
