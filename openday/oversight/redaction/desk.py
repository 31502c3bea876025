"""The desk's pages about pictures: open an original, black out, look at the copy, throw it away."""

from collections.abc import Sequence
from functools import cached_property
from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from openday.accounts.sealed_files import FileIsChanged, UnknownKey, unchanged
from openday.intake.pictures import BrokenPicture
from openday.oversight.desk.rights import may_redact, offices_towards
from openday.oversight.desk.views import CasePage
from openday.oversight.models import Evidence, RedactedPicture
from openday.oversight.queries import cases_for
from openday.oversight.redaction import actions, rules
from openday.oversight.redaction.burning import burn
from openday.oversight.redaction.forms import EMPTY_ROWS, RectangleFormSet, RedactForm
from openday.oversight.redaction.rules import Rectangle

_SANDBOX = "default-src 'none'; sandbox"


class OriginalPage(CasePage):
    """Base of the pages about one original: 404 for whoever may not see the case."""

    @cached_property
    def original(self) -> Evidence:
        return get_object_or_404(Evidence, pk=self.kwargs["evidence_pk"], case__in=cases_for(self.staff).filter(pk=self.kwargs["pk"]))

    @property
    def bytes_of_original(self) -> bytes:
        try:
            return actions.opened(self.original, by=self.staff, now=timezone.now())
        except (FileNotFoundError, FileIsChanged):
            raise Http404 from None


class OriginalView(OriginalPage):
    """A picture as it was kept, from the private folder; the look is noted."""

    def get(self, request: HttpRequest, pk: int, evidence_pk: int) -> FileResponse:
        return _file(BytesIO(self.bytes_of_original), self.original.content_type, f"picture-{self.original.pk}")


class PreviewView(OriginalPage):
    """What the copy would look like, painted for this answer only."""

    def get(self, request: HttpRequest, pk: int, evidence_pk: int) -> FileResponse:
        if not may_redact(self.case, offices_towards(self.staff, self.case)):
            raise Http404
        try:
            picture = burn(BytesIO(self.bytes_of_original), rules.read(request.GET.get("r", "")))
        except BrokenPicture:
            raise Http404 from None
        return _file(picture, picture.content_type, f"preview-{self.original.pk}")


class RedactView(OriginalPage):
    """Draw rectangles, by mouse, finger, keys or numbers, and have them burnt in."""

    template_name = "oversight/desk/redact.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_redact(self.case, offices_towards(self.staff, self.case)):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
        return self._page(RedactForm(), RectangleFormSet(prefix="r"))

    def post(self, request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
        form, rows = RedactForm(request.POST), RectangleFormSet(request.POST, prefix="r")
        if "more" in request.POST or "preview" in request.POST:
            if not rows.is_valid():
                return self._page(form, rows, status=422)
            drawn = _drawn(rows)
            return self._page(
                RedactForm(initial=request.POST.dict()), _rows_with(drawn), preview=drawn if "preview" in request.POST else None
            )
        if not (rows.is_valid() and form.is_valid()):
            return self._page(form, rows, status=422)
        try:
            actions.redact(original=self.original, rectangles=_drawn(rows), **form.cleaned_data, by=self.staff, now=timezone.now())
        except actions.NothingBlackedOut:
            form.add_error("nothing_to_hide", _("Black something out, or say that there is nothing to black out."))
            return self._page(form, rows, status=422)
        except (FileNotFoundError, UnknownKey, BrokenPicture):
            raise Http404 from None
        messages.success(request, _("The copy was made. The original stays as it is."))
        return redirect(self.case_url)

    def _page(self, form: RedactForm, rows: Any, *, preview: Sequence[Rectangle] | None = None, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, rows=rows, case=self.case, original=self.original, case_url=self.case_url)
        if preview is not None:
            address = reverse("oversight_desk:redact_preview", args=[self.case.pk, self.original.pk])
            context["preview_url"] = f"{address}?r={rules.written(preview)}"
        return self.render_to_response(context, status=status)

    def get_page_subtitle(self) -> str:
        return str(_("Black out"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Black out")}]


class CopyView(CasePage):
    """A redacted copy; POST throws it away while it is not published."""

    @cached_property
    def copy(self) -> RedactedPicture:
        return get_object_or_404(RedactedPicture, pk=self.kwargs["copy_pk"], case__in=cases_for(self.staff).filter(pk=self.kwargs["pk"]))

    def get(self, request: HttpRequest, pk: int, copy_pk: int) -> FileResponse:
        try:
            clear = unchanged(self.copy.file, fingerprint=self.copy.sha256)
        except (FileNotFoundError, FileIsChanged):
            raise Http404 from None
        return _file(BytesIO(clear), self.copy.content_type, f"redacted-{copy_pk}")

    def post(self, request: HttpRequest, pk: int, copy_pk: int) -> HttpResponse:
        if not may_redact(self.case, offices_towards(self.staff, self.case)):
            raise Http404
        if self.case.is_published and self.copy.is_chosen:
            messages.error(request, _("This copy is published with the case. Withdraw the publication first."))
        else:
            actions.remove(picture=self.copy, by=self.staff, now=timezone.now())
            messages.success(request, _("The copy was thrown away."))
        return redirect(self.case_url)


def _drawn(rows: Any) -> list[Rectangle]:
    return [one for row in rows if (one := row.rectangle()) is not None]


def _rows_with(drawn: Sequence[Rectangle]) -> Any:
    """Fresh rows that hold what was drawn, and some more that are empty."""
    given = [{side: getattr(one, side) / 10 for side in ("left", "top", "width", "height")} for one in drawn]
    rows = RectangleFormSet(prefix="r", initial=given)
    rows.extra = EMPTY_ROWS
    return rows


def _file(opened: Any, content_type: str, name: str) -> FileResponse:
    response = FileResponse(opened, content_type=content_type, filename=name)
    response["Content-Security-Policy"] = _SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response
