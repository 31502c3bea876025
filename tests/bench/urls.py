"""The portal's addresses, and two bare views behind the same middlewares to measure it against."""

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config.urls import urlpatterns as portal
from openday.events.models import Pool
from tests.bench.models import BareRegistration


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer at once: what the server and the middlewares cost by themselves."""
    return HttpResponse("nothing")


@csrf_exempt
@transaction.atomic
def take(request: HttpRequest, pool_id: int) -> HttpResponse:
    """The least that a registration can be: the conditional UPDATE and one INSERT."""
    if not Pool.objects.filter(pk=pool_id, taken__lte=F("capacity") - 1).update(taken=F("taken") + 1):
        return HttpResponse("full", status=409)
    BareRegistration.objects.create(pool_id=pool_id, contact=request.POST["contact"], places=1)
    return HttpResponse("confirmed", status=201)


urlpatterns = [path("bare/", nothing), path("bare/pools/<int:pool_id>/", take), *portal]
