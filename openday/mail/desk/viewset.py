"""The letters desk in the staff area: a menu item and its addresses."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from openday.accounts.roles import ADMINISTRATOR, has_role
from openday.mail.desk.gallery import GalleryPage, KindView, LetterFileView, LetterHtmlView, SampleView
from openday.mail.desk.listing import LetterIndexView, LetterView


class AdministratorMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, ADMINISTRATOR)


class LettersDesk(ViewSet):
    name = "letters"
    url_prefix = "letters"
    icon = "mail"
    menu_label = _("Letters")
    menu_name = "letters"
    menu_order = 700
    add_to_admin_menu = True
    menu_item_class = AdministratorMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", GalleryPage.as_view(), name="index"),
            path("sent/", LetterIndexView.as_view(), name="sent"),
            path("sent/results/", LetterIndexView.as_view(results_only=True), name="sent_results"),
            path("sent/<int:pk>/", LetterView.as_view(), name="letter"),
            path("<slug:kind>/<slug:language>/", KindView.as_view(), name="kind"),
            path("<slug:kind>/<slug:language>/html/", LetterHtmlView.as_view(), name="html"),
            path("<slug:kind>/<slug:language>/eml/", LetterFileView.as_view(), name="eml"),
            path("<slug:kind>/<slug:language>/sample/", SampleView.as_view(), name="sample"),
        ]
