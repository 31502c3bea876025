"""Bring the interface catalogues up to date: collect, derive Traditional, compile."""

import subprocess
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import BaseCommand, CommandParser, call_command

from openday.language.traditional import by_rule


class Command(BaseCommand):
    help = (
        "Collects the strings of code and templates into site/locale/zh_Hans, derives zh_Hant from it "
        "(entries marked '# by hand' stay as they are) and compiles both. Needs GNU gettext."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compendium", type=Path, help="folder of .po files whose translations fill the gaps")
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a string is missing or fuzzy")

    def handle(self, *args: Any, **options: Any) -> None:
        locale = Path(settings.LOCALE_PATHS[0])
        simplified_path = locale / "zh_Hans" / "LC_MESSAGES" / "django.po"
        traditional_path = locale / "zh_Hant" / "LC_MESSAGES" / "django.po"
        before = {path: path.read_bytes() for path in (simplified_path, traditional_path) if path.exists()}
        call_command(
            "makemessages",
            locale=["zh_Hans"],
            ignore_patterns=[".venv", "var", "tests", "media", "docs"],
            no_location=False,
            add_location="file",
            no_wrap=True,
            no_obsolete=True,
            verbosity=0,
        )
        simplified = polib.pofile(str(simplified_path), wrapwidth=0)
        # The date of collecting would change the file at every run.
        simplified.metadata.pop("POT-Creation-Date", None)
        simplified.metadata.update({"Language": "zh_Hans", "Plural-Forms": "nplurals=1; plural=0;"})
        simplified.metadata_is_fuzzy = False
        if options["compendium"]:
            _fill(simplified, options["compendium"])
        for entry in simplified:
            if "fuzzy" in entry.flags:
                entry.flags.remove("fuzzy")
                entry.msgstr, entry.msgstr_plural = "", ({0: ""} if entry.msgid_plural else {})
                # Left alone, its context would make the next run fail: "syntax error".
                entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
        simplified.save(str(simplified_path))
        _derive(simplified, traditional_path)
        gaps = [entry.msgid for entry in simplified if not entry.translated() and not entry.obsolete]
        for path in (simplified_path, traditional_path):
            if options["check"]:
                changed = before.get(path) != path.read_bytes()
                path.write_bytes(before.get(path, b""))
                if changed:
                    self.stderr.write(f"{path.relative_to(settings.ROOT)} is not up to date: run `make catalogues`.")
                    raise SystemExit(1)
            else:
                subprocess.run(["msgfmt", "--check-format", "-o", path.with_suffix(".mo"), path], check=True)
        if not options["check"]:
            _fill_gaps_of_wagtail()
        for gap in gaps:
            self.stderr.write(f"not translated: {gap!r}")
        if gaps and options["check"]:
            raise SystemExit(1)
        self.stdout.write(f"{len(simplified)} strings, {len(gaps)} without a translation.")


def _fill_gaps_of_wagtail() -> None:
    """Derive and compile the catalogues written by hand, also the one for scripts."""
    for folder in (Path(folder) for folder in settings.LOCALE_PATHS[1:]):
        for path in folder.glob("zh_Hans/LC_MESSAGES/*.po"):
            traditional = folder / "zh_Hant" / "LC_MESSAGES" / path.name
            _derive(polib.pofile(str(path), wrapwidth=0), traditional)
            for each in (path, traditional):
                subprocess.run(["msgfmt", "--check-format", "-o", each.with_suffix(".mo"), each], check=True)


def _fill(catalogue: polib.POFile, folder: Path) -> None:
    known = {(entry.msgctxt, entry.msgid): entry for path in sorted(folder.glob("*.po")) for entry in polib.pofile(str(path))}
    for entry in catalogue:
        found = known.get((entry.msgctxt, entry.msgid))
        if found is None or (entry.translated() and "fuzzy" not in entry.flags):
            continue
        if entry.msgid_plural:
            entry.msgstr_plural = {0: found.msgstr_plural.get(0) or found.msgstr}
        else:
            entry.msgstr = found.msgstr or found.msgstr_plural.get(0, "")
        entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
        if "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")


def _derive(simplified: polib.POFile, path: Path) -> None:
    """Write the Traditional catalogue; entries commented 'by hand' survive."""
    kept = {}
    if path.exists():
        kept = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path)) if "by hand" in e.tcomment}
    traditional = polib.POFile(wrapwidth=0)
    traditional.metadata = {**simplified.metadata, "Language": "zh_Hant"}
    for entry in simplified:
        own = kept.get((entry.msgctxt, entry.msgid))
        traditional.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgctxt=entry.msgctxt,
                msgid_plural=entry.msgid_plural,
                msgstr=own.msgstr if own else by_rule(entry.msgstr),
                msgstr_plural=(own.msgstr_plural if own else {index: by_rule(text) for index, text in entry.msgstr_plural.items()}),
                flags=[flag for flag in entry.flags if flag != "fuzzy"],
                tcomment=own.tcomment if own else "",
            )
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    traditional.save(str(path))
