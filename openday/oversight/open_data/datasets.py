"""What there is: each dataset with its words, its columns and where its rows come from."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.models import Unit
from openday.events.models.choices import Audience
from openday.events.states import SessionState
from openday.oversight.models import Indicator
from openday.oversight.open_data import rows
from openday.oversight.open_data.columns import UNIT, Dataset, Kind, column
from openday.oversight.open_data.ledger import LEDGER
from openday.oversight.satisfaction.rules import Level
from openday.oversight.statistics.counting import FATES
from openday.oversight.verdicts import Basis, Direction, Verdict
from openday.oversight.vocabulary import Category, Outcome

# ---- The dictionary -------------------------------------------------------------------------

_CASES = pgettext_lazy("unit of a number", "cases")
_DAYS = pgettext_lazy("unit of a number", "working days")
_PEOPLE = pgettext_lazy("unit of a number", "people")
_SET_BY = (
    column("set_by_zh", Kind.TEXT, _("Who set it, in Simplified Chinese.")),
    column("set_by_en", Kind.TEXT, _("Who set it, in English."), empty=True),
    column("source_zh", Kind.TEXT, _("Where that is written, in Simplified Chinese.")),
    column("source_en", Kind.TEXT, _("Where that is written, in English."), empty=True),
)
_MONTH = column("month", Kind.MONTH, _("Month in which the cases were received, in the time zone of the office."))
_FATES = {
    "in_time": _("Answered, and the first answer left on or before the day that was due then."),
    "late": _("Answered after the due day."),
    "waiting": _("Not answered yet."),
    "set_aside": _("Not answered because it was directed elsewhere, joined with another case or withdrawn by its author."),
}
_NUMBERS = {
    "received": _("Every message that got a number in the month, except those that were no genuine message."),
    "accepted": _("Of these: found to concern our own work."),
    **_FATES,
    "redone": _("Of the cases received: their authors asked us to work on it again."),
    "appealed": _("Of the cases received: their authors asked for a second review by another unit."),
    "extended": _("Of the cases received: the time limit was extended once, with a public reason."),
    "overdue": _("Of the cases received: open, and past the due day at the moment of download."),
    "not_genuine": _("Messages set aside as no genuine message; in no other number."),
    "published": _("Summaries published in the month, whenever the case was received."),
    "unpublished": _("Published summaries withdrawn in the month, whenever the case was received."),
}

DATASETS: tuple[Dataset, ...] = (
    Dataset(
        "monthly",
        _("Cases by month"),
        _("How many messages came in each month and what became of them, for the whole house. The four fates add up to what was received."),
        (
            _MONTH,
            column("is_over", Kind.TRUTH, _("Whether the month was over at the moment of download.")),
            *(column(name, Kind.WHOLE, meaning, unit=_CASES) for name, meaning in _NUMBERS.items()),
        ),
        rows.monthly,
        rows.first_month,
    ),
    Dataset(
        "categories",
        _("Cases by month and category"),
        _(
            "The same by what the messages were about, once the month is over; what became of them, once none of the month waits for "
            "an answer. Numbers of 1 to 4 are withheld, and so many others that they can't be found by subtracting."
        ),
        (
            _MONTH,
            column("category", Kind.CODE, _("What the messages were about."), values=Category.choices),
            column("received", Kind.WHOLE, _NUMBERS["received"], unit=_CASES, empty=True),
            *(column(name, Kind.WHOLE, _FATES[name], unit=_CASES, empty=True) for name in FATES),
            column(
                "withheld", Kind.TEXT, _("Names of the columns whose numbers are withheld in this row, with spaces between."), empty=True
            ),
        ),
        rows.categories,
        rows.first_month,
    ),
    Dataset(
        "answer-times",
        _("Working days to an answer"),
        _(
            "How many answers took how many working days, by the year of receipt; days of waiting for the author are taken off. "
            "Neighbouring days are put together until five answers stand behind a number. The published median is the span in which the "
            "middle answer lies."
        ),
        (
            column("year", Kind.WHOLE, _("Year in which the cases were received.")),
            column("from_days", Kind.WHOLE, _("The shortest time of the span."), unit=_DAYS),
            column("to_days", Kind.WHOLE, _("The longest time of the span."), unit=_DAYS),
            column("answers", Kind.WHOLE, _("First answers that took so long."), unit=_CASES),
        ),
        rows.answer_times,
        rows.first_month,
    ),
    Dataset(
        "satisfaction",
        _("Satisfaction"),
        _(
            "How many of those who were asked rated our answer, by the year of the answer, and at which level; first ratings only. "
            "Levels are given from ten ratings on."
        ),
        (
            column("year", Kind.WHOLE, _("Year in which the answers left.")),
            column(
                "question",
                Kind.CODE,
                _("What was rated."),
                values={"process": _("Satisfied with how we handled it"), "result": _("Satisfied with what came of it")},
            ),
            column("asked", Kind.WHOLE, _("Answers whose authors were asked."), unit=_CASES),
            column("rated", Kind.WHOLE, _("Answers that were rated."), unit=_CASES),
            *(column(level.name.lower(), Kind.WHOLE, level.label, unit=_CASES, empty=True) for level in Level),
        ),
        rows.satisfaction,
        rows.first_rating,
    ),
    Dataset(
        "cases",
        _("Published cases"),
        _(
            "One row for each case whose author agreed to publication, without its texts: they stand on the page of the case. A unit with "
            "fewer than ten published cases is not named here; its rows carry no number and months instead of days."
        ),
        (
            column("number", Kind.TEXT, _("Number of the case, as in the address of its page."), empty=True),
            column("category", Kind.CODE, _("What the message was about."), values=Category.choices),
            column("check", Kind.TEXT, _("Which of the six checks the message named; only for testing quality."), empty=True),
            column("unit", Kind.TEXT, _("Code of the unit that answered; its name is in the dataset “units”."), empty=True),
            column("received_on", Kind.DAY_OR_MONTH, _("When it was received.")),
            column("answered_on", Kind.DAY_OR_MONTH, _("When the answer left."), empty=True),
            column("answered_in_time", Kind.TRUTH, _("Whether the first answer left on or before the due day."), empty=True),
            column("outcome", Kind.CODE, _("How it ended. Closed does not mean resolved."), values=Outcome.choices, empty=True),
            column("published_on", Kind.DAY_OR_MONTH, _("When the summary was published.")),
        ),
        rows.published_cases,
        rows.first_case,
    ),
    Dataset(
        "monthly-reports",
        _("Monthly reports"),
        _("What each published report says in numbers, as they were counted for it; “monthly” counts the same months as they stand now."),
        (
            column("month", Kind.MONTH, _("The month that the report is about.")),
            column("revision", Kind.WHOLE, _("Number of the revision; none is ever changed.")),
            column("is_newest", Kind.TRUTH, _("Whether no later revision of the month is published.")),
            column("counted_on", Kind.DAY, _("When its numbers were counted.")),
            column("published_on", Kind.DAY, _("When it was approved and published.")),
            column("reason_zh", Kind.TEXT, _("Reason of the revision in Simplified Chinese."), empty=True),
            column("reason_en", Kind.TEXT, _("Reason of the revision in English."), empty=True),
            column("page", Kind.TEXT, _("Address of its page.")),
            *(column(name, Kind.WHOLE, meaning, unit=_CASES) for name, meaning in _NUMBERS.items()),
            column("median_from_days", Kind.WHOLE, _("The middle answer took at least as long."), unit=_DAYS, empty=True),
            column("median_to_days", Kind.WHOLE, _("The middle answer took at most as long."), unit=_DAYS, empty=True),
        ),
        rows.monthly_reports,
        rows.first_report,
    ),
    *LEDGER,
    Dataset(
        "indicators",
        _("Indicators"),
        _("What is counted to see whether promises are kept: so many of so many, with the definition of both."),
        (
            column("code", Kind.TEXT, _("Short name of the indicator, as in the address of its page.")),
            column("name_zh", Kind.TEXT, _("Name in Simplified Chinese.")),
            column("name_en", Kind.TEXT, _("Name in English.")),
            column("definition_zh", Kind.TEXT, _("Definition of numerator and denominator in Simplified Chinese.")),
            column("definition_en", Kind.TEXT, _("Definition of numerator and denominator in English.")),
            column("basis", Kind.CODE, _("Whether all were counted."), values=Basis.choices),
            column("direction", Kind.CODE, _("Whether the target is a least or a most."), values=Direction.choices),
            column("scale", Kind.CODE, _("How the page writes the ratio."), values=Indicator.Scale.choices),
        ),
        rows.indicators,
        rows.first_reading,
    ),
    Dataset(
        "targets",
        _("Targets"),
        _("What was promised, by whom and for which unit. A target binds that unit and no other; the bureau's own bind every unit."),
        (
            column("indicator", Kind.TEXT, _("Code of the indicator.")),
            UNIT,
            column("limit_per_mille", Kind.DECIMAL, _("The target."), unit="‰"),
            column("valid_from", Kind.DAY, _("Since when it holds; empty where the date was not published."), empty=True),
            *_SET_BY,
        ),
        rows.targets,
        rows.first_reading,
    ),
    Dataset(
        "measurements",
        _("Readings of the indicators"),
        _("Every released reading. None is ever changed: a correction is a row of its own that names the reading it replaces."),
        (
            column("reading", Kind.WHOLE, _("Number of the reading.")),
            column("indicator", Kind.TEXT, _("Code of the indicator.")),
            UNIT,
            column("period_from", Kind.DAY, _("First day of the period.")),
            column("period_to", Kind.DAY, _("Last day of the period.")),
            column("numerator", Kind.WHOLE, _("How many were counted; the definition says what.")),
            column("denominator", Kind.WHOLE, _("Out of how many.")),
            column("published_on", Kind.DAY, _("When the quality office released it.")),
            column("corrects", Kind.WHOLE, _("Number of the reading that this one replaces."), empty=True),
            column("is_corrected", Kind.TRUTH, _("Whether a later reading replaces this one: leave it out of sums.")),
        ),
        rows.measurements,
        rows.first_reading,
    ),
    Dataset(
        "all-100",
        _("Everything at 100%"),
        _(
            "Each promise of 100% that binds every unit against the latest reading of the bureau and of each centre. Where nothing is "
            "published, nobody knows."
        ),
        (
            column("indicator", Kind.TEXT, _("Code of the indicator.")),
            UNIT,
            column("target_per_mille", Kind.DECIMAL, _("The target."), unit="‰"),
            *_SET_BY,
            column("reading", Kind.WHOLE, _("Number of the reading, as in the dataset “measurements”."), empty=True),
            column("period_from", Kind.DAY, _("First day of the period."), empty=True),
            column("period_to", Kind.DAY, _("Last day of the period."), empty=True),
            column("numerator", Kind.WHOLE, _("How many were counted; the definition says what."), empty=True),
            column("denominator", Kind.WHOLE, _("Out of how many."), empty=True),
            column("verdict", Kind.CODE, _("How the reading stands to the target."), values=Verdict.choices),
            column("reason_zh", Kind.TEXT, _("Reason of a miss and what is done, in Simplified Chinese."), empty=True),
            column("reason_en", Kind.TEXT, _("Reason of a miss and what is done, in English."), empty=True),
        ),
        rows.all_100,
        rows.first_reading,
    ),
    Dataset(
        "open-days",
        _("Open days"),
        _("Open days with a public page: who invites, where, and for whom."),
        (
            column("code", Kind.TEXT, _("Short name of the open day, as in the address of its page.")),
            UNIT,
            column("name_zh", Kind.TEXT, _("Name in Simplified Chinese.")),
            column("name_en", Kind.TEXT, _("Name in English."), empty=True),
            column("place_zh", Kind.TEXT, _("Place in Simplified Chinese.")),
            column("place_en", Kind.TEXT, _("Place in English."), empty=True),
            column("audience", Kind.CODE, _("For whom; several codes with spaces between."), values=Audience.choices, empty=True),
            column("minimum_age", Kind.WHOLE, _("Youngest age; 0 means any."), unit=pgettext_lazy("unit of a number", "years")),
            column("largest_party", Kind.WHOLE, _("Most people in one registration."), unit=_PEOPLE),
        ),
        rows.open_days,
        rows.first_session,
    ),
    Dataset(
        "sessions",
        _("Sessions of open days"),
        _("Every announced session, also those that are over or cancelled. Places that are left now are at /api/places/."),
        (
            column("session", Kind.WHOLE, _("Number of the session.")),
            column("open_day", Kind.TEXT, _("Code of the open day.")),
            column("starts_at", Kind.MOMENT, _("Beginning.")),
            column("ends_at", Kind.MOMENT, _("End.")),
            column("state", Kind.CODE, _("Whether it takes place."), values=SessionState.choices),
            column("by_invitation", Kind.TRUTH, _("Whether only the invited come.")),
            column("places", Kind.WHOLE, _("Places for individuals and families."), unit=_PEOPLE, empty=True),
        ),
        rows.sessions,
        rows.first_session,
    ),
    Dataset(
        "units",
        _("Units"),
        _("The bureau, its centres, laboratories, branches and offices, for the codes in the other datasets."),
        (
            column("code", Kind.TEXT, _("Code of the unit.")),
            column("kind", Kind.CODE, _("What kind of unit."), values=Unit.Kind.choices),
            column("part_of", Kind.TEXT, _("Code of the unit that it belongs to."), empty=True),
            column("name_zh", Kind.TEXT, _("Name in Simplified Chinese.")),
            column("name_en", Kind.TEXT, _("Name in English."), empty=True),
        ),
        rows.units,
        lambda: None,
    ),
)
BY_CODE = {dataset.code: dataset for dataset in DATASETS}
