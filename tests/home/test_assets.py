"""The joined style sheet and script are what the single files say."""

import re
import shutil
import subprocess

import pytest

from home import assets


def test_joined_script_imports_and_exports_nothing():
    script = assets.joined_script()

    assert re.findall(r"^\s*(?:import|export)\b.*", script, re.MULTILINE) == []


def test_joined_script_gives_a_module_the_names_that_it_imports():
    script = assets.joined_script()

    assert "const { hasher } = (() => {" in script
    assert "return { hasher };" in script


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_joined_script_is_a_script_that_an_engine_reads(tmp_path):
    path = tmp_path / "site.mjs"
    path.write_text(assets.joined_script(), encoding="utf-8")

    assert subprocess.run(["node", "--check", str(path)], check=False).returncode == 0


def test_joined_sheet_imports_nothing():
    assert "@import" not in assets.joined_sheet()
