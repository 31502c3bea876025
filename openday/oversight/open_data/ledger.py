"""The datasets of the rectification ledger and of instruments."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.oversight.findings.rules import Severity, Source
from openday.oversight.findings.states import ActionState, State
from openday.oversight.open_data import ledger_rows
from openday.oversight.open_data.columns import UNIT, Dataset, Kind, column

_HOURS = pgettext_lazy("unit of a number", "hours")
_ACTIONS = pgettext_lazy("unit of a number", "actions")

LEDGER: tuple[Dataset, ...] = (
    Dataset(
        "findings",
        _("Rectification ledger"),
        _(
            "Every published finding in its public wording, and how far it has been put right. Findings that are not published are in no "
            "row; the page of the six checks says how many there are."
        ),
        (
            column("number", Kind.TEXT, _("Number of the finding, as in the address of its page.")),
            column("unit", Kind.TEXT, _("Code of the unit concerned; its name is in the dataset “units”.")),
            column("check", Kind.TEXT, _("Which of the six checks it falls under.")),
            column("source", Kind.CODE, _("Where it comes from."), values=Source.choices),
            column("severity", Kind.CODE, _("How serious it is."), values=Severity.choices),
            column("state", Kind.CODE, _("How far it is. Done is not the same as confirmed to help."), values=State.choices),
            column("attempt", Kind.WHOLE, _("Which attempt to put it right this is.")),
            column("title_zh", Kind.TEXT, _("Title in Simplified Chinese.")),
            column("title_en", Kind.TEXT, _("Title in English."), empty=True),
            column("found_zh", Kind.TEXT, _("What was found, in Simplified Chinese.")),
            column("found_en", Kind.TEXT, _("What was found, in English."), empty=True),
            column("cause_zh", Kind.TEXT, _("Why it happened, in Simplified Chinese."), empty=True),
            column("cause_en", Kind.TEXT, _("Why it happened, in English."), empty=True),
            column("citation_zh", Kind.TEXT, _("Where it is printed, in Simplified Chinese."), empty=True),
            column("citation_en", Kind.TEXT, _("Where it is printed, in English."), empty=True),
            column("indicator", Kind.TEXT, _("Code of the indicator that it belongs to."), empty=True),
            column("instrument", Kind.TEXT, _("Code of the instrument that it is about, when that is public."), empty=True),
            column("recorded_on", Kind.DAY, _("When it was recorded.")),
            column("actions", Kind.WHOLE, _("Corrective actions, without those that were dropped."), unit=_ACTIONS),
            column("actions_done", Kind.WHOLE, _("Of these: done."), unit=_ACTIONS),
            column("actions_overdue", Kind.WHOLE, _("Of these: under way and past the due day at the moment of download."), unit=_ACTIONS),
            column("effect_due_from", Kind.DAY, _("From when on the effect is checked; while that is waited for."), empty=True),
            column("checked_on", Kind.DAY, _("When somebody uninvolved last looked whether it helped."), empty=True),
            column("was_effective", Kind.TRUTH, _("Whether it had helped then."), empty=True),
            column("closed_on", Kind.DAY, _("When it was struck off the ledger."), empty=True),
        ),
        ledger_rows.findings,
        ledger_rows.first_finding,
    ),
    Dataset(
        "corrective-actions",
        _("Corrective actions"),
        _("What is done about each published finding: by which unit, until when, and whether it was done."),
        (
            column("finding", Kind.TEXT, _("Number of the finding.")),
            column("action", Kind.WHOLE, _("Number of the action within its finding.")),
            column("attempt", Kind.WHOLE, _("In which attempt it was planned.")),
            column("unit", Kind.TEXT, _("Code of the unit that does it; its name is in the dataset “units”.")),
            column("what_zh", Kind.TEXT, _("What is done, in Simplified Chinese.")),
            column("what_en", Kind.TEXT, _("What is done, in English."), empty=True),
            column("first_due_on", Kind.DAY, _("The day that was promised first."), empty=True),
            column("due_on", Kind.DAY, _("The day until which it is due now; empty where none was published."), empty=True),
            column("state", Kind.CODE, _("Whether it was done."), values=ActionState.choices),
            column("done_on", Kind.DAY, _("When it was done."), empty=True),
            column("is_overdue", Kind.TRUTH, _("Whether it was past its due day at the moment of download.")),
            column(
                "evidence",
                Kind.WHOLE,
                _("Pieces of evidence; their description stands on the page of the finding."),
                unit=pgettext_lazy("unit of a number", "pieces"),
            ),
        ),
        ledger_rows.corrective_actions,
        ledger_rows.first_finding,
    ),
    Dataset(
        "instruments",
        _("Instruments"),
        _("Every instrument in use that is marked as public: until when it is calibrated, and whether others may use it."),
        (
            column("code", Kind.TEXT, _("Short name of the instrument, as in the address of its page.")),
            UNIT,
            column("name_zh", Kind.TEXT, _("Name in Simplified Chinese.")),
            column("name_en", Kind.TEXT, _("Name in English."), empty=True),
            column("model", Kind.TEXT, _("Make and model."), empty=True),
            column("is_shared", Kind.TRUTH, _("Whether others may ask to use it.")),
            column("open_hours_zh", Kind.TEXT, _("When it is open to others, in Simplified Chinese."), empty=True),
            column("open_hours_en", Kind.TEXT, _("When it is open to others, in English."), empty=True),
            column("needs_calibration", Kind.TRUTH, _("Whether it has to be calibrated.")),
            column("calibrated_on", Kind.DAY, _("When it was last calibrated."), empty=True),
            column("calibrated_by_zh", Kind.TEXT, _("By whom, in Simplified Chinese."), empty=True),
            column("calibrated_by_en", Kind.TEXT, _("By whom, in English."), empty=True),
            column(
                "valid_until", Kind.DAY, _("The last day on which the calibration holds; empty without one, or when it failed."), empty=True
            ),
            column("is_overdue", Kind.TRUTH, _("Whether it needed a calibration and had none at the moment of download.")),
        ),
        ledger_rows.instruments,
        lambda: None,
    ),
    Dataset(
        "instrument-hours",
        _("Hours of instruments"),
        _("How long each public instrument ran in each period, and for whom."),
        (
            column("instrument", Kind.TEXT, _("Code of the instrument.")),
            column("period_from", Kind.DAY, _("First day of the period.")),
            column("period_to", Kind.DAY, _("Last day of the period.")),
            column("available", Kind.WHOLE, _("Hours in which it could have been used."), unit=_HOURS),
            column("used", Kind.WHOLE, _("Hours in which it was used."), unit=_HOURS),
            column("for_others", Kind.WHOLE, _("Of these: for others."), unit=_HOURS),
            column("out_of_order", Kind.WHOLE, _("Hours in which it was out of order."), unit=_HOURS),
        ),
        ledger_rows.instrument_hours,
        ledger_rows.first_hours,
    ),
)
