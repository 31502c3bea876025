"""The deeds of the desk: for each its form, its words and its action."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.models import User
from openday.oversight.findings import actions
from openday.oversight.findings.desk import forms
from openday.oversight.findings.states import Deed


@dataclass(frozen=True)
class DeedPage:
    """One deed as staff see it. `done` is said when it has been done."""

    form: type[forms.FindingForm]
    label: Promise
    explanation: Promise
    done: Promise
    action: Callable[..., Any]
    is_serious: bool = False

    def run(self, form: forms.FindingForm, *, by: User, now: datetime) -> None:
        """Do it: what the form asks for has the names that the action takes."""
        about = {"action": form.action} if form.action is not None else {"finding": form.finding}
        self.action(**about, **form.arguments(), by=by, now=now)


PAGES: dict[Deed, DeedPage] = {
    Deed.STATE_CAUSE: DeedPage(
        forms.CauseForm,
        pgettext_lazy("finding deed", "State the cause"),
        _("Not who, but why: what in the way of working made it possible. Ask why until no further answer helps."),
        _("The cause was kept."),
        actions.state_cause,
    ),
    Deed.PLAN_ACTION: DeedPage(
        forms.PlanForm,
        pgettext_lazy("finding deed", "Plan an action"),
        _("What is done so that it does not happen again, by whom, until when. Whoever owes it gets a letter."),
        _("The action was planned."),
        actions.plan_action,
    ),
    Deed.ADD_PROOF: DeedPage(
        forms.ProofForm,
        pgettext_lazy("finding deed", "Add evidence"),
        _("A list of attendance, a revised procedure, a photo. The words are public, the file stays inside."),
        _("The evidence was added."),
        actions.add_proof,
    ),
    Deed.REPORT_DONE: DeedPage(
        forms.DoneForm,
        pgettext_lazy("finding deed", "Report as done"),
        _("There must be a piece of evidence first."),
        _("The action was reported as done."),
        actions.report_done,
    ),
    Deed.MOVE_DUE: DeedPage(
        forms.DueForm,
        pgettext_lazy("finding deed", "Move the day"),
        _("The ledger shows the first day, the new one and the reason."),
        _("The day was moved."),
        actions.move_due,
        is_serious=True,
    ),
    Deed.DROP_ACTION: DeedPage(
        forms.ReasonForm,
        pgettext_lazy("finding deed", "Drop the action"),
        _("It stays in the ledger as dropped, with the reason."),
        _("The action was dropped."),
        actions.drop_action,
        is_serious=True,
    ),
    Deed.SUBMIT: DeedPage(
        forms.SubmitForm,
        pgettext_lazy("finding deed", "Hand over for the check"),
        _("Everything is done and there is evidence. Somebody uninvolved looks whether it helped, not before the day you set."),
        _("The finding waits for the check of the effect."),
        actions.submit,
    ),
    Deed.SEND_BACK: DeedPage(
        forms.SendBackForm,
        pgettext_lazy("finding deed", "Send back"),
        _("The evidence does not show that it was done. The actions of this attempt are open again."),
        _("The finding went back to the unit."),
        actions.send_back,
    ),
    Deed.CONFIRM: DeedPage(
        forms.VerifyForm,
        pgettext_lazy("finding deed", "It helped"),
        _("You looked on the spot: the problem is gone. Your unit is named in the ledger, you are not."),
        _("The effect was confirmed. The quality office strikes the finding off."),
        actions.confirm,
    ),
    Deed.FIND_INEFFECTIVE: DeedPage(
        forms.VerifyForm,
        pgettext_lazy("finding deed", "It did not help"),
        _("You looked on the spot: the problem is still there. The finding is opened again, and everyone reads why."),
        _("The finding is open again."),
        actions.find_ineffective,
        is_serious=True,
    ),
    Deed.CLOSE: DeedPage(
        forms.ConfirmForm,
        pgettext_lazy("finding deed", "Strike off"),
        _("Somebody uninvolved confirmed that it helped. The ledger says from today on that this is settled."),
        _("The finding was struck off."),
        actions.close,
    ),
    Deed.REOPEN: DeedPage(
        forms.ReasonForm,
        pgettext_lazy("finding deed", "Open again"),
        _("The same thing happened again. A new attempt begins, and everyone reads why."),
        _("The finding is open again."),
        actions.reopen,
        is_serious=True,
    ),
    Deed.SET_ASIDE: DeedPage(
        forms.ReasonForm,
        pgettext_lazy("finding deed", "Set aside"),
        _("Recorded by mistake, or twice. If it was public it stays so, with the reason."),
        _("The finding was set aside."),
        actions.set_aside,
        is_serious=True,
    ),
    Deed.LINK: DeedPage(
        forms.LinkForm,
        pgettext_lazy("finding deed", "Join with cases, an indicator or an instrument"),
        _("The public sees only cases that are published themselves."),
        _("The links were kept."),
        actions.link,
    ),
    Deed.REWORD: DeedPage(
        forms.RewordForm,
        pgettext_lazy("finding deed", "Correct the public wording"),
        _("The ledger says that and why the wording was corrected. The old wording stays in the log, inside the office."),
        _("The wording was corrected."),
        actions.reword,
    ),
    Deed.PUBLISH: DeedPage(
        forms.PublishForm,
        pgettext_lazy("finding deed", "Publish"),
        _("Everyone may read title, finding, cause, actions and the check of the effect. Nothing in them may point to a person."),
        _("The finding is in the public ledger."),
        actions.publish,
        is_serious=True,
    ),
    Deed.WITHDRAW_PUBLICATION: DeedPage(
        forms.InsideReasonForm,
        pgettext_lazy("finding deed", "Withdraw from the public"),
        _("The finding disappears from every public page at once; its address says that it was withdrawn."),
        _("The publication was withdrawn."),
        actions.withdraw_publication,
        is_serious=True,
    ),
}

# What an action refuses, in words for the form.
REFUSALS: dict[type[Exception], Promise] = {
    actions.NobodyCouldVerify: _("No reviewer is independent of these units, so the effect could never be checked. Choose another unit."),
    actions.InstrumentOfAnotherUnit: _("This instrument belongs to another unit."),
    actions.NumbersUsedUp: _("All numbers of this year's findings are given out. Nothing was recorded; what you typed is below."),
    actions.NoEvidence: _("Add a piece of evidence first."),
    actions.ActionsOpen: _("Not every action is done or dropped yet, or none was done."),
    actions.TooSoon: _("This is too soon: the effect must have two weeks to show, and nobody looks before the set day."),
    actions.VerifierIsInvolved: _("You or your unit had a part in this finding. Someone else must look whether it helped."),
    actions.OwnFinding: _("You recorded this finding. Someone else must publish it."),
}
