"""Letters written, sent and failed: who waits for what, without what it says."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from openday.accounts.personal_data import mask_contact
from openday.mail import actions, kinds
from openday.mail.desk.pages import AdministratorsOnly, DeskPage, staff
from openday.mail.models import Message


class LetterFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=gettext_lazy("State"), choices=Message.State)
    channel = django_filters.MultipleChoiceFilter(label=gettext_lazy("Channel"), choices=Message.Channel)
    kind = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Kind"), choices=lambda: [(kind.code, kind.label) for kind in kinds.everything()]
    )

    class Meta:
        model = Message
        fields = ["state", "channel", "kind"]


def kind_label(letter: Message) -> str:
    return str(kinds.get(letter.kind).label)


class RecipientColumn(Column):
    def get_value(self, instance: Message) -> str:
        return mask_contact(instance.to)


class LetterIndexView(AdministratorsOnly, generic.IndexView):
    """The newest first. The recipient is masked; contents are not shown anywhere."""

    model = Message
    any_permission_required = None
    page_title = gettext_lazy("Letters sent")
    header_icon = "mail"
    filterset_class = LetterFilterSet
    is_searchable = False
    paginate_by = 50
    default_ordering = "-created_at"
    index_url_name = "letters:sent"
    index_results_url_name = "letters:sent_results"
    columns = [
        TitleColumn("kind", label=gettext_lazy("Kind"), accessor=kind_label, url_name="letters:letter"),
        RecipientColumn("to", label=gettext_lazy("Recipient")),
        Column("channel", label=gettext_lazy("Channel"), accessor="get_channel_display"),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
        Column("attempts", label=gettext_lazy("Attempts"), sort_key="attempts"),
        Column("last_error", label=gettext_lazy("Last error")),
        DateColumn("created_at", label=gettext_lazy("Written at"), sort_key="created_at"),
    ]

    def get_base_queryset(self) -> QuerySet[Message]:
        # What the letter says stays sealed: it is not even read.
        return Message.objects.defer("context", "calendar")

    def order_queryset(self, queryset: QuerySet[Message]) -> QuerySet[Message]:
        return queryset.order_by(self.ordering, "-pk")


class LetterView(DeskPage):
    """One letter: where it stands, and whether to try again."""

    template_name = "mail/desk/letter.html"

    @cached_property
    def letter(self) -> Message:
        return get_object_or_404(Message.objects.defer("context", "calendar"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return kind_label(self.letter)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *before, own = super().get_breadcrumbs_items()
        return [*before, {"url": reverse("letters:sent"), "label": _("Letters sent")}, own]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if actions.try_again(letter=self.letter, by=staff(request), now=timezone.now()):
            messages.success(request, _("The letter waits to be sent again."))
            return redirect("letters:letter", pk)
        messages.error(request, _("This letter cannot be sent again: it is not stopped, or its contents are erased."))
        return self.render_to_response(self.get_context_data(), status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = Message.objects.defer("context", "calendar").get(pk=self.letter.pk)
        rows = [
            (_("Kind"), kind_label(letter)),
            (_("Recipient"), mask_contact(letter.to) or _("(erased)")),
            (_("Channel"), letter.get_channel_display()),
            (_("Language"), dict(settings.LANGUAGES).get(letter.language, letter.language)),
            (_("State"), letter.get_state_display()),
            (_("Attempts"), letter.attempts),
            (_("Last error"), letter.last_error),
            (_("Written at"), letter.created_at),
            (_("Not before"), letter.not_before),
            (_("Sent at"), letter.sent_at),
            (_("Contents erased after"), letter.purge_after),
            (_("Message-ID"), letter.message_id),
        ]
        stopped = letter.state in {Message.State.FAILED, Message.State.SUPPRESSED} and letter.erased_at is None
        return super().get_context_data(letter=letter, rows=rows, may_try_again=stopped, **kwargs)
