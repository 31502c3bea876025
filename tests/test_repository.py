"""Rules of the house that no single room can keep alone."""

import re
import site
import subprocess
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split("\n")
FILES = [ROOT / name for name in TRACKED if name and (ROOT / name).is_file()]
# Names that are written in pages without being contacted: vocabularies, examples, this machine.
HARMLESS_HOSTS = re.compile(
    r"^(www\.w3\.org|schema\.org|www\.sitemaps\.org|127\.0\.0\.1|localhost|testserver|([a-z0-9-]+\.)*example\.(org|com|net)|beian\.miit\.gov\.cn|beian\.mps\.gov\.cn|www\.beian\.gov\.cn)$"
)


def files(*patterns: str) -> list[Path]:
    return [path for path in FILES if any(path.relative_to(ROOT).match(pattern) for pattern in patterns)]


def test_site_is_a_folder_and_the_standard_library_keeps_its_name():
    assert not (ROOT / "site" / "__init__.py").exists()
    assert not (ROOT / "site" / "locale" / "__init__.py").exists()
    assert hasattr(site, "getsitepackages")


def test_gitignore_does_not_swallow_the_site_folder():
    ignored = subprocess.run(
        ["git", "check-ignore", "site/config/settings.py", "site/locale/zh_Hans/LC_MESSAGES/django.mo"], cwd=ROOT, check=False
    )

    assert ignored.returncode == 1


def test_templates_and_scripts_name_no_foreign_host():
    found = set()
    for path in files("*.html", "*.js", "*.css"):
        if "vendor" in path.parts or ROOT / "tests" in path.parents:
            continue
        for host in re.findall(r"(?:https?:)?//([a-zA-Z0-9.-]+\.[a-zA-Z]{2,}|localhost)", path.read_text(encoding="utf-8")):
            if not HARMLESS_HOSTS.match(host):
                found.add((str(path.relative_to(ROOT)), host))

    assert found == set()


def test_no_file_keeps_a_merge_conflict():
    found = subprocess.run(["git", "grep", "-lE", "^(<<<<<<<|>>>>>>>) "], cwd=ROOT, capture_output=True, text=True, check=False)

    assert found.stdout == ""


def test_templates_have_no_inline_style_or_script():
    found = set()
    for path in files("*.html"):
        # Clients that read letters know no style sheets: letters get theirs inlined at delivery.
        if "emails" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if re.search(r'\sstyle="|\son[a-z]+="|<style\b', text) or re.search(
            r"<script(?![^>]*\b(src|type=\"application/(ld\+)?json\"))", text
        ):
            found.add(str(path.relative_to(ROOT)))

    assert found == set()


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_catalogues_are_complete(language):
    folder = ROOT / "site" / "locale" / language / "LC_MESSAGES"
    catalogue = polib.pofile(str(folder / "django.po"))

    assert [entry.msgid for entry in catalogue if not entry.translated() and not entry.obsolete] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    compiled = {(entry.msgctxt, entry.msgid) for entry in polib.mofile(str(folder / "django.mo")) if entry.msgid}
    assert compiled == {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_translations_keep_every_placeholder(language):
    catalogue = polib.pofile(str(ROOT / "site" / "locale" / language / "LC_MESSAGES" / "django.po"))
    lost = []
    for entry in catalogue:
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        for text in texts:
            wanted = set(re.findall(r"%\(\w+\)[sd]", entry.msgid_plural or entry.msgid))
            if set(re.findall(r"%\(\w+\)[sd]", text)) != wanted:
                lost.append(entry.msgid)

    assert lost == []


def test_readme_shows_only_commands_that_exist():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *files("docs/*.md", "docs/operations/*.md")]
    named = {name for page in pages for name in re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)}

    assert {"run", "test"} <= named
    assert named - targets == set()


def test_requirements_are_pinned_with_hashes():
    for name in ("requirements.txt", "requirements-dev.txt"):
        blocks = re.split(r"\n(?=[a-zA-Z0-9])", (ROOT / name).read_text())
        pins = [block for block in blocks if re.match(r"[a-zA-Z0-9]", block)]
        assert pins
        assert [block.split()[0] for block in pins if "==" not in block or "--hash=sha256:" not in block] == []


def test_no_room_is_a_drawer():
    drawers = {"utils", "helpers", "common", "misc", "manager", "data", "info"}

    assert [path for path in files("*.py") if path.stem in drawers or path.parent.name in drawers] == []


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(path.name[:4]) for path in files("docs/decisions/*.md"))

    assert numbers == list(range(1, len(numbers) + 1))
