"""Films and their captions as players ask for them: a film in pieces, captions in the script of the page."""

import re

from django.http import HttpRequest, HttpResponse

from home.blocks.video import KINDS, LARGEST_CAPTIONS, ending
from home.models import SiteDocument
from openday.language.names import TRADITIONAL
from openday.language.traditional import keep_up, to_traditional

SCRIPT = "script"
# A player asks again for what comes next; a piece at a time fits into any worker's memory.
PIECE_BYTES = 1024 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def captions_address(document: SiteDocument, language: str) -> str:
    """Where the captions of a page in this language are."""
    return f"{document.url}?{SCRIPT}={language}" if language == TRADITIONAL else document.url


def answer_player(document: SiteDocument, request: HttpRequest) -> HttpResponse | None:
    """A piece of a film, or converted captions; None leaves the whole file to Wagtail.

    Wagtail's own view knows no ranges: iPhones then play nothing at all, and nobody can go back to what they missed.
    """
    if request.method not in {"GET", "HEAD"}:
        return None
    answer = None
    if ending(document) == ".vtt" and request.GET.get(SCRIPT) == TRADITIONAL:
        answer = _in_traditional(document)
    elif ending(document) in KINDS and "Range" in request.headers and document.is_stored_locally():
        answer = _piece(document, request)
    if answer is not None:
        # As Wagtail's view does: nothing in an uploaded file may run, or be taken for another kind of file.
        answer["Content-Security-Policy"] = "default-src 'none'"
        answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _in_traditional(document: SiteDocument) -> HttpResponse:
    keep_up()
    with document.open_file() as file:
        # Captions of another encoding than the standard's would show as nonsense anyway.
        words = file.read(LARGEST_CAPTIONS).decode("utf-8", errors="replace")
    return HttpResponse(to_traditional(words), content_type="text/vtt; charset=utf-8")


def _piece(document: SiteDocument, request: HttpRequest) -> HttpResponse | None:
    asked = _RANGE.fullmatch(request.headers["Range"].strip())
    tag = f'"{document.get_file_hash()}"'
    # Several ranges at once, another unit, or a piece of an older file: the whole file is always a right answer.
    if asked is None or not any(asked.groups()) or request.headers.get("If-Range", tag) != tag:
        return None
    size = document.file.size
    first, last = _between(asked[1], asked[2], size)
    if first >= size or last < first:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    last = min(last, size - 1, first + PIECE_BYTES - 1)
    with document.open_file() as file:
        file.seek(first)
        content = file.read(last - first + 1)
    headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {first}-{last}/{size}", "ETag": tag}
    return HttpResponse(content, status=206, content_type=document.content_type, headers=headers)


def _between(first: str, last: str, size: int) -> tuple[int, int]:
    """`5-9`, `5-` and `-5`, which means the last five."""
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), int(last) if last else size - 1
