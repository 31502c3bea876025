"""The waiting list on the visitor's page: answer an offer, say what else would do, read the rule."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openday.events.models import Pool
from openday.registrations import actions, queries, rules
from openday.registrations.facts import AlreadyRegistered, NotActive, OfferGone
from openday.registrations.forms import SmallerPartyForm
from openday.registrations.views.answers import SeeOther, page, private
from openday.registrations.views.tickets import mine, stranger, ticket_words


@private
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Accept or decline the offer that the page showed; 409 with the reason when it is gone."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    now = timezone.now()
    offer = queries.offer_of(registration, request.POST.get("offer", ""))
    refusal = _("These places went to the next party: the time to answer was over, or you have answered already.")
    if offer is not None:
        try:
            if request.POST.get("answer") == "yes":
                actions.accept(offer=offer, now=now)
            else:
                actions.decline(offer=offer, now=now)
            return SeeOther(reverse("registrations:ticket", args=[registration.code]))
        except AlreadyRegistered:
            refusal = _("You have another registration for that session or that day.")
        except (OfferGone, NotActive):
            registration.refresh_from_db()
    return page(request, "ticket", ticket_words(registration, now=now) | {"refusal": refusal}, status=409)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, code: str) -> HttpResponse:
    """Other sessions that would do, and a smaller party that would come; POST keeps them (303)."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    now = timezone.now()
    words = ticket_words(registration, now=now)
    if not words.get("may_choose"):
        return page(request, "too_late", words, status=409 if request.method == "POST" else 200)
    sessions = queries.sessions_to_move_to(registration, now=now)
    pools = {
        pool.session_id: pool for pool in Pool.objects.filter(session__in=[one.session.pk for one in sessions], kind=registration.pool.kind)
    }
    chosen = set(registration.other_sessions.values_list("pool__session_id", flat=True))
    form = SmallerPartyForm(request.POST if request.method == "POST" else None, registration=registration, request=request)
    if request.method == "POST":
        chosen = {pk for pk in pools if str(pk) in request.POST.getlist("session")}
        if form.is_valid():
            actions.choose(registration=registration, pools=[pools[pk] for pk in sorted(chosen)], smaller=form.party_or_none(), now=now)
            return SeeOther(reverse("registrations:ticket", args=[registration.code]) + "?said=chosen")
    context = {"sessions": [one for one in sessions if one.session.pk in pools], "chosen": chosen, "form": form}
    return page(request, "waiting_choices", words | context, status=422 if form.is_bound else 200)


@private
@require_POST
def coming(request: HttpRequest, code: str) -> HttpResponse:
    """Note that the party comes; twice is as good as once."""
    registration = mine(request, code)
    if registration is None:
        return stranger(request)
    now = timezone.now()
    try:
        actions.say_coming(registration=registration, now=now)
    except NotActive:
        registration.refresh_from_db()
        return page(request, "too_late", ticket_words(registration, now=now), status=409)
    return SeeOther(reverse("registrations:ticket", args=[registration.code]) + "?said=coming")


@require_safe
def waiting_list(request: HttpRequest) -> HttpResponse:
    """The public rule of the waiting list, in plain words."""
    response = page(request, "waiting_list", {"overtaken_at_most": rules.OVERTAKEN_AT_MOST, **actions.waking_hours()})
    patch_cache_control(response, public=True, max_age=300)
    return response
