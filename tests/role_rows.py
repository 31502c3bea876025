"""Who may open which address of the staff area: one line per address.

A room that adds an address adds a line; a test fails for an address of ours that has neither a line
nor a reason below. The words in `about` name rows of `tests.accounts.world.World`; they are filled in twice,
with the rows of the food centre (Alice's own) and with those of the industrial centre (the stranger's).
"""

from dataclasses import dataclass

from openday.accounts.roles import (
    ADMINISTRATOR,
    DATA_PROTECTION,
    EDITOR,
    HANDLER,
    ORGANISER,
    QUALITY_OFFICE,
    RECEPTION,
    REVIEWER,
)

SUPERUSER = "superuser"
EVERYBODY = {EDITOR, ORGANISER, RECEPTION, QUALITY_OFFICE, HANDLER, REVIEWER, DATA_PROTECTION, ADMINISTRATOR}
PLANNERS = {ORGANISER, ADMINISTRATOR}
WORD_KEEPERS = {EDITOR, ADMINISTRATOR}


@dataclass(frozen=True)
class Row:
    name: str  # the address, as reverse() knows it
    roles: frozenset[str]  # who may open it; a superuser always may
    about: tuple[str, ...] = ()  # rows of the world, or plain words with a leading "="

    def __str__(self) -> str:
        return self.name

    @property
    def names_rows(self) -> bool:
        """Whether the address names a row of a unit, and not only plain words."""
        return any(not word.startswith("=") for word in self.about)


def row(name: str, roles: set[str], *about: str) -> Row:
    return Row(name, frozenset(roles), about)


ROWS = [
    # accounts
    row("units:index", {ADMINISTRATOR}),
    row("units:index_results", {ADMINISTRATOR}),
    row("units:add", {ADMINISTRATOR}),
    row("units:edit", {ADMINISTRATOR}, "unit"),
    row("units:delete", set(), "unit"),
    row("units:history", {ADMINISTRATOR}, "unit"),
    row("units:history_results", {ADMINISTRATOR}, "unit"),
    row("units:usage", {ADMINISTRATOR}, "unit"),
    row("wagtailusers_users:index", set()),
    row("wagtailusers_users:index_results", set()),
    row("wagtailusers_users:add", set()),
    row("wagtailusers_users:edit", set(), "member"),
    row("wagtailusers_users:delete", set(), "member"),
    row("wagtailusers_users:history", set(), "member"),
    row("wagtailusers_users:history_results", set(), "member"),
    row("wagtailusers_users:usage", set(), "member"),
    row("wagtailusers_groups:index", set()),
    row("wagtailusers_groups:index_results", set()),
    row("wagtailusers_groups:add", set()),
    row("wagtailusers_groups:edit", set(), "group"),
    row("wagtailusers_groups:delete", set(), "group"),
    row("wagtailusers_groups:history", set(), "group"),
    row("wagtailusers_groups:history_results", set(), "group"),
    row("wagtailusers_groups:usage", set(), "group"),
    row("audit_log", {DATA_PROTECTION}),
    row("audit_log_results", {DATA_PROTECTION}),
    row("looks", {DATA_PROTECTION}),
    row("looks_results", {DATA_PROTECTION}),
    # mail
    row("letters:index", {ADMINISTRATOR}),
    row("letters:sent", {ADMINISTRATOR}),
    row("letters:sent_results", {ADMINISTRATOR}),
    row("letters:letter", {ADMINISTRATOR}, "letter"),
    row("letters:kind", {ADMINISTRATOR}, "=registration_confirmed", "=zh-hans"),
    row("letters:html", {ADMINISTRATOR}, "=registration_confirmed", "=zh-hans"),
    row("letters:eml", {ADMINISTRATOR}, "=registration_confirmed", "=zh-hans"),
    # home
    row("traditional-words:index", WORD_KEEPERS),
    row("traditional-words:index_results", WORD_KEEPERS),
    row("traditional-words:add", WORD_KEEPERS),
    row("traditional-words:edit", WORD_KEEPERS, "glossary_entry"),
    row("traditional-words:delete", WORD_KEEPERS, "glossary_entry"),
    row("traditional-words:history", WORD_KEEPERS, "glossary_entry"),
    row("traditional-words:history_results", WORD_KEEPERS, "glossary_entry"),
    row("traditional-words:usage", WORD_KEEPERS, "glossary_entry"),
    row("wagtailsnippets_home_synonymgroup:list", {EDITOR}),
    row("wagtailsnippets_home_synonymgroup:list_results", {EDITOR}),
    row("wagtailsnippets_home_synonymgroup:add", {EDITOR}),
    row("wagtailsnippets_home_synonymgroup:edit", {EDITOR}, "synonym_group"),
    row("wagtailsnippets_home_synonymgroup:delete", {EDITOR}, "synonym_group"),
    row("wagtailsnippets_home_synonymgroup:history", {EDITOR}, "synonym_group"),
    row("wagtailsnippets_home_synonymgroup:history_results", {EDITOR}, "synonym_group"),
    row("wagtailsnippets_home_synonymgroup:usage", {EDITOR}, "synonym_group"),
    row("wagtailsnippets_home_synonymgroup:preview_on_add", {EDITOR}),
    row("wagtailsnippets_home_synonymgroup:preview_on_edit", {EDITOR}, "synonym_group"),
    # events
    row("open-days:index", PLANNERS),
    row("open-days:index_results", PLANNERS),
    row("open-days:add", PLANNERS),
    row("open-days:edit", PLANNERS, "open_day"),
    row("open-days:history", PLANNERS, "open_day"),
    row("open-days:history_results", PLANNERS, "open_day"),
    row("sessions:index", PLANNERS),
    row("sessions:index_results", PLANNERS),
    row("sessions:add", PLANNERS),
    row("sessions:edit", PLANNERS, "session"),
    row("sessions:history", PLANNERS, "session"),
    row("sessions:history_results", PLANNERS, "session"),
    row("sessions:repeat", PLANNERS, "open_day"),
    row("sessions:season", PLANNERS),
    # registrations
    row("registrations-staff:index", {*PLANNERS, DATA_PROTECTION}),
    row("registrations-staff:index_results", {*PLANNERS, DATA_PROTECTION}),
    row("registrations-staff:inspect", {*PLANNERS, DATA_PROTECTION}, "registration"),
    row("registrations-staff:cancel", PLANNERS, "registration"),
    row("registrations-staff:move", PLANNERS, "registration"),
    row("registrations-staff:queue", {*PLANNERS, DATA_PROTECTION}, "session"),
    row("registrations-staff:draw", PLANNERS, "session"),
    row("registrations-staff:questions", PLANNERS, "open_day"),
    row("registrations-staff:question_add", PLANNERS, "open_day"),
    row("registrations-staff:question", PLANNERS, "question"),
    row("session-changes:index", PLANNERS),
    row("mailings:index", PLANNERS),
    row("open-day-statistics:index", PLANNERS),
    row("board:index", {*PLANNERS, RECEPTION}),
    row("board:session", {*PLANNERS, RECEPTION}, "session"),
    row("board:big", {*PLANNERS, RECEPTION}, "session"),
    row("paper:session", {*PLANNERS, RECEPTION}, "session"),
    row("board:figures", {*PLANNERS, RECEPTION}, "session"),
    row("groups-staff:index", {*PLANNERS, DATA_PROTECTION}),
    row("groups-staff:index_results", {*PLANNERS, DATA_PROTECTION}),
    row("groups-staff:inspect", {*PLANNERS, DATA_PROTECTION}, "group_visit"),
    row("approvals:index", {*PLANNERS, DATA_PROTECTION}),
    row("invitations-staff:index", {*PLANNERS, DATA_PROTECTION}),
    row("invitations-staff:index_results", {*PLANNERS, DATA_PROTECTION}),
    row("invitations-staff:invite", PLANNERS),
    row("invitations-staff:inspect", {*PLANNERS, DATA_PROTECTION}, "invitation"),
    row("absences:index", {*PLANNERS, DATA_PROTECTION}),
    row("absences:index_results", {*PLANNERS, DATA_PROTECTION}),
    row("absences:inspect", {*PLANNERS, DATA_PROTECTION}, "absence"),
    row("absence-rules:index", PLANNERS),
    row("absence-rules:index_results", PLANNERS),
    row("absence-rules:add", PLANNERS),
    row("absence-rules:edit", PLANNERS, "absence_rule"),
    row("absence-rules:history", PLANNERS, "absence_rule"),
    row("absence-rules:history_results", PLANNERS, "absence_rule"),
    row("visitors:index", {*PLANNERS, RECEPTION}),
    row("visitors:index_results", {*PLANNERS, RECEPTION}),
    # registrations: the gate. Its app is the same for everybody who works there and names nobody.
    row("gate:app", {*PLANNERS, RECEPTION}, "=en"),
    row("gate:manifest", {*PLANNERS, RECEPTION}, "=zh-hans"),
    row("gate:service_worker", {*PLANNERS, RECEPTION}),
    row("gate:file", {*PLANNERS, RECEPTION}, "=0", "=app.js"),
    row("gate:hello", {*PLANNERS, RECEPTION}),
    row("gate:list", {*PLANNERS, RECEPTION}, "session"),
    row("gate:session", PLANNERS, "session"),
    # oversight: cases in the hands of the unit; the quality office sees those of every unit
    row("oversight_desk:index", {QUALITY_OFFICE, HANDLER, REVIEWER}),
    row("oversight_desk:index_results", {QUALITY_OFFICE, HANDLER, REVIEWER}),
    row("oversight_desk:case", {QUALITY_OFFICE, HANDLER}, "case"),
    row("oversight_desk:reveal", {QUALITY_OFFICE, HANDLER}, "case"),
    row("findings_desk:index", {QUALITY_OFFICE, HANDLER, REVIEWER}),
    row("findings_desk:index_results", {QUALITY_OFFICE, HANDLER, REVIEWER}),
    row("findings_desk:actions", {QUALITY_OFFICE, HANDLER, REVIEWER}),
    row("findings_desk:actions_results", {QUALITY_OFFICE, HANDLER, REVIEWER}),
    row("findings_desk:record", {QUALITY_OFFICE, HANDLER}),
    row("findings_desk:finding", {QUALITY_OFFICE, HANDLER}, "finding"),
    row("call_backs:index", {QUALITY_OFFICE}),
    row("call_backs:index_results", {QUALITY_OFFICE}),
    row("oversight_readings:index", {QUALITY_OFFICE, HANDLER}),
    row("oversight_readings:index_results", {QUALITY_OFFICE, HANDLER}),
    row("oversight_readings:enter", {QUALITY_OFFICE, HANDLER}),
    row("monthly_reports:index", {QUALITY_OFFICE}),
    row("monthly_reports:index_results", {QUALITY_OFFICE}),
    row("indicators:index", {QUALITY_OFFICE}),
    row("indicators:index_results", {QUALITY_OFFICE}),
    row("indicators:add", {QUALITY_OFFICE}),
    row("indicators:edit", {QUALITY_OFFICE}, "indicator"),
    row("indicators:history", {QUALITY_OFFICE}, "indicator"),
    row("indicators:history_results", {QUALITY_OFFICE}, "indicator"),
    row("targets:index", {QUALITY_OFFICE}),
    row("targets:index_results", {QUALITY_OFFICE}),
    row("targets:add", {QUALITY_OFFICE}),
    row("targets:edit", {QUALITY_OFFICE}, "target"),
    row("targets:history", {QUALITY_OFFICE}, "target"),
    row("targets:history_results", {QUALITY_OFFICE}, "target"),
    row("programmes:index", {QUALITY_OFFICE}),
    row("programmes:index_results", {QUALITY_OFFICE}),
    row("programmes:add", {QUALITY_OFFICE}),
    row("programmes:edit", {QUALITY_OFFICE}, "programme"),
    row("programmes:history", {QUALITY_OFFICE}, "programme"),
    row("programmes:history_results", {QUALITY_OFFICE}, "programme"),
    row("plan-items:index", {QUALITY_OFFICE}),
    row("plan-items:index_results", {QUALITY_OFFICE}),
    row("plan-items:add", {QUALITY_OFFICE}),
    row("plan-items:edit", {QUALITY_OFFICE}, "plan_item"),
    row("plan-items:history", {QUALITY_OFFICE}, "plan_item"),
    row("plan-items:history_results", {QUALITY_OFFICE}, "plan_item"),
    row("standards:index", {QUALITY_OFFICE}),
    row("standards:index_results", {QUALITY_OFFICE}),
    row("standards:add", {QUALITY_OFFICE}),
    row("satisfaction-standards:index", {QUALITY_OFFICE}),
    row("satisfaction-standards:index_results", {QUALITY_OFFICE}),
    row("satisfaction-standards:add", {QUALITY_OFFICE}),
]

# Ours, and not in the table because the reason.
ELSEWHERE = {
    "oversight_desk:evidence": "needs a picture of a case: tests/oversight/test_desk.py",
    "call_backs:call": "needs a bad rating: tests/oversight/satisfaction/test_desk.py",
    "oversight_desk:redact": "needs a picture of a case: tests/oversight/redaction",
    "oversight_desk:redact_preview": "needs a picture of a case: tests/oversight/redaction",
    "oversight_desk:redacted": "needs a copy of a picture: tests/oversight/redaction",
    "oversight_desk:deed": "depends on the state of the case: tests/oversight/test_desk.py",
    "findings_desk:deed": "depends on the state of the finding: tests/oversight/findings/test_desk.py",
    "findings_desk:action_deed": "depends on the state of the finding: tests/oversight/findings/test_desk.py",
    "findings_desk:proof": "needs a file: tests/oversight/findings/test_desk.py",
    "monthly_reports:report": "needs a report: tests/oversight/monthly_reports/test_desk.py",
    "oversight_readings:release": "needs a reading: tests/oversight/test_desk.py",
    "session-changes:change": "names its sessions in the query: tests/registrations/test_staff_season.py",
    "session-changes:cancel": "names its sessions in the query: tests/registrations/test_staff_season.py",
    "session-changes:show": "needs a change: tests/registrations/test_staff_season.py",
    "session-changes:take_back": "answers to POST only: tests/registrations/test_staff_season.py",
    "session-changes:write_now": "answers to POST only: tests/registrations/test_staff_season.py",
    "registrations-staff:bulk": "names its registrations in the query: tests/registrations/test_staff_bulk.py",
    "mailings:new": "names its registrations in the query: tests/registrations/mailings/test_staff.py",
    "mailings:show": "needs a mailing: tests/registrations/mailings/test_staff.py",
    "mailings:take_back": "answers to POST only: tests/registrations/mailings/test_staff.py",
    "mailings:write_now": "answers to POST only: tests/registrations/mailings/test_staff.py",
    "registrations-staff:reveal": "answers to POST only: tests/registrations/test_staff_deeds.py",
    **{
        f"registrations-staff:question_{deed}": "answers to POST only: tests/registrations/questions/test_staff.py"
        for deed in ("archive", "ask_again", "delete", "up", "down")
    },
    "registrations-staff:gate_list": "needs a demand for documents: tests/registrations/identity/test_views.py",
    "registrations-staff:withdraw_consent": "answers to POST only: tests/registrations/test_consents.py",
    "approvals:decide": "answers to POST only: tests/registrations/approval/test_views.py",
    "approvals:take_back": "answers to POST only: tests/registrations/approval/test_views.py",
    "invitations-staff:withdraw": "answers to POST only: tests/registrations/invitations/test_views.py",
    "absences:decide": "answers to POST only: tests/registrations/absences/test_views.py",
    "groups-staff:reveal": "answers to POST only: tests/registrations/groups/test_staff.py",
    "groups-staff:roster": "only with places: tests/registrations/groups/roster/test_views.py",
    "groups-staff:roster_open": "answers to POST only: tests/registrations/groups/roster/test_views.py",
    "groups-staff:roster_erase": "answers to POST only: tests/registrations/groups/roster/test_views.py",
    "groups-staff:roster_fit": "answers to POST only: tests/registrations/groups/roster/test_views.py",
    "groups-staff:act": "answers to POST only: tests/registrations/groups/test_staff.py",
    "gate:index": "leads on to the app in the language of the person: tests/registrations/gate/test_views.py",
    "gate:scans": "answers to POST only: tests/registrations/gate/test_views.py",
    "paper:gate_list": "answers to POST only: tests/registrations/test_staff_paper.py",
    "paper:badges": "answers to POST only: tests/registrations/test_staff_paper.py",
    "paper:chosen_badges": "names its registrations in the query: tests/registrations/test_staff_paper.py",
    "gate:settle": "answers to POST only: tests/registrations/gate/test_views.py",
    "ask_to_publish": "needs a translation: tests/home/test_staff.py",
    "translate_own_page": "depends on the page: tests/home/test_staff.py",
    "sync_own_translations": "needs a translation: tests/home/test_staff.py",
    "own_translations": "one list for editors and organisers: tests/home/test_staff.py",
    "own_translations_results": "the same list without its frame: tests/home/test_staff.py",
    "no_aliases": "closed for everybody: tests/home/test_staff.py",
    "letters:sample": "answers to POST only: tests/mail",
    "wagtailusers_users:copy": "Wagtail registers the address and has no page for it",
}

# Pages of Wagtail that every role can open: no word of another unit may stand on them.
SHARED = [
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_explore_root",
    "wagtailadmin_pages:search",
    "wagtailadmin_choose_page",
    "wagtailimages:index",
    "wagtaildocs:index",
]
