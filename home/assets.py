"""Join the style sheets and the scripts into one file each when they are collected; no build step for the developer."""

import re
import tempfile
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/site.css"
SCRIPT = "js/site.js"
_CSS_IMPORT = re.compile(r'@import "([^"]+)";')
_JS_IMPORT = re.compile(r'^import "\./([^"]+)";$', re.MULTILINE)

_JS_NAMED_IMPORT = re.compile(r'^import \{([\w, ]+)\} from "\./([^"]+)";$', re.MULTILINE)


def _read(name: str) -> str:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(f"{name} is imported but does not exist in static/")
    return Path(str(found)).read_text(encoding="utf-8")


def trim(css: str) -> str:
    """Drop comments and needless space. Strings in our sheets hold no comment marks and no braces."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    return css.replace(";}", "}").strip()


def joined_sheet() -> str:
    """`css/site.css` with every import in its place."""
    whole = _CSS_IMPORT.sub(lambda found: _read(f"css/{found[1]}"), _read(SHEET))
    return trim(whole)


def joined_script() -> str:
    """`js/site.js` with every module in a block of its own, so that their names do not meet."""
    whole = _JS_IMPORT.sub(lambda found: f"{{\n{_module(found[1])}}}\n", _read(SCRIPT))
    return re.sub(r"^[ \t]*//.*\n", "", whole, flags=re.MULTILINE)


def _module(name: str) -> str:
    """The module `name` as plain statements; what it imports by name from a neighbour is wrapped in.

    Understands `import { a, b } from "./x.js";` and `export function|const|class`. More is refused.
    """
    source = _JS_NAMED_IMPORT.sub(
        lambda found: f"const {{{found[1]}}} = (() => {{\n{_module(found[2])}return {{{found[1]}}};\n}})();", _read(f"js/{name}")
    )
    source = re.sub(r"^export (?=(async )?function|const|class)", "", source, flags=re.MULTILINE)
    if re.search(r"^(import|export)\b", source, re.MULTILINE):
        raise ValueError(f"js/{name} imports or exports in a way that home/assets.py cannot join")
    return source


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hash and compress as WhiteNoise does, after joining the parts."""

    def post_process(self, paths: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            source = FileSystemStorage(folder)
            for name, join in ((SHEET, joined_sheet), (SCRIPT, joined_script)):
                if name in paths:
                    target = Path(folder) / name
                    target.parent.mkdir(exist_ok=True)
                    target.write_text(join(), encoding="utf-8")
                    paths[name] = (source, name)
            yield from super().post_process(paths, *args, **kwargs)
