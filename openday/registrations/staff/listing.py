"""The list of registrations: own units, masked, found by code or by the exact contact."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import DateFromToRangeFilter, ModelChoiceFilter, MultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import Column, TitleColumn

from openday.accounts import audit
from openday.accounts.personal_data import masked
from openday.accounts.roles import units_of
from openday.events.models import OpenDay, Session
from openday.events.staff.own_units import OwnUnitsIndexView
from openday.intake.codes import normalise_code
from openday.intake.fields import ContactField
from openday.registrations import queries
from openday.registrations.models import Registration
from openday.registrations.questions import queries as question_queries
from openday.registrations.questions import wording as question_wording
from openday.registrations.questions.rules import Asked
from openday.registrations.staff import export
from openday.registrations.states import State
from openday.registrations.wording import people, pretty_code


def own_open_days(request: HttpRequest | None) -> QuerySet[OpenDay]:
    return OpenDay.objects.filter(unit__in=units_of(request.user)).order_by("name_zh") if request else OpenDay.objects.none()


def sessions_to_choose(request: HttpRequest | None) -> QuerySet[Session]:
    """The sessions of the chosen open day, or the chosen one alone: a season of all sessions is no list to choose from."""
    if request is None:
        return Session.objects.none()
    chosen = {name: _number(request.GET.get(name, "")) for name in ("open_day", "session")}
    own = Session.objects.filter(open_day__unit__in=units_of(request.user)).select_related("open_day")
    return own.filter(Q(open_day=chosen["open_day"]) | Q(pk=chosen["session"])).order_by("-starts_at")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


class RegistrationFilterSet(WagtailFilterSet):
    open_day = ModelChoiceFilter(field_name="session__open_day", queryset=own_open_days, label=_("open day"))
    session = ModelChoiceFilter(queryset=sessions_to_choose, label=_("session"), help_text=_("Choose an open day first."))
    state = MultipleChoiceFilter(choices=State.choices, label=_("state"))
    visit_on = DateFromToRangeFilter(label=_("day of the visit"), widget=DateRangePickerWidget)

    class Meta:
        model = Registration
        fields = ["open_day", "session", "state", "visit_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Once an open day is chosen, its own questions can be filtered by as well.
        self.questions = chosen_questions(self.request)
        for asked in self.questions:
            if asked.is_counted:
                choices = [(code, question_wording.choice(asked, code)) for code in asked.codes]
                self.filters[asked.field] = _PickFilter(asked, choices)
                self.filters[asked.field].parent = self


class _PickFilter(MultipleChoiceFilter):
    """Parties that chose one of these; the database compares hashes and opens no answer."""

    def __init__(self, asked: Asked, choices: list[tuple[str, str]]) -> None:
        super().__init__(field_name=asked.field, choices=choices, label=asked.label)
        self._asked = asked

    def filter(self, rows: QuerySet[Registration], chosen: list[str]) -> QuerySet[Registration]:
        if not chosen:
            return rows
        return question_queries.that_picked(rows, {str(self._asked.pk): chosen})


def chosen_questions(request: HttpRequest | None) -> tuple[Asked, ...]:
    """All questions of the one open day that the list is filtered by (1 query); none for an open day of other units."""
    chosen = _number(request.GET.get("open_day", "")) if request else 0
    if not chosen or not own_open_days(request).filter(pk=chosen).exists():
        return ()
    return question_queries.of_open_day(chosen)


class CodeOrContactForm(SearchForm):
    """Names are encrypted and cannot be searched; a code can, and a contact in full."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["placeholder"] = _("Code, or whole mobile number or email address")


def _when(registration: Registration) -> str:
    return registration.session.when()


def _party(registration: Registration) -> str:
    return people(registration.party)


def _name(registration: Registration) -> str:
    return masked(registration, "name")


def _contact(registration: Registration) -> str:
    return masked(registration, "contact")


def _answer(asked: Asked, registration: Registration) -> str:
    """What the party chose; the rows bring their answers along."""
    found = (answer for answer in registration.answers.all() if answer.question_id == asked.pk)
    return next((question_wording.value_in_words(asked, answer.value) for answer in found), "")


class CodeColumn(TitleColumn):
    def get_value(self, instance: Registration) -> str:
        return pretty_code(instance.code)


class FoundByCodeOrContact:
    """For lists of registrations: the search takes a code or a whole contact, and nothing else."""

    is_searchable = True
    is_searching: bool
    request: Any
    search_kwarg: str
    search_query: str

    def get_search_form(self) -> SearchForm:
        return CodeOrContactForm(self.request.GET) if self.search_kwarg in self.request.GET else CodeOrContactForm()

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        found = Q(code=normalise_code(self.search_query) or None)
        try:
            contact = ContactField(required=False).clean(self.search_query)
        except ValidationError:
            contact = None
        if contact is not None:
            found |= Q(contact_hash=queries.contact_hash(contact.kind, contact.value))
        return queryset.filter(found)


class NoStockExport:
    """Wagtail exports any list to whoever adds ?export=csv to its address, masks or not. Ours are exported by our own code."""

    FORMATS: tuple[str, ...] = ()


class KeysFirst:
    """Finds the keys of a page from an index alone, then reads its rows: one query more, however long the list is.

    Sorting whole rows of a million registrations and their sessions takes a database many times as long as sorting their keys.
    """

    def paginate_queryset(self, queryset: QuerySet[Any], page_size: int) -> tuple[Any, Any, list[Any], bool]:
        found: Any = super()  # what the list is built upon
        paginator, page, keys, is_paginated = found.paginate_queryset(queryset.values_list("pk", flat=True), page_size)
        rows = queryset.in_bulk(list(keys))
        page.object_list = [rows[key] for key in keys if key in rows]
        return paginator, page, page.object_list, is_paginated


class ChosenColumn(Column):
    """A box to tick; it belongs to the form below the list."""

    cell_template_name = "registrations/staff/chosen_cell.html"


class RegistrationIndexView(KeysFirst, NoStockExport, FoundByCodeOrContact, OwnUnitsIndexView):
    any_permission_required = ["view"]
    results_template_name = "registrations/staff/registrations_results.html"

    @property
    def show_export_buttons(self) -> bool:
        """Who only reads, such as the data protection officer, takes no copies away."""
        return bool(self.request.user.has_perm("registrations.change_registration"))

    @cached_property
    def columns(self) -> list[Column]:
        ticks = [ChosenColumn("chosen", label=_("Choose"), accessor="pk")] if self.show_export_buttons else []
        counted = [asked for asked in self.questions if asked.is_counted]
        answers = [Column(asked.field, label=asked.label, accessor=partial(_answer, asked)) for asked in counted]
        return [*ticks, self._get_title_column("code", CodeColumn, classname="whole"), *COLUMNS, *answers]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["deeds"] = (
            [(words, reverse(name, args=[deed] if deed else None)) for words, name, deed in DEEDS] if self.show_export_buttons else []
        )
        # Every registration that the filter leaves, on all pages of the list. What is searched for is a contact: it stays here.
        asked = self.request.GET.copy()
        asked.pop("p", None)
        context["whole_list"] = f"all=1&{asked.urlencode()}" if self.is_filtering and not self.is_searching else ""
        context["whole_list_deeds"] = [(_("Write to them"), reverse("mailings:new")), (_("Badges"), reverse("paper:chosen_badges"))]
        return context

    @property
    def questions(self) -> tuple[Asked, ...]:
        """Of the chosen open day, the archived ones too."""
        return getattr(self.filters, "questions", ())

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = super().get_base_queryset().select_related("session__open_day")
        return rows.prefetch_related("answers") if self.questions else rows

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        wanted = self.request.GET.get("export")
        if wanted not in {"csv", "xlsx"} or not self.show_export_buttons:
            return super().render_to_response(context, **kwargs)
        rows = self.get_queryset()
        now = timezone.now()
        audit.note("registrations.export", by=self.request.user, about=None, now=now, format=wanted, rows=rows.count())
        make = export.as_csv if wanted == "csv" else export.as_xlsx
        return make(rows, filename=f"registrations-{timezone.localtime(now):%Y%m%d-%H%M}", asked=self.questions)  # type: ignore[return-value]


# What can be done with all that are ticked.
DEEDS = [
    (_("Write to them"), "mailings:new", ""),
    (_("Move"), "registrations-staff:bulk", "move"),
    (_("Send tickets again"), "registrations-staff:bulk", "resend"),
    (_("Mark as arrived"), "registrations-staff:bulk", "arrived"),
    (_("Mark as not arrived"), "registrations-staff:bulk", "not-arrived"),
    (_("Badges"), "paper:chosen_badges", ""),
    (_("Cancel"), "registrations-staff:bulk", "cancel"),
]
COLUMNS = [
    Column("when", label=_("when"), accessor=_when, sort_key="session__starts_at"),
    Column("open_day", label=_("open day"), accessor="session.open_day.name"),
    Column("state", label=_("state"), accessor="standing", sort_key="state", classname="whole"),
    Column("party", label=_("party"), accessor=_party),
    Column("name", label=pgettext_lazy("person", "name"), accessor=_name, classname="whole"),
    Column("contact", label=_("contact"), accessor=_contact, classname="whole"),
    Column(
        "created_at",
        label=_("registered at"),
        accessor=lambda row: timezone.localtime(row.created_at).strftime("%Y-%m-%d %H:%M"),
        sort_key="created_at",
    ),
]
