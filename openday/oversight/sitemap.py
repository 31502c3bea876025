"""Pages of this room that sitemap.xml lists besides the doors: the campaign, datasets, indicators, published cases and findings."""

from collections.abc import Iterator
from datetime import datetime

from openday.oversight import campaigns, commitments, public
from openday.oversight.findings.models import Finding
from openday.oversight.instruments.models import Instrument
from openday.oversight.monthly_reports.models import MonthlyReport
from openday.oversight.open_data.datasets import DATASETS

_MOST = 5000


def addresses() -> Iterator[tuple[str, dict[str, str], datetime | None]]:
    """View, arguments and last change of each; six queries."""
    if campaigns.newest() is not None:
        yield "oversight:campaign", {}, None
    yield "oversight:findings", {}, None
    yield "oversight:six_checks", {}, None
    yield "oversight:board", {}, None
    yield "oversight:instruments", {}, None
    yield "oversight:capability", {}, None
    for code in Instrument.objects.published().order_by("code").values_list("code", flat=True)[:_MOST]:
        yield "oversight:instrument", {"code": code}, None
    for number, published_at in Finding.objects.published().order_by("number").values_list("number", "published_at")[:_MOST]:
        yield "oversight:finding", {"number": number}, published_at
    for month, published_at in MonthlyReport.objects.newest().order_by("month").values_list("month", "published_at")[:_MOST]:
        yield "oversight:monthly_report", {"month": f"{month:%Y-%m}"}, published_at
    for dataset in DATASETS:
        yield "open_data:dataset", {"code": dataset.code}, None
    for code in commitments.indicators().values_list("code", flat=True)[:_MOST]:
        yield "oversight:indicator", {"code": code}, None
    for number, published_at in public.public_rows().values_list("number", "published_at")[:_MOST]:
        yield "oversight:published_case", {"number": number}, published_at
