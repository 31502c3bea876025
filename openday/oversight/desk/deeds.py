"""The deeds of the desk: for each its form, its words and its action."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.models import User
from openday.oversight import actions
from openday.oversight.desk import forms
from openday.oversight.disputes import actions as disputes
from openday.oversight.joining import actions as joining
from openday.oversight.models import Case
from openday.oversight.recusal import actions as recusal
from openday.oversight.states import Deed


@dataclass(frozen=True)
class DeedPage:
    """One deed as staff see it. `done` is said when it has been done; who `decides` has the answer before them."""

    form: type[forms.DeedForm]
    label: Promise
    explanation: Promise
    done: Promise
    action: Callable[..., Any]
    is_serious: bool = False
    decides: bool = False

    def run(self, form: forms.DeedForm, *, by: User, now: datetime) -> Case:
        """Do it: what the form asks for has the names that the action takes."""
        done: Case = self.action(case=form.case, **form.arguments(), by=by, now=now)
        return done


PAGES: dict[Deed, DeedPage] = {
    Deed.ACCEPT: DeedPage(
        forms.AcceptForm,
        pgettext_lazy("case deed", "Accept"),
        _("The message is ours. The clock of the answer starts today and the citizen is told."),
        _("The case was accepted."),
        actions.accept,
    ),
    Deed.REDIRECT: DeedPage(
        forms.RedirectForm,
        pgettext_lazy("case deed", "Direct elsewhere"),
        _("The message is not ours. The citizen is told who is responsible."),
        _("The citizen was directed elsewhere."),
        actions.redirect,
    ),
    Deed.MARK_AS_SPAM: DeedPage(
        forms.SpamForm,
        pgettext_lazy("case deed", "Mark as not genuine"),
        _("Advertising, tests, nonsense. A rude complaint is a complaint."),
        _("The message was set aside."),
        actions.mark_as_spam,
        is_serious=True,
    ),
    Deed.MERGE: DeedPage(
        forms.MergeForm,
        pgettext_lazy("case deed", "Join with another case"),
        _("The same citizen wrote about the same thing. The other case goes on; this one ends here."),
        _("The case was joined with another."),
        actions.merge,
    ),
    Deed.ASSIGN: DeedPage(
        forms.AssignForm,
        pgettext_lazy("case deed", "Assign to a unit"),
        _("The unit sees the case from now on, and works on it."),
        _("The case was assigned."),
        actions.assign,
    ),
    Deed.UNMERGE: DeedPage(
        forms.UnmergeForm,
        pgettext_lazy("case deed", "Take out of the other case"),
        _("Not the same matter after all. The case goes back to where it was joined from; the working days in between are given back."),
        _("The case goes its own way again."),
        joining.unmerge,
    ),
    Deed.NOTE_PROGRESS: DeedPage(
        forms.ProgressForm,
        pgettext_lazy("case deed", "Tell how far it is"),
        _("The citizen is told. Without a note of yours the portal says at half time that work goes on."),
        _("The citizen was told."),
        actions.note_progress,
    ),
    Deed.DISPUTE_ASSIGNMENT: DeedPage(
        forms.DisputeForm,
        pgettext_lazy("case deed", "Dispute the assignment"),
        _("Within five working days, once for each assignment. The quality office decides. The time limit of the citizen runs on."),
        _("The quality office was asked to decide."),
        disputes.dispute,
    ),
    Deed.DECIDE_DISPUTE: DeedPage(
        forms.DecideDisputeForm,
        pgettext_lazy("case deed", "Decide the dispute"),
        _("The unit that has the case says that another one is responsible. The time limit of the citizen runs on."),
        _("The dispute was decided."),
        disputes.decide_dispute,
    ),
    Deed.NAME_PEOPLE: DeedPage(
        forms.NamePeopleForm,
        pgettext_lazy("case deed", "People named in it"),
        _("Staff whom the message names neither see nor handle nor decide this case."),
        _("The names were written down."),
        recusal.name_people,
    ),
    Deed.ASK_BACK: DeedPage(
        forms.AskBackForm,
        pgettext_lazy("case deed", "Ask the citizen"),
        _("Something is missing. The clock stands still until the citizen answers by receipt."),
        _("The question was sent."),
        actions.ask_back,
    ),
    Deed.CARRY_ON: DeedPage(
        forms.CarryOnForm,
        pgettext_lazy("case deed", "Carry on without an answer"),
        _("The clock runs again."),
        _("The case goes on."),
        actions.carry_on,
    ),
    Deed.DRAFT_ANSWER: DeedPage(
        forms.DraftForm,
        pgettext_lazy("case deed", "Draft the answer"),
        _("Only the office sees the draft."),
        _("The draft was kept."),
        actions.draft_answer,
    ),
    Deed.EXTEND: DeedPage(
        forms.ExtendForm,
        pgettext_lazy("case deed", "Extend the limit"),
        _("Once, with a reason that everyone may read. The citizen is told."),
        _("The limit was extended."),
        actions.extend,
        is_serious=True,
    ),
    Deed.SUBMIT_FOR_REVIEW: DeedPage(
        forms.SubmitForm,
        pgettext_lazy("case deed", "Send to review"),
        _("Someone of an uninvolved unit decides whether this answer leaves."),
        _("The answer is in review."),
        actions.submit_for_review,
    ),
    Deed.RETURN_TO_HANDLER: DeedPage(
        forms.ReturnForm,
        pgettext_lazy("case deed", "Return to the handler"),
        _("The answer needs more work."),
        _("The case went back to the handler."),
        actions.return_to_handler,
        decides=True,
    ),
    Deed.APPROVE: DeedPage(
        forms.ApproveForm,
        pgettext_lazy("case deed", "Approve and answer"),
        _("The citizen reads this answer as soon as you approve it."),
        _("The answer was sent."),
        actions.approve,
        decides=True,
    ),
    Deed.CLOSE: DeedPage(
        forms.ConfirmForm,
        pgettext_lazy("case deed", "Close"),
        _("The citizen receives the formal notice of the end. Closed does not mean resolved: the outcome says that."),
        _("The case was closed."),
        actions.close,
    ),
    Deed.PUBLISH: DeedPage(
        forms.PublishForm,
        pgettext_lazy("case deed", "Publish"),
        _("Everyone may read these texts. Compare them with the original: nothing may point to a person."),
        _("The case was published."),
        actions.publish,
        is_serious=True,
    ),
    Deed.REFUSE_PUBLICATION: DeedPage(
        forms.RefusePublicationForm,
        pgettext_lazy("case deed", "Do not publish"),
        _("The citizen consented, but the case is not suitable."),
        _("The case will not be published."),
        actions.refuse_publication,
    ),
    Deed.WITHDRAW_PUBLICATION: DeedPage(
        forms.WithdrawPublicationForm,
        pgettext_lazy("case deed", "Withdraw from the public"),
        _("The texts disappear from every public page at once."),
        _("The publication was withdrawn."),
        actions.withdraw_publication,
        is_serious=True,
    ),
}

# What an action refuses, in words for the form.
REFUSALS: dict[type[Exception], Promise] = {
    actions.NobodyCouldReview: _("No reviewer is independent of these units, so the answer could never be approved. Choose another unit."),
    actions.UnitIsInvolved: _("A second review needs a unit that had no part in the first."),
    actions.HandlerIsInvolved: _("The citizen asked for a second review by others: you, or your unit, had a part in the first answer."),
    actions.ReviewerIsInvolved: _("You handled this case, or your unit is involved in it. Someone else must decide."),
    actions.PublisherIsInvolved: _("You handled this case. Someone else must publish it."),
    actions.UnfilledPlaceholder: _("A placeholder in braces is not filled in yet. Write what belongs there."),
    actions.PersonIsNamed: _("The message names this person. Someone else must do this."),
    disputes.TooLateToDispute: _("An assignment can be disputed within five working days. They are over."),
    disputes.DisputedBefore: _("This assignment was disputed before."),
    disputes.SameUnitAgain: _("If the unit is right, the case goes to another one."),
    recusal.HandlerIsNamed: _("An answer by this person is in review. Ask the reviewer to return it first, then write down the name."),
    actions.PassagesNotAcknowledged: _("Some passages may point to a person. Remove each, or tick that it may stay."),
    actions.HandlerHasNoUnit: _("Your account belongs to no unit. Ask an administrator to add it."),
    actions.AnswerIsEmpty: _("Write an answer first."),
    actions.AlreadyExtended: _("The limit was extended before, or this standard has no extension."),
    actions.NoConsent: _("The citizen doesn't consent to publication."),
    actions.NotReviewed: _("Write a public summary and a public answer in Chinese first."),
}
