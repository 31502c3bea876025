"""Fill the site with demo content and serve it."""

import importlib
import importlib.util
import json
import logging
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser, call_command
from django.utils import timezone

from home import pictures
from home.models import SiteImage

# Bottom floor first: each room builds on what the ones below it made.
ROOMS = ("openday.accounts", "home", "openday.events", "openday.registrations", "openday.oversight")


def fill(*, now: datetime, seed: int = 1, scale: int = 0) -> dict[str, Any]:
    """Fill every room that has demo content, and return what they tell, with whole addresses."""
    told: dict[str, Any] = {"addresses": {}, "users": [], "open_days": [], "sessions": []}
    for room in ROOMS:
        if importlib.util.find_spec(f"{room}.demo") is None:
            continue
        for key, value in importlib.import_module(f"{room}.demo").fill(now=now, seed=seed, scale=scale).items():
            if isinstance(value, dict):
                told.setdefault(key, {}).update(value)
            elif isinstance(value, list):
                told.setdefault(key, []).extend(value)
            else:
                told[key] = value
    base = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}" if settings.BASE_URL.startswith("http://127.") else settings.BASE_URL
    whole = {name: path if "://" in str(path) else f"{base}{path}" for name, path in told["addresses"].items()}
    told["addresses"] = {**whole, "admin": f"{base}/admin/"}
    return told


class Command(BaseCommand):
    help = "Fills the site with demo content (safe to repeat), prints addresses and sign-ins, then serves it on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", type=Path, metavar="FILE", help="write addresses, users, open days and sessions to FILE")
        parser.add_argument("--seed", type=int, default=1, help="where chance starts, for repeatable content")
        parser.add_argument("--scale", type=int, default=0, help="add this many sessions, registrations and cases for load work")
        parser.add_argument("--no-serve", action="store_true", help="fill only")

    def handle(self, *args: Any, **options: Any) -> None:
        # Wagtail tells of each page it makes, 150 lines that hide what the reader looks for.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        told = fill(now=timezone.now(), seed=options["seed"], scale=options["scale"])
        if options["json"]:
            options["json"].write_text(json.dumps(told, ensure_ascii=False, indent=2, default=str), encoding="utf-8")
        self._print(told)
        # After the rooms: drawing takes a while, and SQLite would keep every other writer waiting.
        pictures.warm(SiteImage.objects.all())
        if not options["no_serve"]:
            self._serve()

    def _print(self, told: dict[str, Any]) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING("演示网站已就绪 / The demo site is ready"))
        for name, address in told["addresses"].items():
            self.stdout.write(f"  {name:<22} {address}")
        self.stdout.write(self.style.MIGRATE_HEADING("演示账号 / Demo sign-ins"))
        for user in told["users"]:
            self.stdout.write(f"  {user['username']:<22} {user['password']:<22} {user['role']}")

    def _serve(self) -> None:
        """Replace this process by the server; stays until Ctrl+C."""
        port = os.environ.get("PORT", "8000")
        if settings.DEBUG or importlib.util.find_spec("granian") is None:
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)
            return
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(settings.ROOT / "site"), str(settings.ROOT)])}
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port]
        command += ["--workers", "1", "--blocking-threads", "4", "config.wsgi:application"]
        self.stdout.write(f"http://127.0.0.1:{port}/  (Ctrl+C)")
        self.stdout.flush()
        # The server's own signals end it; a KeyboardInterrupt here is that same Ctrl+C.
        try:
            subprocess.run(command, env=environment, cwd=settings.ROOT, check=False)
        except KeyboardInterrupt:
            self.stdout.write("")
