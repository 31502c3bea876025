"""Under /open-data/open311/."""

from django.urls import path, re_path

from openday.oversight.open311 import views

app_name = "open311"
_ENDING = r"\.(?P<ending>json|xml)\Z"
urlpatterns = [
    re_path(rf"^discovery{_ENDING}", views.discovery, name="discovery"),
    path("v2/discovery.json", views.discovery, {"ending": "json"}),
    re_path(rf"^v2/services{_ENDING}", views.services, name="services"),
    re_path(rf"^v2/services/(?P<code>[a-z_]{{1,20}}){_ENDING}", views.service, name="service"),
    re_path(rf"^v2/requests{_ENDING}", views.requests, name="requests"),
    re_path(rf"^v2/requests/(?P<number>FK-[0-9]{{4}}-[0-9]{{6}}){_ENDING}", views.request_by_number, name="request"),
]
