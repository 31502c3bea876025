"""The questions of an open day in the admin: what is asked, how many answered what; add, correct, put in order, archive."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.permissions import policy_registry

from openday.events.models import OpenDay
from openday.registrations.facts import Refused
from openday.registrations.questions import actions, queries, rules, wording
from openday.registrations.questions.facts import HasAnswers, PromisedShorter, StillAsked
from openday.registrations.questions.forms import QuestionForm
from openday.registrations.questions.models import Question
from openday.registrations.questions.rules import Asked

View = Callable[..., HttpResponse]


def own(view: View) -> View:
    """Organisers of the unit (and those above them); for everybody else there is no such open day and no such question."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        if not request.user.has_perm("registrations.change_registration"):
            raise Http404
        return view(request, pk, **more)

    return guarded


def _open_day(request: HttpRequest, pk: int) -> OpenDay:
    return get_object_or_404(policy_registry.get_by_type(OpenDay).visible_to(request.user), pk=min(pk, 2**63 - 1))


def _question(request: HttpRequest, pk: int) -> Question:
    own_open_days = policy_registry.get_by_type(OpenDay).visible_to(request.user)
    rows = Question.objects.select_related("open_day").filter(open_day__in=own_open_days)
    return get_object_or_404(rows, pk=min(pk, 2**63 - 1))


@own
@require_safe
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """All questions in order with their counts (4 queries beside the frame)."""
    open_day = _open_day(request, pk)
    asked = [row.asked for row in Question.objects.filter(open_day=open_day).order_by("archived_at", "position", "pk")]
    answered, chosen = queries.answered_by_question(open_day.pk), queries.counts(open_day.pk, asked)
    lines = [
        {
            "asked": one,
            "kind": dict(Question.Kind.choices)[one.kind],
            "answered": answered.get(one.pk, 0),
            "chosen": [(wording.choice(one, found.code), found.parties) for found in chosen.get(one.pk, ())],
            "warnings": _warnings(one),
        }
        for one in asked
    ]
    context = {
        "header_title": _("Questions to visitors"),
        "header_icon": "help",
        "page_subtitle": open_day.name,
        "breadcrumbs_items": _way(open_day),
        "open_day": open_day,
        "now_asked": [line for line in lines if not line["asked"].is_archived],  # type: ignore[attr-defined]
        "archived": [line for line in lines if line["asked"].is_archived],  # type: ignore[attr-defined]
        "most": rules.QUESTIONS_AT_MOST,
    }
    return _private(TemplateResponse(request, "registrations/questions/staff_index.html", context))


def _warnings(asked: Asked) -> list[str]:
    words = [asked.label_zh, asked.label_en, *(word for pair in asked.choices for word in pair)]
    return [wording.suspicion(code) for code in rules.suspicions(*words)]


@own
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    open_day = _open_day(request, pk)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    return _form_page(request, open_day, form, None)


@own
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    question = _question(request, pk)
    has_answers = queries.has_answers(question.pk)
    form = QuestionForm(request.POST if request.method == "POST" else None, question=question, has_answers=has_answers)
    return _form_page(request, question.open_day, form, question, has_answers=has_answers)


def _form_page(
    request: HttpRequest, open_day: OpenDay, form: QuestionForm, question: Question | None, *, has_answers: bool = False
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            if question is None:
                actions.ask(open_day=open_day, by=request.user, now=timezone.now(), **form.facts())
            else:
                actions.correct(question=question, by=request.user, now=timezone.now(), **form.facts())
        except Refused as refusal:
            form.add_error(None, _why(refusal))
            status = 409
        else:
            messages.success(request, _("The question is saved. Visitors read it within a minute."))
            for code in form.suspicions():
                messages.warning(request, wording.suspicion(code))
            return redirect("registrations-staff:questions", open_day.pk)
    title = _("Correct a question") if question else _("Add a question")
    context = {
        "header_title": title,
        "header_icon": "help",
        "breadcrumbs_items": _way(open_day, title),
        "form": form,
        "open_day": open_day,
        "question": question,
        "has_answers": has_answers,
        "past": list(question.past.order_by("-version")) if question else [],
    }
    return _private(TemplateResponse(request, "registrations/questions/staff_form.html", context, status=status))


@own
@require_POST
def act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Archive, ask again, delete, or move one step."""
    question = _question(request, pk)
    facts: dict[str, Any] = {"question": question, "by": request.user, "now": timezone.now()}
    try:
        if deed in {"up", "down"}:
            actions.move(question=question, up=deed == "up")
        else:
            {"archive": actions.archive, "ask-again": actions.ask_again, "delete": actions.delete}[deed](**facts)
    except Refused as refusal:
        messages.error(request, _why(refusal))
    else:
        messages.success(request, _("Done. Visitors see it within a minute."))
    return redirect("registrations-staff:questions", question.open_day_id)


def _why(refusal: Refused) -> str:
    if isinstance(refusal, HasAnswers):
        return _("Somebody answered already. Archive this question and add a new one instead.")
    if isinstance(refusal, PromisedShorter):
        return _("Who answered was told that the answer is erased sooner: the days can only become fewer.")
    if isinstance(refusal, StillAsked):
        return _("Visitors may be filling in a form with this question. Archive it first; two minutes later it can be deleted.")
    return _("An open day asks at most %(most)d questions. Archive one first.") % {"most": rules.QUESTIONS_AT_MOST}


def _way(open_day: OpenDay, here: str = "") -> list[dict[str, str]]:
    index = {"url": reverse("registrations-staff:questions", args=[open_day.pk]) if here else "", "label": _("Questions to visitors")}
    way = [{"url": reverse("open-days:edit", args=[open_day.pk]), "label": open_day.name}, index]
    return [*way, {"url": "", "label": here}] if here else way


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


DEEDS = ("archive", "ask-again", "delete", "up", "down")
urlpatterns = [
    path("open-day/<int:pk>/questions/", index, name="questions"),
    path("open-day/<int:pk>/questions/add/", add, name="question_add"),
    path("questions/<int:pk>/", edit, name="question"),
    *(path(f"questions/<int:pk>/{deed}/", act, {"deed": deed}, name=f"question_{deed.replace('-', '_')}") for deed in DEEDS),
]
