"""What the search may find of this room: published cases and findings by their public texts, promises, and public instruments.

Nothing that a citizen wrote is in the index, and what is found is asked of the rows at the moment of asking, by the same
conditions as their pages.
"""

from collections.abc import Collection

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


class CaseSource(Source):
    model = Case
    kinds = {"cases": _("Published cases")}
    unit = "handling_unit"
    day = "published_at"

    def readable(self, language: str) -> QuerySet[Case]:
        rows: QuerySet[Case] = public.public_rows()
        return rows

    def title(self, language: str) -> str:
        # A case without a translation is shown in Chinese; who types English is not typing its words.
        return "public_summary_en" if language == ENGLISH else "public_summary_zh"

    def hits(self, keys: Collection[int], language: str) -> dict[int, Hit]:
        with translation.override(language):
            return {case.pk: _hit(case.pk, public.for_everyone(case)) for case in public.public_rows().filter(pk__in=keys)}


def _hit(key: int, case: public.PublicCase) -> Hit:
    title = Truncator(case.summary).chars(_TITLE)
    return Hit(
        kind="cases",
        key=key,
        title=title,
        address=reverse("oversight:published_case", args=[case.number]),
        text=case.answer if title == case.summary else f"{case.summary}\n{case.answer}",
        unit=case.unit,
        day=case.published_on,
        remark=case.number,
    )


class IndicatorSource(Source):
    model = Indicator
    kinds = {"commitments": _("Commitments")}
    unit = "targets__unit"

    def readable(self, language: str) -> QuerySet[Indicator]:
        return Indicator.objects.all()

    def title(self, language: str) -> str:
        return "name_en" if language == ENGLISH else "name_zh"

    def hits(self, keys: Collection[int], language: str) -> dict[int, Hit]:
        with translation.override(language):
            return {
                row.pk: Hit(
                    kind="commitments",
                    key=row.pk,
                    title=row.name,
                    address=reverse("oversight:indicator", args=[row.code]),
                    text=row.definition_in(language),
                )
                for row in Indicator.objects.filter(pk__in=keys)
            }


class FindingSource(Source):
    model = Finding
    kinds = {"findings": _("Rectification ledger")}
    unit = "unit"
    day = "recorded_at"

    def readable(self, language: str) -> QuerySet[Finding]:
        return Finding.objects.published()

    def title(self, language: str) -> str:
        return "title_en" if language == ENGLISH else "title_zh"

    def hits(self, keys: Collection[int], language: str) -> dict[int, Hit]:
        rows = self.readable(language).filter(pk__in=keys).select_related("unit").defer("found_internal", "cause_internal")
        with translation.override(language):
            return {
                row.pk: Hit(
                    kind="findings",
                    key=row.pk,
                    title=row.title_in(),
                    address=reverse("oversight:finding", args=[row.number]),
                    text="\n".join(filter(None, (row.found_in(), row.cause_in()))),
                    unit=row.unit.name,
                    day=timezone.localdate(row.recorded_at),
                    remark=row.number,
                )
                for row in rows
            }


class InstrumentSource(Source):
    model = Instrument
    kinds = {"instruments": _("Instruments")}
    unit = "unit"

    def readable(self, language: str) -> QuerySet[Instrument]:
        return Instrument.objects.published()

    def title(self, language: str) -> str:
        return "name_en" if language == ENGLISH else "name_zh"

    def hits(self, keys: Collection[int], language: str) -> dict[int, Hit]:
        with translation.override(language):
            return {
                row.pk: Hit(
                    kind="instruments",
                    key=row.pk,
                    title=row.name_in(),
                    address=reverse("oversight:instrument", args=[row.code]),
                    text=row.use_in(),
                    unit=row.unit.name,
                    remark=row.model,
                )
                for row in self.readable(language).filter(pk__in=keys).select_related("unit")
            }
