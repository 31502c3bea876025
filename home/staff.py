"""What staff do with pages beyond Wagtail's own views."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.models import Page
from wagtail_localize.models import Translation

from home import actions


@require_POST
def ask_to_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a translated page to the editors."""
    translation = get_object_or_404(Translation.objects.filter(enabled=True), pk=min(pk, 2**63 - 1))
    page = Page.objects.filter(translation_key=translation.source.object_id, locale=translation.target_locale).first()
    # Like every address of a page that is not theirs, this one does not exist for staff of other units.
    if page is None or not page.permissions_for_user(request.user).can_edit():
        raise Http404
    if page.locked:
        messages.error(request, _("This page is locked. Nothing was sent."))
    else:
        try:
            actions.ask_to_publish(translation=translation, by=request.user)  # type: ignore[arg-type]
        except actions.NotAllTranslated as gap:
            text = ngettext(
                "%(count)d text is not translated yet. Translate it, save it, then ask again.",
                "%(count)d texts are not translated yet. Translate them, save each, then ask again.",
                gap.count,
            )
            messages.error(request, text % {"count": gap.count})
        except ValidationError:
            messages.error(request, _("A text does not fit its field; it is marked below. Nothing was sent."))
        else:
            messages.success(request, _("The editors are asked to publish this translation. They publish it, or write what should change."))
    return redirect("wagtailadmin_pages:edit", page.pk)
