"""Where the desk joins the staff area."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from openday.oversight.desk.panels import panels_for
from openday.oversight.desk.promises import PromisesGroup
from openday.oversight.desk.viewset import CaseDesk, ReadingDesk
from openday.oversight.findings.desk import panels as finding_panels
from openday.oversight.findings.desk.viewset import FindingDesk
from openday.oversight.findings.states import Deed as FindingDeed
from openday.oversight.instruments import desk as instruments
from openday.oversight.monthly_reports.desk import ReportDesk
from openday.oversight.monthly_reports.desk import panels_for as report_panels
from openday.oversight.own_data.desk import CorrectionDesk
from openday.oversight.register.desk import RegisterDesk
from openday.oversight.register.desk import panels_for as register_panels
from openday.oversight.satisfaction.desk import viewset as satisfaction
from openday.oversight.satisfaction.desk.viewset import CallBackDesk, SatisfactionStandardViewSet
from openday.oversight.searched import CaseSource, FindingSource, IndicatorSource, InstrumentSource
from openday.oversight.states import Deed
from openday.oversight.website_checks import desk as website_checks
from openday.oversight.wordings.desk import WordingViewSet


@hooks.register("register_admin_viewset")
def register_desks() -> list[Any]:
    return [
        CaseDesk(),
        WordingViewSet(),
        CallBackDesk(),
        CorrectionDesk(),
        FindingDesk(),
        ReadingDesk(),
        ReportDesk(),
        PromisesGroup(),
        instruments.InstrumentsGroup(),
        RegisterDesk(),
        SatisfactionStandardViewSet(),
    ]


@hooks.register("construct_homepage_panels")
def add_case_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels.extend(panels_for(request))
    panels.extend(finding_panels.panels_for(request))
    panels.extend(instruments.panels_for(request))
    panels.extend(satisfaction.panels_for(request))
    panels.extend(report_panels(request))
    panels.extend(website_checks.panels_for(request))
    panels.extend(register_panels(request))


@hooks.register("register_admin_urls")
def register_website_checks() -> list[Any]:
    return [path("reports/website-checks/", website_checks.WebsiteChecksView.as_view(), name="website_checks")]


@hooks.register("register_reports_menu_item")
def website_checks_menu_item() -> Any:
    return website_checks.menu_item()


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/cases.css"))


for searched in (CaseSource, FindingSource, IndicatorSource, InstrumentSource):
    hooks.register("register_search_source", searched)


@hooks.register("register_deed_words")
def deed_words() -> dict[str, Any]:
    moves = {f"case.{deed.value}": deed.label for deed in Deed} | {f"finding.{deed.value}": deed.label for deed in FindingDeed}
    others = {
        "case.export_review": _("Exported the input for the management review"),
        "case.keep_passages": _("Let passages stay in a public text that may point to a person"),
        "case.add_note": _("Wrote an internal note about a case"),
        "case.open": _("Opened a case"),
        "case.open_picture": _("Opened the original picture of a citizen"),
        "case.open_notice": _("Opened a notice of closing on paper"),
        "case.open_original": _("Opened a sealed original"),
        "case.call_in_vain": _("Called after a bad rating, and nobody answered"),
        "case.destroy_originals": _("Sealed originals were destroyed"),
        "case.redact_picture": _("Made a redacted copy of a picture"),
        "case.remove_redacted": _("Threw a redacted copy away"),
        "case.reveal_contact": _("Showed the contact of a citizen"),
        "wording.add": _("Added a prepared text"),
        "wording.change": _("Changed a prepared text"),
        "promise.add": _("Added to promises and programmes"),
        "promise.change": _("Corrected promises and programmes"),
        "report.approve": _("Approved a monthly report"),
        "report.count_again": _("Counted a monthly report again"),
        "report.revise": _("Began a revision of a monthly report"),
        "report.send_back": _("Sent a monthly report back to draft"),
        "report.submit": _("Submitted a monthly report"),
        "report.write": _("Wrote a monthly report"),
        "reading.enter": _("Entered a reading"),
        "reading.release": _("Released a reading"),
    }
    return {**moves, **others}
