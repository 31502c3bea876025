"""Addresses of the public side, under /<language>/oversight/."""

from django.urls import path, re_path

from openday.oversight.capability import views as capability
from openday.oversight.findings import views as findings
from openday.oversight.instruments import views as instruments
from openday.oversight.monthly_reports import views as monthly_reports
from openday.oversight.notices import views as notices
from openday.oversight.originals import views as originals
from openday.oversight.own_data import views as own_data
from openday.oversight.redaction import public as redaction
from openday.oversight.register import views as register
from openday.oversight.satisfaction import views as satisfaction
from openday.oversight.statistics import views as statistics
from openday.oversight.views import feedback, pages, promises, published, tracking

app_name = "oversight"
urlpatterns = [
    path("", pages.index, name="index"),
    path("procedure/", pages.procedure, name="procedure"),
    path("campaign/", pages.campaign, name="campaign"),
    path("reports/", monthly_reports.reports, name="monthly_reports"),
    re_path(r"^reports/(?P<month>20[0-9]{2}-[0-9]{2})/\Z", monthly_reports.report, name="monthly_report"),
    re_path(
        r"^reports/(?P<month>20[0-9]{2}-[0-9]{2})/(?P<revision>[1-9][0-9]?)/\Z", monthly_reports.report, name="monthly_report_revision"
    ),
    re_path(
        r"^reports/(?P<month>20[0-9]{2}-[0-9]{2})/(?P<revision>[1-9][0-9]?)\.pdf\Z", monthly_reports.report_pdf, name="monthly_report_pdf"
    ),
    path("statistics/", statistics.statistics, name="statistics"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/objection/", pages.objection, name="objection"),
    path("feedback/misconduct/", pages.misconduct, name="misconduct"),
    path("receipt/", feedback.receipt, name="receipt"),
    path("case/", tracking.case, name="case"),
    path("case/rate/", satisfaction.rate, name="rate"),
    re_path(r"^case/rate/(?P<token>[-\w]{27})/\Z", satisfaction.swap, name="rate_swap"),
    path("satisfaction/", satisfaction.satisfaction, name="satisfaction"),
    path("case/notice/<int:position>/", notices.notice, name="notice"),
    path("case/notice/<int:position>.pdf", notices.paper, name="notice_pdf"),
    path("case/my-data/", own_data.own_data, name="own_data"),
    path("case/my-data/export.json", own_data.export_json, name="own_export"),
    path("case/my-data/erase/", own_data.erase, name="own_erase"),
    path("case/my-data/originals/", originals.take_back, name="own_originals"),
    path("case/pictures/<int:pk>/", own_data.picture, name="own_picture"),
    path("case/withdraw/", tracking.withdraw, name="withdraw"),
    path("case/close/", tracking.sign_out, name="sign_out"),
    path("case/register.json", register.own_proof, name="case_proof"),
    path("register/", register.page, name="register"),
    path("published/", published.published, name="published"),
    # Spelled out: a NUL or a newline in an address never reaches the database.
    re_path(r"^published/(?P<number>FK-[0-9]{4}-[0-9]{6})/\Z", published.published_case, name="published_case"),
    path("findings/", findings.findings, name="findings"),
    path("findings/findings.csv", findings.ledger_csv, name="findings_csv"),
    path("findings/six-checks/", findings.matrix, name="six_checks"),
    path("findings/six-checks.csv", findings.matrix_csv, name="six_checks_csv"),
    re_path(r"^findings/(?P<number>ZG-[0-9]{4}-[0-9]{4})/\Z", findings.finding, name="finding"),
    re_path(r"^published/(?P<number>FK-[0-9]{4}-[0-9]{6})/pictures/(?P<pk>[0-9]{1,9})/\Z", redaction.picture, name="published_picture"),
    path("instruments/", instruments.instruments, name="instruments"),
    path("instruments/instruments.csv", instruments.instruments_csv, name="instruments_csv"),
    path("instruments/<slug:code>/", instruments.instrument, name="instrument"),
    path("capability/", capability.capability, name="capability"),
    path("capability/capability.csv", capability.capability_csv, name="capability_csv"),
    path("commitments/", promises.overview, name="commitments"),
    path("commitments/all-100/", promises.board, name="board"),
    path("commitments/<slug:code>/", promises.indicator, name="indicator"),
    path("commitments/<slug:code>/readings.csv", promises.indicator_csv, name="indicator_csv"),
]
