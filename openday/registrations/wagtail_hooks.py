"""What the registrations room adds to the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permissions import register_permission_policy

from openday.events.models import OpenDay, Session
from openday.events.staff.own_units import OwnUnitsPolicy
from openday.registrations import actions
from openday.registrations.absences.staff import AbsenceRuleViewSet, AbsenceViewSet, RulesPolicy
from openday.registrations.approval.staff import Approvals
from openday.registrations.gate.viewset import Gate
from openday.registrations.groups.staff.viewset import GroupVisitViewSet
from openday.registrations.invitations.staff import InvitationViewSet
from openday.registrations.mailings.staff.views import Mailings
from openday.registrations.models import Absence, AbsenceRule, GroupVisit, Invitation, Registration
from openday.registrations.staff import board, statistics, today, visitors
from openday.registrations.staff.paper.views import Paper
from openday.registrations.staff.season.views import SessionChanges
from openday.registrations.staff.viewset import RegistrationViewSet

register_permission_policy(GroupVisit, OwnUnitsPolicy(GroupVisit, lookup="open_day__unit"))
register_permission_policy(Absence, OwnUnitsPolicy(Absence, lookup="open_day__unit"))
register_permission_policy(AbsenceRule, RulesPolicy(AbsenceRule, lookup="open_day__unit"))
register_permission_policy(Invitation, OwnUnitsPolicy(Invitation, lookup="open_day__unit"))
register_permission_policy(Registration, OwnUnitsPolicy(Registration, lookup="session__open_day__unit"))


@hooks.register("register_admin_viewset")
def registrations() -> list[Any]:
    return [
        RegistrationViewSet(add_to_admin_menu=True),
        visitors.VisitorsDesk(),
        GroupVisitViewSet(add_to_admin_menu=True),
        Approvals(),
        AbsenceViewSet(add_to_admin_menu=True),
        AbsenceRuleViewSet(add_to_admin_menu=True),
        InvitationViewSet(add_to_admin_menu=True),
        Gate(),
        SessionChanges(),
        Mailings(),
        board.Board(),
        Paper(),
        statistics.Statistics(),
    ]


@hooks.register("construct_homepage_panels")
def todays_sessions(request: HttpRequest, panels: list[Any]) -> None:
    if visitors.is_open_to(request.user):
        panels += today.panels()


@hooks.register("register_session_buttons")
def session_buttons(session: Session, user: Any) -> list[Button]:
    """Beside each session of the events room: who registered, and cancelling it."""
    buttons = []
    if visitors.is_open_to(user) and session.state != Session.State.DRAFT:
        buttons.append(Button(_("Live board"), url=reverse("board:session", args=[session.pk]), icon_name="view", priority=4))
        buttons.append(
            Button(_("Print lists and badges"), url=reverse("paper:session", args=[session.pk]), icon_name="doc-full-inverse", priority=10)
        )
    if user.has_perm("registrations.view_registration"):
        address = f"{reverse('registrations-staff:index')}?session={session.pk}"
        buttons.append(Button(_("Registrations"), url=address, icon_name="group", priority=5))
        if user.has_perm("registrations.change_registration"):
            buttons.append(Button(_("Gate"), url=reverse("gate:session", args=[session.pk]), icon_name="mobile-alt", priority=6))
            letter = f"{reverse('mailings:new')}?all=1&session={session.pk}"
            buttons.append(Button(_("Write to visitors"), url=letter, icon_name="mail", priority=9))
            buttons.append(Button(_("Draw"), url=reverse("registrations-staff:draw", args=[session.pk]), icon_name="rotate", priority=8))
        if session.open_day.real_names and user.has_perm("registrations.view_identity"):
            guards = reverse("registrations-staff:gate_list", args=[session.pk])
            buttons.append(Button(_("Gate list with documents"), url=guards, icon_name="list-ul", priority=9))
        if session.open_day.waiting_list:
            queue = reverse("registrations-staff:queue", args=[session.pk])
            buttons.append(Button(_("Waiting list"), url=queue, icon_name="list-ol", priority=7))
    can_be_changed = session.state != Session.State.CANCELLED and session.starts_at > timezone.now()
    if can_be_changed and user.has_perm("registrations.change_registration"):
        chosen = f"?session={session.pk}"
        buttons.append(Button(_("Move or change"), url=reverse("session-changes:change") + chosen, icon_name="date", priority=30))
        if session.state == Session.State.OPEN:
            buttons.append(Button(_("Cancel this session"), url=reverse("session-changes:cancel") + chosen, icon_name="cross", priority=40))
    return buttons


@hooks.register("register_sessions_header_buttons")
def sessions_header_buttons(user: Any) -> list[Button]:
    if not user.has_perm("registrations.change_registration"):
        return []
    return [HeaderButton(_("Moved and cancelled sessions"), url=reverse("session-changes:index"), icon_name="mail")]


@hooks.register("register_chosen_sessions_buttons")
def chosen_sessions_buttons(user: Any) -> list[tuple[str, str]]:
    """Below the list of sessions: what can be done with all that are ticked."""
    if not user.has_perm("registrations.change_registration"):
        return []
    return [(_("Move or change"), reverse("session-changes:change")), (_("Cancel sessions"), reverse("session-changes:cancel"))]


@hooks.register("register_open_day_buttons")
def open_day_buttons(open_day: OpenDay, user: Any) -> list[Button]:
    if not user.has_perm("registrations.view_registration"):
        return []
    one = f"open_day={open_day.pk}"
    buttons = [Button(_("Registrations"), url=f"{reverse('registrations-staff:index')}?{one}", icon_name="group", priority=20)]
    if visitors.is_open_to(user):
        buttons.append(Button(_("Live board"), url=f"{reverse('board:index')}?{one}", icon_name="view", priority=21))
    if user.has_perm("registrations.change_registration"):
        buttons.append(Button(_("Write to visitors"), url=f"{reverse('mailings:new')}?all=1&{one}", icon_name="mail", priority=22))
        questions = reverse("registrations-staff:questions", args=[open_day.pk])
        buttons.append(Button(_("Questions to visitors"), url=questions, icon_name="help", priority=21))
    return buttons


@hooks.register("after_change_session")
def let_waiting_parties_in(session: Session, user: Any) -> None:
    """More places may be enough for a party that waits."""
    actions.promote(session=session, now=timezone.now())


@hooks.register("register_deed_words")
def deed_words() -> dict[str, Any]:
    return {
        "registrations.gate_list": _("Downloaded names and documents for a gate"),
        "registrations.question_add": _("Added a question to visitors"),
        "registrations.question_change": _("Changed a question to visitors"),
        "registrations.question_archive": _("Archived a question to visitors"),
        "registrations.question_ask_again": _("Asked an archived question again"),
        "registrations.question_delete": _("Deleted a question to visitors"),
        "registrations.reveal": _("Showed name and contact"),
        "registrations.approve": _("Approved a request"),
        "registrations.refuse": _("Refused a request"),
        "registrations.undecide": _("Took a decision about a request back"),
        "registrations.appeal_accept": _("Accepted an appeal"),
        "registrations.appeal_refuse": _("Refused an appeal"),
        "registrations.invite": _("Made invitations"),
        "registrations.withdraw_invitation": _("Withdrew an invitation"),
        "registrations.group_reveal": _("Showed the leader of a group"),
        "registrations.group_place": _("Gave places to a group"),
        "registrations.group_offer": _("Offered a group another session"),
        "registrations.group_swap": _("Asked a group with places to come at another time"),
        "registrations.group_refuse": _("Refused a group"),
        "registrations.group_ask": _("Asked a group something"),
        "registrations.group_list": _("Handed in the list of a group"),
        "registrations.group_list_opened": _("Showed or took away the list of a group"),
        "registrations.group_list_erased": _("Erased the list of a group"),
        "registrations.group_list_fitted": _("Changed a group's registration to its list"),
        "registrations.export": _("Exported registrations"),
        "registrations.export_gate_list": _("Printed a gate list"),
        "registrations.export_badges": _("Printed badges with names"),
        "registrations.resend": _("Sent a ticket again"),
        "registrations.mailing": _("Wrote a letter to visitors"),
        "registrations.mailing_take_back": _("Took a letter to visitors back"),
        "registrations.withdraw_consent": _("Withdrew a consent for the visitor"),
        "registrations.move": _("Moved a registration"),
        "registrations.cancel": _("Cancelled a registration"),
        "registrations.cancel_session": _("Cancelled a session"),
        "registrations.draw_set_up": _("Set up a draw"),
        "registrations.draw_name_value": _("Named the public value of a draw"),
        "registrations.draw_publish": _("Published the list of a draw"),
        "registrations.draw_value": _("Entered the public value of a draw"),
        "registrations.draw_values_differ": _("Two entries of a public value differed"),
        "registrations.draw_drawn": _("Drew lots"),
        "registrations.gate_settle": _("Settled a check-in"),
        "registrations.close_no_shows": _("Noted who did not come"),
        "registrations.new_ticket_key": _("Made a new key for tickets"),
        "registrations.move_session": _("Moved a session"),
        "registrations.take_back": _("Took a change of sessions back"),
        "registrations.write_now": _("Let letters about sessions leave at once"),
    }
