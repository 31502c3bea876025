"""Whole pages in Traditional characters: texts change, markup and what people typed do not."""

import re

from openday.language.traditional import to_traditional

# One alternative per first letter and possessive repeats: broken markup costs no more than good.
_TAG = re.compile(
    r"<!--.*?-->|<[!?][^>]*>|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)(?P<rest>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>", re.DOTALL
)
# Nothing inside is markup; a textarea holds what the visitor wrote.
_RAW = {"script", "style", "textarea"}
# To be read letter for letter.
_OPAQUE = {"code", "pre", "kbd", "samp"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_FOREIGN = re.compile(r"(?<![\w:-])(?:translate\s*=\s*[\"']?no\b|lang\s*=\s*[\"']?(?:en|zh-hans|zh-cn)\b)", re.IGNORECASE)
_SHOWN = re.compile(
    r"(?<![\w:-])(?P<start>(?:alt|title|placeholder|label|aria-label|aria-description|aria-valuetext|data-text(?:-[a-z-]+)?)\s*=\s*)"
    r"(?P<text>\"[^\"]*\"|'[^']*')",
    re.IGNORECASE,
)
_META = re.compile(
    r"(?<![\w:-])(?:name|property)\s*=\s*[\"'](?:description|keywords|author|application-name|(?:og|twitter):[\w:]+)[\"']", re.I
)
_BUTTON = re.compile(r"(?<![\w:-])type\s*=\s*[\"']?(?:submit|button|reset)\b", re.IGNORECASE)
_NAMED = re.compile(r"(?<![\w:-])name\s*=", re.IGNORECASE)
_CONTENT = re.compile(r"(?<![\w:-])(?P<start>content\s*=\s*)(?P<text>\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_VALUE = re.compile(r"(?<![\w:-])(?P<start>value\s*=\s*)(?P<text>\"[^\"]*\"|'[^']*')", re.IGNORECASE)


def html_to_traditional(html: str) -> str:
    """Return the page with its readable texts in Traditional characters.

    Texts are: text nodes; alt, title, placeholder, label, aria-label and data-text-… attributes; descriptions in
    <meta>; the face of an <input type="submit"> that carries no data. Everything else stays letter for letter:
    scripts, code, form values, textareas, and whatever stands in translate="no", lang="en" or lang="zh-Hans".
    """
    if html.isascii():
        return html
    parts: list[str] = []
    position = 0
    # The element we wait to be closed, and how many of its name are open inside it.
    waiting_for, depth = "", 0
    while (tag := _TAG.search(html, position)) is not None:
        if tag.start() > position:
            text = html[position : tag.start()]
            parts.append(text if waiting_for else to_traditional(text))
        position = tag.end()
        markup, name = tag.group(), (tag["name"] or "").lower()
        parts.append(markup if waiting_for or tag["close"] or not name else _attributes(markup, name))
        if not name or name in _VOID or markup.endswith("/>"):
            continue
        if name == waiting_for:
            depth += -1 if tag["close"] else 1
            waiting_for = waiting_for if depth else ""
        elif not waiting_for and not tag["close"] and (name in _OPAQUE or _FOREIGN.search(tag["rest"])) and name != "html":
            waiting_for, depth = name, 1
        if name in _RAW and not tag["close"]:
            # No markup inside: a "<b>" in a script or a textarea opens nothing.
            end = re.compile(f"</{name}", re.IGNORECASE).search(html, position)
            stop = end.start() if end else len(html)
            parts.append(html[position:stop])
            position = stop
    rest = html[position:]
    parts.append(rest if waiting_for else to_traditional(rest))
    return "".join(parts)


def _attributes(markup: str, name: str) -> str:
    if markup.isascii() or _FOREIGN.search(markup):
        return markup
    markup = _SHOWN.sub(_convert, markup)
    if name == "meta" and _META.search(markup):
        return _CONTENT.sub(_convert, markup)
    if name == "input" and _BUTTON.search(markup) and not _NAMED.search(markup):
        return _VALUE.sub(_convert, markup)
    return markup


def _convert(attribute: re.Match[str]) -> str:
    return attribute["start"] + to_traditional(attribute["text"])
