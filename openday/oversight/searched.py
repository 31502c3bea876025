"""What the search may find of this room: published cases and findings by their public texts, promises, and public instruments.

Nothing that a citizen wrote is in the index, and what is found is asked of the rows at the moment of asking, by the same
conditions as their pages.
"""

from abc import abstractmethod
from collections.abc import Collection
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from home.search.sources import Hit, Source
from openday.language.names import ENGLISH
from openday.oversight import public
from openday.oversight.findings.models import Finding
from openday.oversight.instruments.models import Instrument
from openday.oversight.models import Case, Indicator

_TITLE = 60


class _InTwoLanguages(Source):
    """Rows of one kind whose title stands in two columns: `named` with _zh and with _en behind it."""

    named: ClassVar[str]

    def title(self, language: str) -> str:
        # What has no translation is shown in Chinese; who types English is not typing its words.
        return f"{self.named}_en" if language == ENGLISH else f"{self.named}_zh"

    def hits(self, keys: Collection[int], language: str) -> dict[int, Hit]:
        with translation.override(language):
            return {row.pk: self.hit(row) for row in self.shown(language).filter(pk__in=keys)}

    def shown(self, language: str) -> QuerySet[Any]:
        """The readable rows with all that `hit` looks at."""
        return self.readable(language)

    @abstractmethod
    def hit(self, row: Any) -> Hit:
        """One row in the active language."""


class CaseSource(_InTwoLanguages):
    model = Case
    kinds = {"cases": _("Published cases")}
    unit = "handling_unit"
    day = "published_at"
    named = "public_summary"

    def readable(self, language: str) -> QuerySet[Case]:
        rows: QuerySet[Case] = public.public_rows()
        return rows

    def hit(self, row: Case) -> Hit:
        case = public.for_everyone(row)
        title = Truncator(case.summary).chars(_TITLE)
        return Hit(
            kind="cases",
            key=row.pk,
            title=title,
            address=reverse("oversight:published_case", args=[case.number]),
            text=case.answer if title == case.summary else f"{case.summary}\n{case.answer}",
            unit=case.unit,
            day=case.published_on,
            remark=case.number,
        )


class IndicatorSource(_InTwoLanguages):
    model = Indicator
    kinds = {"commitments": _("Commitments")}
    unit = "targets__unit"
    named = "name"

    def readable(self, language: str) -> QuerySet[Indicator]:
        return Indicator.objects.all()

    def hit(self, row: Indicator) -> Hit:
        return Hit(
            kind="commitments",
            key=row.pk,
            title=row.name,
            address=reverse("oversight:indicator", args=[row.code]),
            text=row.definition_in(),
        )


class FindingSource(_InTwoLanguages):
    model = Finding
    kinds = {"findings": _("Rectification ledger")}
    unit = "unit"
    day = "recorded_at"
    named = "title"

    def readable(self, language: str) -> QuerySet[Finding]:
        return Finding.objects.published()

    def shown(self, language: str) -> QuerySet[Finding]:
        return self.readable(language).select_related("unit").defer("found_internal", "cause_internal")

    def hit(self, row: Finding) -> Hit:
        return Hit(
            kind="findings",
            key=row.pk,
            title=row.title_in(),
            address=reverse("oversight:finding", args=[row.number]),
            text="\n".join(filter(None, (row.found_in(), row.cause_in()))),
            unit=row.unit.name,
            day=timezone.localdate(row.recorded_at),
            remark=row.number,
        )


class InstrumentSource(_InTwoLanguages):
    model = Instrument
    kinds = {"instruments": _("Instruments")}
    unit = "unit"
    named = "name"

    def readable(self, language: str) -> QuerySet[Instrument]:
        return Instrument.objects.published()

    def shown(self, language: str) -> QuerySet[Instrument]:
        return self.readable(language).select_related("unit")

    def hit(self, row: Instrument) -> Hit:
        return Hit(
            kind="instruments",
            key=row.pk,
            title=row.name_in(),
            address=reverse("oversight:instrument", args=[row.code]),
            text=row.use_in(),
            unit=row.unit.name,
            remark=row.model,
        )
