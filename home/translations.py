"""Wagtail-localize's doors with our rights: it asks for one permission of its own, whatever the page and whoever publishes it."""

from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

SUBMIT = "wagtail_localize.submit_translation"


class TranslateOwnPage(SubmitPageTranslationView):
    """Begin a translation of a page that one may edit; others do not exist."""

    def get_object(self) -> Page:
        page: Page = super().get_object()
        if not page.permissions_for_user(self.request.user).can_edit():
            raise Http404
        return page


class SyncOwnTranslations(UpdateTranslationsView):
    """Take changes of a page over into its translations. Who may not publish the page cannot do so here either."""

    def get_object(self) -> TranslationSource:
        source: TranslationSource = super().get_object()
        try:
            self.written = source.get_source_instance()
        except ObjectDoesNotExist:
            raise Http404 from None
        if isinstance(self.written, Page) and not self.written.permissions_for_user(self.request.user).can_edit():
            raise Http404
        return source

    def get_form(self) -> forms.Form:
        form = super().get_form()
        if isinstance(self.written, Page) and not self.written.permissions_for_user(self.request.user).can_publish():
            # A field that is disabled keeps to its initial value, whatever a request says.
            form.fields["publish_translations"].disabled = True
            form.fields["publish_translations"].widget = forms.HiddenInput()
        return form


class OwnTranslationsReport(TranslationsReportView):
    """The translations of pages that one may edit; the library shows all of them to everybody who can sign in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(SUBMIT):
            raise Http404
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_queryset(self) -> QuerySet[Translation]:
        own = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(self.request.user, {"change", "publish"})
        rows: QuerySet[Translation] = super().get_queryset()
        return rows.filter(source__object_id__in=own.values("translation_key")).order_by("-source__last_updated_at", "pk")


def no_aliases(request: HttpRequest, **_named: Any) -> HttpResponse:
    """An alias would show Chinese as if it were the English page; unpublish that one, and readers are told."""
    raise Http404


_REPORT = "localize/reports/translations/"
# Under the same addresses as those of the library, and asked before them.
urlpatterns: list[URLPattern] = [
    path("localize/submit/page/<int:page_id>/", TranslateOwnPage.as_view(), name="translate_own_page"),
    path("localize/update/<int:translation_source_id>/", SyncOwnTranslations.as_view(), name="sync_own_translations"),
    path(_REPORT, OwnTranslationsReport.as_view(), name="own_translations"),
    path(f"{_REPORT}results/", OwnTranslationsReport.as_view(results_only=True), name="own_translations_results"),
    path("localize/page/<int:page_id>/convert_to_alias/", no_aliases, name="no_aliases"),
]
