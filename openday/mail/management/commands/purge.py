"""Erase what has been kept long enough, in every room."""

import logging
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Erases personal data and old rows whose time is over. A room declares its sweep on its AppConfig: "
        'retention = "openday.mail.retention.sweep", a function of (now, dry_run) that returns counts.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what would go, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        now, dry_run = timezone.now(), options["dry_run"]
        failed = []
        for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
            if not (path := getattr(config, "retention", None)):
                continue
            try:
                counts = import_string(path)(now, dry_run)
            except Exception:
                # The other rooms' data must not outlive its time because of one broken sweep.
                log.exception("The sweep %s failed", path)
                failed.append(config.label)
                continue
            for what, count in counts.items():
                self.stdout.write(f"{config.label}: {what}: {count}{' (dry run)' if dry_run else ''}")
        if failed:
            raise CommandError(f"Not swept: {', '.join(failed)}. The log says why.")
