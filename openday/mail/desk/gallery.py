"""Every kind of letter as its recipients see it, in all languages, with the words of staff."""

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template import TemplateDoesNotExist
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from openday.language.names import TRADITIONAL
from openday.mail import actions, kinds, mime, plain, queries, rendering, rules
from openday.mail.desk.pages import DeskPage, KindPage, staff
from openday.mail.forms import WordsForm
from openday.mail.models import LetterText, Message

# The letter is our own rendering, but it is shown as what it is: a foreign document without rights.
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; sandbox"

LANGUAGES = settings.LANGUAGES
SAMPLE_RECIPIENT = "sample@example.org"


class GalleryPage(DeskPage):
    template_name = "mail/desk/gallery.html"
    page_title = gettext_lazy("Letters")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changed = set(LetterText.objects.values_list("kind", "language"))
        channel_names = dict(Message.Channel.choices)
        rows = [
            (
                kind,
                [channel_names[channel] for channel in kind.channels],
                [(language, name, (kind.code, language) in changed) for language, name in LANGUAGES],
            )
            for kind in kinds.everything()
        ]
        return super().get_context_data(rows=rows, **kwargs)


class KindView(KindPage):
    """The letter with its sample contents, the words of staff, and a button that sends it to oneself."""

    template_name = "mail/desk/kind.html"

    @method_decorator(csp_replace({"frame-src": ["'self'"]}))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        if self.language == TRADITIONAL:
            return redirect(self.own_url)
        form = WordsForm(request.POST, kind=self.kind)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if "preview" in request.POST:
            draft = LetterText(kind=self.kind.code, language=self.language, **form.cleaned_data)
            return self.render_to_response(self.get_context_data(form=form, draft=draft))
        actions.change_words(kind=self.kind.code, language=self.language, by=staff(request), now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The words are saved. Letters that leave from now on carry them."))
        return redirect(self.own_url)

    def get_context_data(self, *, form: WordsForm | None = None, draft: LetterText | None = None, **kwargs: Any) -> dict[str, Any]:
        if form is None and self.language != TRADITIONAL:
            stored = queries.staff_text(self.kind.code, self.language) or LetterText()
            form = WordsForm(kind=self.kind, initial={part: getattr(stored, part) for part in ("subject", "intro", "outro")})
        sample = self.kind.sample_in(self.language)
        try:
            letter = rendering.email(self.kind.code, self.language, sample, staff_text=draft)
        except TemplateDoesNotExist:
            letter = None
        try:
            sms = rendering.sms(self.kind.code, self.language, sample)
        except TemplateDoesNotExist:
            sms = ""
        return super().get_context_data(
            kind=self.kind,
            language=self.language,
            languages=LANGUAGES,
            html_lang=rendering.HTML_LANG[self.language],
            form=form,
            draft=draft,
            letter=letter,
            plain=plain.flowed(letter.text) if letter else "",
            sms=sms,
            segments=rules.sms_segments(sms),
            **kwargs,
        )


class LetterHtmlView(KindPage):
    """The HTML part alone, for the frame of the page above."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        html = rendering.email(self.kind.code, self.language, self.kind.sample_in(self.language)).html
        response = HttpResponse(html)
        response["Content-Security-Policy"] = LETTER_POLICY
        return response


class LetterFileView(KindPage):
    """The whole message, as a server would get it: to be opened in a mail program."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        content = mime.sample(self.kind, self.language, to=staff(request).email or SAMPLE_RECIPIENT, now=now).message().as_bytes()
        response = HttpResponse(content, content_type="message/rfc822")
        response["Content-Disposition"] = f'attachment; filename="{self.kind.code}.{self.language}.eml"'
        return response


class SampleView(KindPage):
    """Send the sample to oneself."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        if actions.send_sample(kind=self.kind, language=self.language, by=staff(request), now=timezone.now()) is None:
            messages.error(request, _("Your account has no email address."))
        else:
            messages.success(request, _("The letter is on its way to %(address)s.") % {"address": staff(request).email})
        return redirect(self.own_url)
