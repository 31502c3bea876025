"""Files that stand on a public page, found by their titles. A file that no such page shows is nobody's to find."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from home.models import SiteDocument
from home.search.pages import PageSource
from home.search.sources import Hit, Source


class DocumentSource(Source):
    model = SiteDocument
    kinds = {"documents": _("Documents")}
    day = "created_at"

    def readable(self, language: str) -> QuerySet[SiteDocument]:
        # Wagtail keeps which row points to which; the row of a live page is what visitors read, drafts lie in its revisions.
        shown = PageSource().readable(language).filter(pk=OuterRef("page_id")).order_by()
        page, document = (ContentType.objects.get_for_model(model, for_concrete_model=False) for model in (Page, SiteDocument))
        standing = (
            ReferenceIndex.objects.filter(base_content_type=page, to_content_type=document)
            .annotate(page_id=Cast("object_id", BigIntegerField()))
            .filter(Exists(shown), to_object_id=Cast(OuterRef("pk"), TextField()))
            .order_by()
        )
        rows = SiteDocument.objects.filter(Exists(standing))
        for closed in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
            rows = rows.exclude(collection__path__startswith=closed)
        return rows

    def hits(self, keys: Collection[int], language: str) -> dict[int, Hit]:
        return {
            row.pk: Hit(
                kind="documents",
                key=row.pk,
                title=row.title,
                address=row.url,
                day=row.created_at.date(),
                remark=", ".join(filter(None, (row.file_extension.upper(), filesizeformat(row.file_size) if row.file_size else ""))),
            )
            for row in SiteDocument.objects.filter(pk__in=keys)
        }
