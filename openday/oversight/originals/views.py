"""The citizen takes the consent back: what was sealed is destroyed at once."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from openday.oversight.originals import actions
from openday.oversight.views import frames
from openday.oversight.views.receipts import opened_case


@never_cache
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    case = opened_case(request, now=now)
    if case is None:
        return frames.see_other(reverse("oversight:case"))
    actions.destroy(actions.of_case(case), now=now)
    return frames.see_other(f"{reverse('oversight:own_data')}?done=originals")
