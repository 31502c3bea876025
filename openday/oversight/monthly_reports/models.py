"""A report about one month. What is published is never changed: a correction is a revision of its own."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.personal_data import PersonalField
from openday.language import formats
from openday.language.names import in_language


class ReportState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a report", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a report", "Waits for approval")
    PUBLISHED = "published", pgettext_lazy("state of a report", "Published")


class MonthlyReportQuerySet(models.QuerySet["MonthlyReport"]):
    def published(self) -> "MonthlyReportQuerySet":
        return self.filter(state=ReportState.PUBLISHED)

    def newest(self) -> "MonthlyReportQuerySet":
        """The latest published revision of each month."""
        later = self.model._default_manager.filter(month=models.OuterRef("month"), state=ReportState.PUBLISHED)
        return self.published().filter(~models.Exists(later.filter(revision__gt=models.OuterRef("revision"))))


class MonthlyReport(models.Model):
    """One revision of the report about one month: its words, and the numbers as they were when it was drafted."""

    wagtail_reference_index_ignore = True

    State = ReportState

    month = models.DateField(_("month"), help_text=_("Its first day."))
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    state = models.CharField(_("state"), max_length=9, choices=ReportState, default=ReportState.DRAFT)
    # Rises with every deed: who acts on an older sight of the report is told that someone was faster.
    turn = models.PositiveIntegerField(default=0, editable=False)
    # figures.Figures as JSON: what was counted, and when. Pages, PDF and open data show these and count nothing anew.
    figures = models.JSONField(_("figures"))
    text_zh = models.TextField(_("text in Simplified Chinese"), max_length=6000)
    text_en = models.TextField(_("text in English"), max_length=6000, blank=True)
    reason_zh = models.CharField(_("reason of the revision in Simplified Chinese"), max_length=300, blank=True)
    reason_en = models.CharField(_("reason of the revision in English"), max_length=300, blank=True)
    drafted_at = models.DateTimeField(_("drafted at"))
    # The last day on which it may appear (政府信息公开条例 article 26: 20 working days).
    due_on = models.DateField(_("due on"))
    due_provisional = models.BooleanField(_("due date is provisional"), default=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("submitted by")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MonthlyReportQuerySet.as_manager()

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        keep: ClassVar = {
            "id", "month", "revision", "state", "turn", "figures", "text_zh", "text_en", "reason_zh", "reason_en", "drafted_at", "due_on",
            "due_provisional", "submitted_at", "submitted_by", "published_at", "approved_by", "reminded_at",
        }  # fmt: skip

    class Meta:
        ordering = ["-month", "-revision"]
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        constraints = [
            models.UniqueConstraint(fields=["month", "revision"], name="one_revision_of_a_monthly_report"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None, submitted_by=None)
                | (~Q(state="draft") & Q(submitted_at__isnull=False, submitted_by__isnull=False)),
                name="report_that_is_no_draft_was_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False, approved_by__isnull=False)
                | (~Q(state="published") & Q(published_at=None, approved_by=None)),
                name="published_report_has_a_moment_and_an_approver",
            ),
            models.CheckConstraint(condition=~Q(approved_by=F("submitted_by")), name="report_is_approved_by_somebody_else"),
            models.CheckConstraint(
                condition=Q(revision=1, reason_zh="", reason_en="") | (Q(revision__gt=1) & ~Q(reason_zh="")),
                name="later_revision_of_a_report_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} ({self.revision})"

    @property
    def month_in_words(self) -> str:
        return formats.month(self.month)

    @property
    def text(self) -> str:
        return in_language(zh=self.text_zh, en=self.text_en)

    @property
    def reason(self) -> str:
        return in_language(zh=self.reason_zh, en=self.reason_en)

    def is_late(self, *, today: Any) -> bool:
        return self.state != ReportState.PUBLISHED and today > self.due_on
