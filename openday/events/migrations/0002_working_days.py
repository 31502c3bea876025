"""Load the working-day calendars 2024-2026 (State Council notices)."""

from dataclasses import asdict

from django.db import migrations

from openday.events import calendar_files


def load(apps, schema_editor):
    WorkCalendar = apps.get_model("events", "WorkCalendar")
    for path in sorted(calendar_files.SHIPPED.glob("*.csv")):
        WorkCalendar.objects.bulk_create([WorkCalendar(**asdict(row)) for row in calendar_files.read(path)], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
