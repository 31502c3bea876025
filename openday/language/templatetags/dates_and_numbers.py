"""Days, times and counts in templates, in the active language."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html

from openday.language import formats

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """{{ session.starts_at|day }}: 2026年11月22日（星期日）."""
    return formats.day(value) if value else ""


@register.filter
def plain_day(value: date | datetime | None) -> str:
    """{{ case.received_at|plain_day }}: the day without its weekday, 2026年11月22日."""
    return formats.day(value, weekday=False) if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """{{ session.starts_at|short_day }}: 11月22日 周日."""
    return formats.short_day(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """{{ session.starts_at|clock }}: 09:30."""
    return formats.clock(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """{{ case.received_at|moment }}: 2026年11月22日（星期日）09:30."""
    return formats.moment(value) if value else ""


@register.filter
def unbroken(words: str) -> str:
    """{{ case.due_on|day|unbroken }}: within a sentence, no line ends inside the bracket of the weekday."""
    before, bracket, rest = words.partition("（")
    weekday, closing, after = rest.partition("）")
    return format_html('{}<span class="nowrap">（{}）</span>{}', before, weekday, after) if bracket and closing else words


@register.filter
def number(value: int | None) -> str:
    """{{ count|number }}: 12,345."""
    return "" if value is None else formats.number(value)


@register.simple_tag
def time_range(starts_at: datetime, ends_at: datetime) -> str:
    """{% time_range session.starts_at session.ends_at %}: 09:30–11:00."""
    return formats.time_range(starts_at, ends_at)


@register.simple_tag
def day_and_times(starts_at: datetime, ends_at: datetime) -> str:
    """{% day_and_times session.starts_at session.ends_at %}: 2026年11月22日（星期日）09:30–11:00; no line ends inside weekday or times."""
    times = formats.time_range(starts_at, ends_at)
    before, bracket, weekday = formats.day_and_times(starts_at, ends_at).removesuffix(times).partition("（")
    if bracket:
        return format_html('{}<span class="nowrap">（{}</span><span class="nowrap">{}</span>', before, weekday, times)
    return format_html('{}<span class="nowrap">{}</span>', before, times)


@register.filter
def machine_time(value: date | datetime | None) -> str:
    """The `datetime` attribute of <time>: 2026-11-22T09:30+08:00, or 2026-11-22 for a day."""
    if value is None:
        return ""
    return formats.machine_time(value)
