"""The folder `site/` must never become a package: it would shadow the standard library."""

import site
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_site_is_a_folder_and_the_standard_library_keeps_its_name():
    assert not (ROOT / "site" / "__init__.py").exists()
    assert not (ROOT / "site" / "locale" / "__init__.py").exists()
    assert hasattr(site, "getsitepackages")
