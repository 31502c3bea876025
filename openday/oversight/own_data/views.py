"""我的数据: see what is kept, take it along, have it corrected, erase it. Only for the browser that opened the case."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from openday.accounts.sealed_files import UnknownKey
from openday.intake.limits import allow
from openday.oversight import actions as deeds
from openday.oversight.models import Case, Evidence
from openday.oversight.originals import actions as originals
from openday.oversight.own_data import actions, export
from openday.oversight.own_data.forms import CorrectionForm
from openday.oversight.views import cookies, frames
from openday.oversight.views.receipts import CASE_COOKIE, CASE_LASTS, opened_case

CORRECTIONS_PER_HOUR = 10
_REFUSALS = {
    actions.CorrectionAsked: _("You asked for this correction before, and it is not decided yet. Please wait for our answer."),
    actions.NotPublished: _("Nothing of this case is published any more, so nothing published has to be corrected."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest) -> HttpResponse:
    """What is kept, and the form to correct it."""
    now = timezone.now()
    case = opened_case(request, now=now)
    if case is None:
        return frames.see_other(reverse("oversight:case"))
    form = CorrectionForm(request.POST if request.method == "POST" else None, is_published=case.is_published)
    if not form.is_bound:
        return _page(request, case, form=form)
    if not allow("corrections", str(case.pk), limit=CORRECTIONS_PER_HOUR, seconds=3600):
        return frames.too_many(request, "")
    if not form.is_valid() or case.text_erased_at is not None:
        return _page(request, case, form=form, status=422)
    try:
        actions.ask_correction(case=case, **form.cleaned_data, now=now)
    except tuple(_REFUSALS) as refusal:
        form.add_error(None, str(_REFUSALS[type(refusal)]))
        return _page(request, case, form=form, status=409)
    return frames.see_other(f"{reverse('oversight:own_data')}?done")


def _page(request: HttpRequest, case: Case, *, form: CorrectionForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "corrections": list(case.corrections.all()),
        "may_erase": actions.may_erase(case),
        "sealed": originals.of_case(case).count(),
        "is_done": request.GET.get("done") == "",
        "is_destroyed": request.GET.get("done") == "originals",
    }
    response = render(request, "oversight/own_data/page.html", context, status=status)
    cookies.keep(response, CASE_COOKIE, {"case": case.pk}, view="oversight:case", now=timezone.now(), lasts=CASE_LASTS)
    return response


@never_cache
@require_safe
def export_json(request: HttpRequest) -> HttpResponse:
    """Everything as a file. Its name carries the number, which is public."""
    case = opened_case(request, now=timezone.now())
    if case is None:
        return frames.see_other(reverse("oversight:case"))
    answer = JsonResponse(export.as_json(case), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{case.number}.json"'
    return answer


@never_cache
@require_safe
def picture(request: HttpRequest, pk: int) -> FileResponse:
    """One of the citizen's own pictures, as it was kept."""
    case = opened_case(request, now=timezone.now())
    found = get_object_or_404(Evidence, pk=pk, case=case) if case is not None else None
    if found is None:
        raise Http404
    try:
        opened = found.file.open()
    except (FileNotFoundError, UnknownKey):
        raise Http404 from None
    response = FileResponse(opened, content_type=found.content_type, filename=f"picture-{found.pk}")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say what is erased and what stays, ask once more, then erase."""
    now = timezone.now()
    case = opened_case(request, now=now)
    if case is None:
        return frames.see_other(reverse("oversight:case"))
    status = 200
    if request.method == "POST":
        try:
            actions.erase(case=case, now=now)
            return frames.see_other(f"{reverse('oversight:case')}?done=erased")
        except (actions.AnswerOnItsWay, deeds.CaseMoved, deeds.DeedNotPossible):
            case.refresh_from_db()
            status = 409
    return render(request, "oversight/own_data/erase.html", {"case": case, "may_erase": actions.may_erase(case)}, status=status)
