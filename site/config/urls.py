"""Every address of the portal, in the order of CONTRACT.md."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home import root_urls
from home import urls as home_urls
from openday.events import urls as events_urls
from openday.intake.sign_in import SignIn

urlpatterns = [
    path("", RedirectView.as_view(url="/zh-hans/", permanent=False)),
    path("admin/login/", SignIn.as_view(), name="staff_sign_in"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    events_urls.resolver,
    path("open-data/register/", include("openday.oversight.register.urls")),
    path("open-data/", include("openday.oversight.open_data.file_urls")),
    path("", include(root_urls)),
]

handler400 = "home.errors.bad_request"
handler403 = "home.errors.forbidden"
handler404 = "home.errors.not_found"
handler500 = "home.errors.server_error"

urlpatterns += i18n_patterns(
    path("oversight/", include("openday.oversight.urls")),
    path("open-data/", include("openday.oversight.open_data.page_urls")),
    path("visits/", include("openday.registrations.urls")),
    path("", include(home_urls)),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
