"""What the home page shows of oversight: `{% load oversight_figures %}`."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from home.drawn import drawn
from home.remembered import remembered
from openday.oversight import commitments, public
from openday.oversight.figures import CaseFigures, case_figures

register = template.Library()


@register.simple_tag
def oversight_figures() -> SafeString:
    """`{% oversight_figures %}`: this year's counts as cards, with their period. Three queries, remembered for seconds."""
    return drawn("oversight/case_figures.html", figures=_case_figures())


@remembered
def _case_figures() -> CaseFigures:
    return case_figures(now=timezone.now())


@register.inclusion_tag("oversight/commitment_cards.html")
def oversight_commitments(count: int = 3, level: str = "h3") -> dict[str, Any]:
    """`{% oversight_commitments 3 %}`: the first commitments as cards. Three queries."""
    return {"commitments": commitments.cards()[:count], "level": level}


@register.inclusion_tag("oversight/latest_answers.html")
def oversight_answers(count: int = 3, level: str = "h3") -> dict[str, Any]:
    """`{% oversight_answers 3 %}`: the latest published cases as cards; nothing at all when there is none. One query."""
    return {"cases": [public.for_everyone(case) for case in public.public_rows()[:count]], "level": level}
