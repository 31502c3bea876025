"""What the public will see: the public page itself, with texts that are not published yet."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from openday.intake.text import clean_block
from openday.oversight import public
from openday.oversight.desk.forms import LONG, PublicTexts
from openday.oversight.desk.views import CasePage
from openday.oversight.models import RedactedPicture


class PublicPreview(CasePage):
    """The very template of the public page, filled by the very function; for whoever may see the case."""

    def get(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        return self._shown(PublicTexts.initial_from(self.case), language)

    def post(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        """With the texts as they stand in the form, written down nowhere."""
        return self._shown({name: clean_block(request.POST.get(name, "")[:LONG]) for name in PublicTexts.PUBLIC}, language)

    def _with_address(self, picture: RedactedPicture) -> RedactedPicture:
        """Its public address answers only once the case is published."""
        picture.preview_address = reverse("oversight_desk:redacted", args=[self.case.pk, picture.pk])  # type: ignore[attr-defined]
        return picture

    def _shown(self, texts: dict[str, str], language: str) -> HttpResponse:
        if language not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
            raise Http404
        (shown,) = (case for code, _name, case in public.previews(self.case, texts, now=timezone.now()) if code == language)
        context = {
            "case": shown,
            "pictures": [self._with_address(picture) for picture in self.case.redacted_pictures.filter(chosen_by__isnull=False)],
        }
        with translation.override(language):
            response = render(self.request, "oversight/published_case.html", context)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
