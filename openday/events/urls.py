"""Addresses of this room. The pages of open days are Wagtail's own."""

from django.urls import URLResolver, path
from django.urls.resolvers import LocalePrefixPattern, RegexPattern

from home import feeds
from openday.events import open_day_feed, views

_for_machines = [path("api/places/", views.places, name="places")]
_in_each_language = [
    path("open-days/calendar.ics", views.calendar, name="calendar"),
    path("open-days/<slug:code>/calendar.ics", views.open_day_calendar, name="open_day_calendar"),
    path("open-days/sessions/<int:session_id>.ics", views.session_calendar, name="session_calendar"),
    path("open-days/feed.atom", open_day_feed.open_days, {"kind": feeds.ATOM}, name="feed_atom"),
    path("open-days/feed.json", open_day_feed.open_days, {"kind": feeds.JSON}, name="feed_json"),
]

# One namespace with addresses with and without a language in front: include() refuses a language
# prefix below the root, so the resolver is built by hand.
resolver = URLResolver(
    RegexPattern(r""),
    [*_for_machines, URLResolver(LocalePrefixPattern(), _in_each_language)],
    app_name="events",
    namespace="events",
)
