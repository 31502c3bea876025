"""From a kind, a language and a context to what the recipient reads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from css_inline import CSSInliner
from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.html import escape, linebreaks, urlize
from django.utils.safestring import mark_safe

from openday.language.names import TRADITIONAL
from openday.language.traditional import keep_up, to_traditional
from openday.mail import kinds, queries, rules
from openday.mail.letterhead import letterhead
from openday.mail.models import LetterText

HTML_LANG = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")


@dataclass(frozen=True)
class Rendered:
    """An email, ready but for its headers."""

    subject: str
    text: str
    html: str


def email(kind: str, language: str, context: Mapping[str, Any], *, staff_text: LetterText | None = None) -> Rendered:
    """Render the letter in its language.

    Templates: emails/<kind>/subject.txt, body.txt, body.html; without a body.html the text is set as HTML.
    They see the context, `head` (who writes), `base_url`, and `staff` with the words of staff (subject, intro,
    outro; `staff_text` instead of the stored ones, for previews).
    """
    keep_up()
    with translation.override(language):
        values = _values(kind, language, context)
        words = values["staff"] = _staff_words(kind, language, values, staff_text)
        subject = words["subject"] or _text(f"emails/{kind}/subject.txt", values)
        values["subject"] = subject = " ".join(subject.split())
        text = _body_text(kind, values)
        html = _inliner().inline(_body_html(kind, values, text))
        subject, text, html = (_in_our_words(part, kind, values) for part in (subject, text, html))
    return Rendered(subject, text, html)


def sms(kind: str, language: str, context: Mapping[str, Any], *, signed: bool = True) -> str:
    """Render emails/<kind>/sms.txt on one line, 【service】 in front as Chinese operators require."""
    keep_up()
    with translation.override(language):
        values = _values(kind, language, context)
        text = _in_our_words(" ".join(_text(f"emails/{kind}/sms.txt", values).split()), kind, values)
    service = values["head"]["service"]
    return f"【{service}】{text}" if signed and service and not text.startswith("【") else text


def _values(kind: str, language: str, context: Mapping[str, Any]) -> dict[str, Any]:
    verbatim = kinds.get(kind).verbatim
    values: dict[str, Any] = {}
    for name, value in context.items():
        if name in verbatim:
            values[name] = rules.harmless(value) if isinstance(value, str) else value
        else:
            values[name] = _in_traditional(value) if language == TRADITIONAL else value
    return values | {
        "head": letterhead(language),
        "language": language,
        "html_lang": HTML_LANG.get(language, language),
        "base_url": settings.BASE_URL,
        "kind": kind,
        # Letters to staff are named so; the reasons that a visitor is given would not be true for them.
        "to_staff": kind.startswith("staff_"),
    }


def _in_our_words(text: str, kind: str, values: Mapping[str, Any]) -> str:
    """The texts of the templates come from catalogues that know nothing of the glossary of staff; what was typed stays."""
    if values["language"] != TRADITIONAL:
        return text
    typed = [str(values[name]) for name in kinds.get(kind).verbatim if values.get(name)]
    if not typed:
        return to_traditional(text)
    parts = re.split(f"({'|'.join(re.escape(name) for written in typed for name in (written, escape(written)))})", text)
    parts[::2] = map(to_traditional, parts[::2])
    return "".join(parts)


def _in_traditional(value: Any) -> Any:
    """Derive the Traditional rendering of every text; what is Traditional already stays."""
    if isinstance(value, str):
        return to_traditional(value)
    if isinstance(value, list):
        return [_in_traditional(item) for item in value]
    if isinstance(value, dict):
        return {name: _in_traditional(item) for name, item in value.items()}
    return value


def _staff_words(kind: str, language: str, values: Mapping[str, Any], written: LetterText | None) -> dict[str, str]:
    written = written or queries.staff_text(kind, language)
    words = {}
    for part in ("subject", "intro", "outro"):
        text = getattr(written, part) if written else ""
        words[part] = rules.fill_places(to_traditional(text) if language == TRADITIONAL else text, values).strip()
    return words


def _text(template_name: str, values: Mapping[str, Any]) -> str:
    # Plain text: an apostrophe must not become &#x27;. The loader's own template would escape.
    template = get_template(template_name).template  # type: ignore[attr-defined]
    return str(template.render(Context(dict(values), autoescape=False))).strip()


def _body_text(kind: str, values: Mapping[str, Any]) -> str:
    name = f"emails/{kind}/body.txt"
    text = _text(name, values)
    if not _extends(name):
        text = _text("emails/base.txt", {**values, "body": text})
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return _BLANK_LINES.sub("\n\n", lines) + "\n"


def _body_html(kind: str, values: dict[str, Any], text: str) -> str:
    try:
        return get_template(f"emails/{kind}/body.html").render(values)
    except TemplateDoesNotExist as missing:
        if missing.args[0] != f"emails/{kind}/body.html":
            raise
    body = _text(f"emails/{kind}/body.txt", values) if not _extends(f"emails/{kind}/body.txt") else text
    return get_template("emails/base.html").render({**values, "body": mark_safe(urlize(linebreaks(body, autoescape=True)))})


@cache
def _extends(template_name: str) -> bool:
    return "{% extends" in str(get_template(template_name).template.source)  # type: ignore[attr-defined]


@cache
def _inliner() -> CSSInliner:
    """Mail programs drop style sheets: every rule goes into the elements; media queries stay in <style>."""
    css = Path(get_template("emails/letter.css").origin.name).read_text(encoding="utf-8")  # type: ignore[attr-defined]
    return CSSInliner(extra_css=css, load_remote_stylesheets=False, keep_at_rules=True, minify_css=True)
