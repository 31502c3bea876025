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
_JS_NAMES = re.compile(r'^import \{ ([\w, ]+) \} from "\./([^"]+)";$', re.MULTILINE)


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
    """`js/site.js` with every module in a block of its own, so that their names do not meet.

    Modules wired by data- attributes export nothing; they may import names from a module that imports
    nothing itself. Anything else is refused here.
    """

    def needed(found: re.Match[str]) -> str:
        source = re.sub(r"^export ", "", _read(f"js/{found[2]}"), flags=re.MULTILINE)
        return f"const {{ {found[1]} }} = (() => {{\n{source}return {{ {found[1]} }};\n}})();"

    def block(found: re.Match[str]) -> str:
        source = _JS_NAMES.sub(needed, _read(f"js/{found[1]}"))
        if re.search(r"^(import|export)\b", source, re.MULTILINE):
            raise ValueError(f"js/{found[1]} imports or exports more than site.js can join")
        return f"{{\n{source}}}\n"

    whole = _JS_IMPORT.sub(block, _read(SCRIPT))
    return re.sub(r"^[ \t]*//.*\n", "", whole, flags=re.MULTILINE)


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
