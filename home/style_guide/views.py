"""The style guide of the site: unlisted, for staff and for whoever builds on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from home.models import SiteDocument, SiteImage
from home.style_guide import tokens
from home.style_guide.specimens import specimens
from openday.language.names import SIMPLIFIED


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    shown = specimens(translation.get_language() or SIMPLIFIED)
    shown["tokens"] = {
        "colours": tokens.colours(),
        "text": tokens.pairs(tokens.TEXT),
        "shapes": tokens.pairs(tokens.SHAPES),
        "faces": [*tokens.sizes("sans"), *tokens.sizes("serif"), *tokens.sizes("mono")],
        **{kind: tokens.sizes(kind) for kind in ("step", "space", "radius", "shadow", "motion")},
    }
    shown["way"] = ((pgettext("breadcrumb", "Home"), f"/{translation.get_language()}/"),)
    # The only rows of the database here: a picture has files, and nobody can invent those.
    texts = shown["texts"]
    shown["image"] = image = SiteImage.objects.first()
    shown["documents"] = documents = list(SiteDocument.objects.all()[:1])
    if image:
        image.contextual_alt_text = ""
        shown["gallery"] = {"pictures": [{"picture": image, "caption": texts["lab"]}] * 3}
    if documents:
        shown["film"] = {
            "title": texts["lab"],
            "file": documents[0],
            "media_type": "video/mp4",
            "captions": documents[0],
            "still": image,
            "described": documents[0],
            "media_type_described": "video/mp4",
            "transcript": texts["sentence"],
        }
    return render(request, "home/style_guide.html", shown)


@require_safe
def style_guide_sheet(request: HttpRequest) -> HttpResponse:
    return HttpResponse(tokens.sheet_of_specimens(), content_type="text/css; charset=utf-8")
