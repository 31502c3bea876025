"""The top floor: settings, addresses, server entry points. Nothing imports it."""

import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
# Application servers start from folders of their own choosing; whoever finds
# `config` must also find `home` and `openday`.
for _folder in (_ROOT / "site", _ROOT):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))
