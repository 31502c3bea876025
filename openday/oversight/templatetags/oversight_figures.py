"""What the home page shows of oversight: `{% load oversight_figures %}`."""

from django import template
from django.utils.safestring import SafeString

from home.drawn import drawn
from openday.accounts.models import Unit
from openday.oversight import front
from openday.oversight.findings import ledger

register = template.Library()


@register.simple_tag
def oversight_figures() -> SafeString:
    """`{% oversight_figures %}`: this year's counts as cards, with their period."""
    return drawn("oversight/case_figures.html", figures=front.figures())


@register.simple_tag
def oversight_commitments(count: int = 3, level: str = "h3") -> SafeString:
    """`{% oversight_commitments 3 %}`: the first commitments as cards."""
    return drawn("oversight/commitment_cards.html", commitments=front.cards()[:count], level=level)


@register.simple_tag
def unit_commitments(unit: Unit, count: int = 3, level: str = "h3") -> SafeString:
    """`{% unit_commitments page.unit 3 as cards %}`: what was promised for the unit, as cards; nothing when nothing was."""
    found = front.cards_of_unit(unit, count)
    return drawn("oversight/commitment_cards.html", commitments=found, level=level) if found else SafeString("")


@register.simple_tag
def oversight_answers(count: int = 3, level: str = "h3") -> SafeString:
    """`{% oversight_answers 3 %}`: the latest published cases as cards; nothing at all when there is none."""
    return drawn("oversight/latest_answers.html", cases=front.latest_answers(count), level=level)


@register.simple_tag
def findings_of_case(number: str) -> SafeString:
    """`{% findings_of_case case.number %}`: published findings that this case led to; nothing at all when there is none."""
    found = ledger.mentions(cases__number=number)
    return drawn("oversight/findings/mentions.html", findings=found, heading="case") if found else SafeString("")


@register.simple_tag
def findings_of_indicator(code: str) -> SafeString:
    """`{% findings_of_indicator indicator.code %}`: published findings that bear on it, with their actions and cases."""
    found = ledger.mentions(indicator__code=code)
    return drawn("oversight/findings/mentions.html", findings=found, heading="indicator") if found else SafeString("")


@register.simple_tag
def six_checks_matrix() -> SafeString:
    """`{% six_checks_matrix %}`: unit × check with counts found and struck off."""
    return drawn("oversight/findings/matrix_table.html", matrix=ledger.matrix())
