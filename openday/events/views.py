"""Live places and the public calendar."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.freshness import seconds_until
from home.remembered import remembered
from openday.events import ical, queries
from openday.language.names import in_our_words

_MOST_IDS = 100
_LARGEST_ID = 2**63 - 1


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """GET /api/places/?session=1&session=2 -> {"1": {"left": 3, "state": "open"}} (CONTRACT.md)."""
    asked = request.GET.getlist("session")
    if not asked or len(asked) > _MOST_IDS or not all(_is_id(text) for text in asked):
        return JsonResponse({"error": f"Give 1 to {_MOST_IDS} session numbers: ?session=1&session=2"}, status=400)
    now = timezone.now()
    found = queries.places({int(text) for text in asked}, now=now)
    response = JsonResponse({str(session_id): answer for session_id, answer in found.items()})
    # Short enough to be live, long enough that a rush of visitors shares one answer; and never beyond a release or a deadline.
    moments = [datetime.fromisoformat(answer[name]) for answer in found.values() for name in ("opens_at", "lots_until") if name in answer]
    changes_at = min((moment for moment in moments if moment > now), default=None)
    patch_cache_control(response, public=True, max_age=seconds_until(changes_at, 5))
    return response


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """GET /<lang>/open-days/calendar.ics: the sessions of the last 30 and the next 180 days, to subscribe to."""
    return _calendar_answer(_feed(get_language()), name="open-days.ics")


@require_safe
def open_day_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """GET /<lang>/open-days/<code>/calendar.ics: the same for one open day; 404 unless it has a public page."""
    if (feed := _feed(get_language(), code)) is None:
        raise Http404
    return _calendar_answer(feed, name=f"{code}.ics")


@require_safe
def session_calendar(request: HttpRequest, session_id: int) -> HttpResponse:
    """GET /<lang>/open-days/sessions/<id>.ics: one session, for the calendar of a phone; 404 unless it is public."""
    now = timezone.now()
    since, until = now - timedelta(days=30), now + timedelta(days=3660)
    entries = queries.calendar_entries(since=since, until=until, session_id=session_id) if session_id <= _LARGEST_ID else []
    if not entries:
        raise Http404
    return _calendar_answer(ical.public_calendar(entries, name=entries[0].title), name=f"session-{session_id}.ics")


def _calendar_answer(feed: bytes | None, *, name: str) -> HttpResponse:
    response = HttpResponse(feed, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=300)
    return response


@remembered
def _feed(language: str, code: str = "") -> bytes | None:
    # Half a millisecond for each session: many calendars ask at the full hour.
    now = timezone.now()
    name = in_our_words(_("Laboratory open days"))
    if code:
        page = next((page for page in queries.open_day_pages() if page.open_day.code == code), None)
        if page is None:
            return None
        name = page.open_day.name
    entries = queries.calendar_entries(since=now - timedelta(days=30), until=now + timedelta(days=180), code=code)
    return ical.public_calendar(entries, name=name)


def _is_id(text: str) -> bool:
    # isdecimal() alone lets other scripts' digits through; int() of thousands of digits is slow.
    return len(text) <= 19 and text.isascii() and text.isdecimal() and int(text) <= _LARGEST_ID
