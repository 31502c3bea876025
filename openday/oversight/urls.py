"""Addresses of the public side, under /<language>/oversight/."""

from django.urls import path, re_path

from openday.oversight.views import feedback, pages, promises, published, tracking

app_name = "oversight"
urlpatterns = [
    path("", pages.index, name="index"),
    path("procedure/", pages.procedure, name="procedure"),
    path("campaign/", pages.campaign, name="campaign"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/objection/", pages.objection, name="objection"),
    path("feedback/misconduct/", pages.misconduct, name="misconduct"),
    path("receipt/", feedback.receipt, name="receipt"),
    path("case/", tracking.case, name="case"),
    path("case/withdraw/", tracking.withdraw, name="withdraw"),
    path("case/close/", tracking.sign_out, name="sign_out"),
    path("published/", published.published, name="published"),
    # Spelled out: a NUL or a newline in an address never reaches the database.
    re_path(r"^published/(?P<number>FK-[0-9]{4}-[0-9]{6})/\Z", published.published_case, name="published_case"),
    path("commitments/", promises.overview, name="commitments"),
    path("commitments/<slug:code>/", promises.indicator, name="indicator"),
    path("commitments/<slug:code>/readings.csv", promises.indicator_csv, name="indicator_csv"),
]
