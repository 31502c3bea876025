"""Addresses of this room, below /<lang>/visits/."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from openday.registrations import views
from openday.registrations.absences import views as absences
from openday.registrations.draw import views as draw_views
from openday.registrations.groups import views as groups
from openday.registrations.groups.roster import views as roster
from openday.registrations.identity import views as identity_views
from openday.registrations.invitations import views as invitations
from openday.registrations.questions import views as question_views


class _Digits(StringConverter):
    """A session number. Longer ones than a database key can be do not match and give the 404 page."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        return int(value)


class _Code(StringConverter):
    regex = "[0-9A-Za-z-]{4,20}"


class _Token(StringConverter):
    regex = "[0-9A-Za-z_-]{8,128}"


register_converter(_Digits, "session_number")
register_converter(_Code, "ticket_code")
register_converter(_Token, "ticket_token")

app_name = "registrations"
urlpatterns = [
    path("<session_number:session_id>/register/", views.register, name="register"),
    path("r/<ticket_token:token>/", views.swap, name="swap"),
    path("waiting-list/", views.waiting_list, name="waiting_list"),
    path("draws/<session_number:pk>/", draw_views.draw, name="draw"),
    path("draws/<session_number:pk>/list.json", draw_views.list_file, name="draw_list"),
    path("draws/<session_number:pk>/result.json", draw_views.result_file, name="draw_result"),
    path("draws/lots.py", draw_views.script, name="draw_script"),
    path("find/", views.find, name="find"),
    path("groups/", groups.open_days, name="groups"),
    path("missed-visits/", absences.missed_visits, name="missed_visits"),
    path("missed-visits/a/<ticket_token:token>/", absences.swap, name="appeal_swap"),
    path("missed-visits/appeal/", absences.appeal, name="appeal"),
    path("invitation/", invitations.invitation, name="invitation"),
    path("i/<ticket_token:token>/", invitations.swap, name="invitation_swap"),
    path("groups/list.xlsx", roster.template, name="group_list_template"),
    path("groups/<slug:open_day>/", groups.request_form, name="group_request"),
    path("groups/r/<ticket_token:token>/", groups.swap, name="group_swap"),
    path("groups/request/<ticket_code:code>/", groups.group, name="group"),
    path("groups/request/<ticket_code:code>/offer/", groups.answer_offer, name="group_offer"),
    path("groups/request/<ticket_code:code>/reply/", groups.reply, name="group_reply"),
    path("groups/request/<ticket_code:code>/change/", groups.change, name="group_change"),
    path("groups/request/<ticket_code:code>/withdraw/", groups.withdraw, name="group_withdraw"),
    path("groups/request/<ticket_code:code>/list/", roster.roster, name="group_list"),
    path("groups/request/<ticket_code:code>/list/erase/", roster.erase, name="group_list_erase"),
    path("groups/request/<ticket_code:code>/list/fit/", roster.fit, name="group_list_fit"),
    path("ticket/<ticket_code:code>/", views.ticket, name="ticket"),
    path("ticket/<ticket_code:code>/party/", views.party, name="party"),
    path("ticket/<ticket_code:code>/answers/", question_views.answers, name="answers"),
    path("ticket/<ticket_code:code>/names/", identity_views.names, name="names"),
    path("ticket/<ticket_code:code>/move/", views.move, name="move"),
    path("ticket/<ticket_code:code>/offer/", views.answer, name="answer"),
    path("ticket/<ticket_code:code>/waiting/", views.choices, name="choices"),
    path("ticket/<ticket_code:code>/coming/", views.coming, name="coming"),
    path("ticket/<ticket_code:code>/data/", views.my_data, name="my_data"),
    path("ticket/<ticket_code:code>/data/visit.json", views.my_data_file, name="my_data_file"),
    path("ticket/<ticket_code:code>/erase/", views.erase, name="erase"),
    path("ticket/<ticket_code:code>/new-time-suits/", views.time_suits, name="time_suits"),
    path("ticket/<ticket_code:code>/cancel/", views.cancel, name="cancel"),
    path("ticket/<ticket_code:code>/consent/", views.withdraw_consent, name="withdraw_consent"),
    path("ticket/<ticket_code:code>/again/", views.again, name="again"),
    path("ticket/<ticket_code:code>/ticket.pdf", views.paper, name="paper"),
    path("ticket/<ticket_code:code>/visit.ics", views.calendar, name="calendar"),
]
