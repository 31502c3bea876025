"""What a screen reader is told: Chromium's accessibility tree of a page, as rows of role, name and states."""

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.browser import Visitor

CONTROLS = {"link", "button", "textbox", "searchbox", "spinbutton", "combobox", "checkbox", "radio", "DisclosureTriangle", "Date"}
LANDMARKS = {"banner", "navigation", "main", "contentinfo", "complementary", "search", "region", "form"}


@dataclass(frozen=True)
class Heard:
    """One object of the tree. `told` holds properties such as level, pressed, invalid and describedby's text."""

    role: str
    name: str
    description: str = ""
    value: str = ""
    told: dict[str, Any] = field(default_factory=dict)


def heard(visitor: Visitor) -> list[Heard]:
    """The tree from top to bottom, without what is ignored."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    known = {node["nodeId"]: node for node in nodes}
    rows: list[Heard] = []

    def text_of(node: dict[str, Any]) -> str:
        return str(node.get("role", {}).get("value", ""))

    def walk(node: dict[str, Any]) -> None:
        if not node.get("ignored"):
            text = {name: str(node.get(name, {}).get("value", "")).strip() for name in ("role", "name", "description", "value")}
            told = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
            rows.append(Heard(**{**text, "name": re.sub(r"\s+", " ", text["name"])}, told=told))
        # The parts of a date field are the browser's own, and speak its language.
        for child in [] if text_of(node) == "Date" else node.get("childIds", []):
            if child in known:
                walk(known[child])

    walk(nodes[0])
    return rows


def of_role(rows: list[Heard], *roles: str) -> list[Heard]:
    return [row for row in rows if row.role in roles]


def named(rows: list[Heard], role: str, part: str) -> Heard:
    """The only object of `role` whose name holds `part`."""
    found = [row for row in rows if row.role == role and part in row.name]
    assert len(found) == 1, f"{len(found)} × {role} with {part!r} of {[row.name for row in rows if row.role == role]}"
    return found[0]


def noise(rows: list[Heard]) -> list[str]:
    """Controls without a name, names that say a thing twice, buttons alike that do different things, headings that leave a step out."""
    found = [f"no name: {row.role}" for row in rows if row.role in CONTROLS | {"image", "heading"} and not row.name]
    found += [f"twice: {row.name}" for row in rows if row.role in CONTROLS and re.search(r"(.{4,})\W*\1$", row.name)]
    buttons = [row.name for row in of_role(rows, "button")]
    found += sorted({f"alike: {name}" for name in buttons if buttons.count(name) > 1})
    marks = [(row.role, row.name) for row in of_role(rows, *LANDMARKS - {"region", "form"})]
    found += sorted({f"landmarks alike: {mark}" for mark in marks if marks.count(mark) > 1})
    levels = [row.told.get("level", 0) for row in of_role(rows, "heading")]
    if levels[:1] != [1] or levels.count(1) != 1:
        found.append(f"headings begin {levels[:3]}")
    found += [f"heading {after} after {before}" for before, after in itertools.pairwise(levels) if after > before + 1]
    return found


def links_alike(visitor: Visitor) -> list[str]:
    """Names that lead to different addresses from <main>."""
    return visitor.page.evaluate(
        """() => {
          const places = new Map();
          for (const link of document.querySelectorAll("main a[href]")) {
            const name = (link.getAttribute("aria-label") || link.textContent).replace(/\\s+/g, " ").trim();
            places.set(name, (places.get(name) || new Set()).add(link.href));
          }
          return [...places].filter(([, found]) => found.size > 1).map(([name]) => name);
        }"""
    )
