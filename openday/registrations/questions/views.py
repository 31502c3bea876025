"""A party changes its answers, behind the secret link."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from openday.registrations.facts import NotActive
from openday.registrations.questions import actions, queries
from openday.registrations.questions.forms import AnswersForm
from openday.registrations.views.answers import SeeOther, page, private
from openday.registrations.views.tickets import mine, stranger, ticket_words


@private
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, code: str) -> HttpResponse:
    """Show and take the form with the organiser's questions, as long as the visit can be changed."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    now = timezone.now()
    words = ticket_words(registration, now=now)
    asked = queries.active(registration.session.open_day_id)
    if not words["may_cancel"] or not asked:
        return page(request, "too_late", words, status=409 if request.method == "POST" else 200)
    party: dict[str, Any] = {"questions": asked, "children": registration.party.minors}
    if request.method != "POST":
        known = {one.asked.field: one.value for one in queries.answers_of(registration.pk, asked)}
        return page(request, "questions/answers", words | {"form": AnswersForm(initial=known, request=request, **party)})
    form = AnswersForm(request.POST, request=request, **party)
    if not form.is_valid():
        return page(request, "questions/answers", words | {"form": form}, status=422)
    try:
        actions.change_answers(registration=registration, asked=asked, given=form.given(), now=now)
    except NotActive:
        return page(request, "too_late", words, status=409)
    return SeeOther(reverse("registrations:ticket", args=[registration.code]) + "?said=answered")
