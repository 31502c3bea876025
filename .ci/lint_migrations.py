"""Refuse migrations that an old release could not live with while a new one starts.

Uses django-migration-linter as a library: it need not be an installed app of the portal.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django_migration_linter import MigrationLinter  # noqa: E402

linter = MigrationLinter(
    path=str(ROOT),
    include_apps=["accounts", "mail", "home", "events", "registrations", "oversight"],
    # First migrations create their tables: no older release reads them.
    ignore_name_contains="0001_initial",
    quiet=["ok", "ignore"],
    no_cache=True,
)
linter.lint_all_migrations()
linter.print_summary()
sys.exit(linter.has_errors)
