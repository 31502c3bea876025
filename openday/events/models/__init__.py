from openday.events.models.calendar import WorkCalendar
from openday.events.models.open_days import OpenDay, Pool, Session

__all__ = ["OpenDay", "Pool", "Session", "WorkCalendar"]
