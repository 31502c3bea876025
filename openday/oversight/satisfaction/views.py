"""The page on which an answer is rated: by the link of a letter, or by receipt. GET changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from openday.intake.limits import allow
from openday.oversight.models import Case, Rating
from openday.oversight.satisfaction import actions, asking, figures, queries, rules
from openday.oversight.satisfaction.forms import RatingForm
from openday.oversight.views import cookies, frames
from openday.oversight.views.receipts import opened_case

RATING_COOKIE = "rating"
RATING_LASTS = timedelta(minutes=30)
TRIES_PER_HOUR = 30


@never_cache
@require_safe
def swap(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the token of a letter for a short-lived cookie and a clean address; looking at a link rates nothing."""
    rating = queries.by_token(token)
    if rating is None:
        return render(request, "oversight/satisfaction/unknown.html", status=404)
    response = redirect("oversight:rate")
    cookies.keep(response, RATING_COOKIE, {"rating": rating.pk}, view="oversight:rate", now=timezone.now(), lasts=RATING_LASTS)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest) -> HttpResponse:
    """The two questions, or thanks, or that the days are over."""
    now = timezone.now()
    rating = _mine(request, now=now)
    if rating is None:
        return frames.see_other(reverse("oversight:case"))
    form = RatingForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or rating.is_rated or rating.open_until <= now:
        return _page(request, rating, form=form if not form.is_bound else RatingForm(), now=now)
    if not allow("rate", str(rating.pk), limit=TRIES_PER_HOUR, seconds=3600):
        return frames.too_many(request, "")
    if not form.is_valid():
        return _page(request, rating, form=form, now=now, status=422)
    try:
        actions.rate(rating=rating, **form.cleaned_data, now=now)
    except actions.RatingOver:
        rating.refresh_from_db()
        return _page(request, rating, form=RatingForm(), now=now, status=409)
    return frames.see_other(f"{reverse('oversight:rate')}{'?own' if _is_own(request) else ''}")


def _is_own(request: HttpRequest) -> bool:
    """From the page of the case; otherwise a letter about another case could answer in its place."""
    return "own" in request.GET


def _mine(request: HttpRequest, *, now: datetime) -> Rating | None:
    if _is_own(request):
        case = opened_case(request, now=now)
        if case is None:
            return None
        return queries.open_to_rate(case, now=now) or queries.latest_given(case)
    kept = cookies.read(request, RATING_COOKIE, now=now)
    return Rating.objects.select_related("case", "standard").filter(pk=kept["rating"]).first() if kept else None


def _page(request: HttpRequest, rating: Rating, *, form: RatingForm, now: datetime, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "number": rating.case.number,
        "is_follow_up": rating.round == rules.FOLLOW_UP,
        "open_until": timezone.localdate(rating.open_until),
        "is_own": _is_own(request),
        "standing": standing(rating.case, now=now),
    }
    name = "thanks" if rating.is_rated else "over" if rating.open_until <= now else "rate"
    return render(request, f"oversight/satisfaction/{name}.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the rating of a case stands, for its author: the last one given, the one still open, the call that follows."""

    process: str = ""
    result: str = ""
    rated_on: date | None = None
    open_until: date | None = None
    call_due_on: date | None = None
    call_done_on: date | None = None
    is_reachable: bool = False


def standing(case: Case, *, now: datetime) -> Standing | None:
    """None while nothing was asked. One query."""
    asked = list(case.ratings.select_related("call_back").order_by("round"))
    if not asked:
        return None
    given = [rating for rating in asked if rating.is_rated]
    last = given[-1] if given else None
    call = getattr(last, "call_back", None)
    is_open = asked[-1].rated_at is None and asked[-1].open_until > now
    return Standing(
        process=str(last.get_process_display()) if last else "",
        result=str(last.get_result_display()) if last else "",
        rated_on=timezone.localdate(last.rated_at) if last and last.rated_at else None,
        open_until=timezone.localdate(asked[-1].open_until) if is_open else None,
        call_due_on=call.due_on if call and call.done_at is None else None,
        call_done_on=timezone.localdate(call.done_at) if call and call.done_at else None,
        is_reachable=case.may_be_written_to,
    )


@frames.public
def satisfaction(request: HttpRequest) -> HttpResponse:
    """What citizens say: this year so far, and last year."""
    today = timezone.localdate()
    years = [
        figures.satisfaction_figures(first=date(today.year, 1, 1), last=today),
        figures.satisfaction_figures(first=date(today.year - 1, 1, 1), last=date(today.year - 1, 12, 31)),
    ]
    context = {
        "current": years[0],
        "standard": asking.standard_on(timezone.now()),
        "years": [one for one in years if one.asked],
        "levels": [str(level.label) for level in rules.Level],
    }
    return render(request, "oversight/satisfaction/page.html", context)
