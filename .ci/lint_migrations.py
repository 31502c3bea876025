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

from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django_migration_linter import MigrationLinter  # noqa: E402
from fold_first_migration import foldable  # noqa: E402

APPS = ["accounts", "mail", "home", "events", "registrations", "oversight"]
linter = MigrationLinter(
    path=str(ROOT),
    include_apps=APPS,
    # First migrations create their tables: no older release reads them.
    ignore_name_contains="0001_initial",
    quiet=["ok", "ignore"],
    no_cache=True,
)
linter.lint_all_migrations()
linter.print_summary()

found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
slow = [app for app in APPS if foldable(found[app, "0001_initial"])]
if slow:
    sys.stderr.write(f"First migrations that make tables twice: python .ci/fold_first_migration.py {' '.join(slow)}\n")
sys.exit(linter.has_errors or bool(slow))
