from openday.events.models.calendar import WorkCalendar
from openday.events.models.choices import AccessFact, Audience, GuideLanguage
from openday.events.models.open_days import OpenDay
from openday.events.models.pages import OpenDayIndexPage, OpenDayPage
from openday.events.models.season import ChangedSession, Series, SessionChange
from openday.events.models.sessions import Pool, Session

__all__ = [
    "AccessFact",
    "Audience",
    "ChangedSession",
    "GuideLanguage",
    "OpenDay",
    "OpenDayIndexPage",
    "OpenDayPage",
    "Pool",
    "Series",
    "Session",
    "SessionChange",
    "WorkCalendar",
]
