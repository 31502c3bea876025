"""Open a sealed original at the desk: a reason first, then the file, and a line in the log."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openday.accounts.sealed_files import FileIsChanged
from openday.oversight.desk.rights import may_see_contact
from openday.oversight.desk.views import CasePage
from openday.oversight.models import SealedOriginal
from openday.oversight.originals import actions
from openday.oversight.originals.forms import OpenForm


class SealedOriginalView(CasePage):
    """GET asks for the reason; POST gives the file, to be saved: what a stranger sent is never shown as a page of ours.

    A photo tells where and by which phone it was taken, so whoever may not see the contact may not open it either.
    """

    template_name = "oversight/originals/desk/open.html"

    @cached_property
    def original(self) -> SealedOriginal:
        rows = SealedOriginal.objects.select_related("picture__case").filter(picture__case=self.case)
        return get_object_or_404(rows, picture=self.kwargs["evidence_pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_contact(self.staff, self.case):
            raise Http404
        self.original  # noqa: B018 - read here, so that it may be missing
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
        return self._page(OpenForm())

    def post(self, request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
        form = OpenForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            clear = actions.opened(self.original, reason=form.cleaned_data["reason"], by=self.staff, now=timezone.now())
        except (FileNotFoundError, FileIsChanged):
            form.add_error(None, _("The stored file is not the one that was sealed, or it is gone. Tell whoever runs the system."))
            return self._page(form, status=409)
        answer = HttpResponse(clear, content_type="application/octet-stream")
        answer["Content-Disposition"] = f'attachment; filename="{self.original.download_name}"'
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer["Cache-Control"] = "private, no-store"
        return answer

    def _page(self, form: OpenForm, *, status: int = 200) -> HttpResponse:
        pictures = list(self.case.evidence.values_list("pk", flat=True))
        position = pictures.index(self.original.picture_id) + 1
        context = self.get_context_data(form=form, case=self.case, original=self.original, position=position, case_url=self.case_url)
        return self.render_to_response(context, status=status)

    def get_page_subtitle(self) -> str:
        return str(_("Sealed original"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Sealed original")}]
