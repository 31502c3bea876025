"""Pictures of published cases, as anybody may see them: redacted copies that somebody chose, and nothing else."""

from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest

from openday.accounts.sealed_files import FileIsChanged, unchanged
from openday.oversight import public, states
from openday.oversight.models import RedactedPicture
from openday.oversight.views import frames


def pictures_of(case_pk: int) -> list[RedactedPicture]:
    """What is shown with a published case (1 query)."""
    return list(RedactedPicture.objects.filter(case=case_pk, chosen_by__isnull=False, case__published_at__isnull=False))


@frames.public
def picture(request: HttpRequest, number: str, pk: str) -> FileResponse:
    """One picture; 404 as soon as its case is no longer published."""
    shown = RedactedPicture.objects.filter(
        pk=pk, chosen_by__isnull=False, case__in=public.public_rows().filter(number=number).values("pk").order_by()
    ).exclude(case__state__in=states.SET_ASIDE)
    if (found := shown.first()) is None:
        raise Http404
    try:
        clear = unchanged(found.file, fingerprint=found.sha256)
    except (FileNotFoundError, FileIsChanged):
        raise Http404 from None
    response = FileResponse(BytesIO(clear), content_type=found.content_type, filename=f"{number}-{pk}")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
