"""What the app for the door says, in the active language. Places in {braces} are filled in on the phone."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openday.registrations.gate.states import Reason


def words() -> dict[str, object]:
    return {
        "titles": {
            "ok": _("Please come in"),
            "double": _("Already inside"),
            "more_people": _("More people than registered"),
            "cancelled": _("Cancelled"),
            "no_place": _("No confirmed place"),
            "other_session": _("Ticket for another session"),
            "session_cancelled": _("This session is cancelled"),
            "unknown": _("Not on the list"),
            "unlisted": _("Genuine, but not on the list"),
            "outside_hours": _("Not at this hour"),
            "not_a_ticket": _("Not a ticket of ours"),
            "forged": _("Not genuine"),
        },
        "hints": {
            "double": _("All people of this ticket are inside. Ask for the name; somebody may have passed the picture on."),
            "cancelled": _("The registration was cancelled. If places are left, let them in without registration."),
            "no_place": _("The party waits for places. If places are left, let them in without registration."),
            "other_session": _("Look at the date and time on the ticket together."),
            "session_cancelled": _("Nobody can be let in. Offer another session."),
            "unknown": _("Check the code, or search by name. It may be for another session."),
            "unlisted": _("Registered after the list was downloaded, or moved. You can let them in; a supervisor will see it."),
            "outside_hours": _("Say why if you let them in all the same."),
            "not_a_ticket": _("This QR code is something else, for example an advertisement."),
            "forged": _("The signature is wrong or the ticket was replaced. Search by name or code."),
        },
        "reasons": {code: str(label) for code, label in Reason.choices},
        "check_documents": _("Check the documents:"),
        "let_in": _("Let in: {count}"),
        "inside_of": _("{arrived} of {people} inside"),
        "party_of": _("Party of {people}"),
        "inside": _("{inside} inside"),
        "expected": _("{people} expected"),
        "left": _("{left} places left for people without registration"),
        "none_left": _("No places left: please say why they are let in."),
        "online": _("Connected"),
        "offline": _("No network"),
        "to_send": _("{count} to send"),
        "list_old": _("This list is {hours} hours old. Who registered or cancelled since then is not known here."),
        "list_from": _("List of {time}."),
        "clock_wrong": _("The clock of this phone is {minutes} minutes wrong. The time of the server is used."),
        "to_settle": _("{count} to settle by a supervisor"),
        "came_without": _("Without registration: {count}"),
        "undone": pgettext("a check-in", "Undone"),
        "no_camera": _("The camera cannot be used. Type the code or search by name."),
        "nobody_found": _("Nobody on the list is called that."),
        "no_sessions": _("No session of your unit between yesterday and next week."),
        "cancelled_session": _("cancelled"),
        "refused": _("{count} scans could not be handed over. Please tell a supervisor."),
        "bad_list": _("The list was altered on its way and is not used."),
        "not_kept": _("The phone could not write this down. Please note it on paper and free some space."),
        "ready": _("Ready to work without a network."),
    }
