"""What axe cannot measure on a page as it stands: every way to read it, targets, text spacing, and the way of the Tab key."""

import json
from pathlib import Path
from typing import Any

from tests.journeys.browser import Examiner, Visitor

_LOOK = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
# What the buttons of the masthead set on <html>, alone and together.
MODES = {
    "large": {"text": "large"},
    "contrast": {"contrast": "high"},
    "simple": {"layout": "simple"},
    "all three": {"text": "large", "contrast": "high", "layout": "simple"},
}
# The values of WCAG 2.2, 1.4.12.
_SPACING = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}"


def _ask(page: Any, question: str, *given: Any) -> Any:
    """The answer of one function of access.js."""
    return page.evaluate(f"(() => {{ {_LOOK}; return look.{question}({', '.join(map(json.dumps, given))}); }})()")


def barriers_in_every_mode(visitor: Visitor) -> list[str]:
    """What stands in the way on a copy of this page: plain, in each mode of the masthead, in forced colours, with text spaced out."""
    examiner: Examiner = visitor.examiner
    found = visitor.barriers()
    page = examiner.page
    found += [*_ask(page, "unmarked"), *_ask(page, "targets"), *_ask(page, "sideways")]
    for name, modes in MODES.items():
        _ask(page, "read", modes)
        found += [f"{name}: {one}" for one in (*examiner.measure(), *_ask(page, "targets"), *_ask(page, "sideways"))]
    _ask(page, "read", {})
    page.emulate_media(forced_colors="active")
    found += _ask(page, "alike")
    page.emulate_media(forced_colors="none")
    before = _ask(page, "clipped")
    page.add_style_tag(content=_SPACING)
    return [*found, *(f"spaced out: {one}" for one in (*_ask(page, "clipped"), *_ask(page, "sideways")) if one not in before)]


def barriers_for_the_keyboard(visitor: Visitor, *, most: int = 300) -> list[str]:
    """Walk the page by Tab: each stop stands in the window, is not covered, and has an outline of 3 to 1."""
    page, found = visitor.page, []
    _ask(page, "begin")
    for number in range(most):
        page.keyboard.press("Tab")
        stop = _ask(page, "focus")
        if stop is None or (number and stop["again"]):
            return found
        if not stop["inside"]:
            found.append(f"2.4.7 out of sight: {stop['text']}")
        elif stop["covered"]:
            found.append(f"2.4.11 covered: {stop['text']}")
        if not stop["outlined"]:
            found.append(f"2.4.7 no outline: {stop['text']}")
        elif stop["contrast"] < 3:
            found.append(f"1.4.11 outline {stop['contrast']:.1f}: {stop['text']}")
    return [*found, f"2.1.2 no end after {most} stops"]
