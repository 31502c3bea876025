"""The notice on paper at the desk, in the language of its reader, to be sent or handed over."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from openday.accounts import audit
from openday.oversight import public
from openday.oversight.desk.views import CasePage
from openday.oversight.notices.handing import notice_of, pdf_answer
from openday.oversight.notices.paper import notice_pdf


class NoticePaperView(CasePage):
    """For whoever may see the case; the look is noted, for the notice says what the citizen was told."""

    def get(self, request: HttpRequest, pk: int, position: int) -> HttpResponse:
        found, now = notice_of(self.case, position), timezone.now()
        audit.note("case.open_notice", by=self.staff, about=self.case, now=now, notice=position)
        with translation.override(self.case.language):
            return pdf_answer(found, notice_pdf(found, ways=public.for_its_author(self.case, now=now).ways_again))
