from openday.registrations.absences.models import Absence, AbsenceRule
from openday.registrations.approval.models import Asking
from openday.registrations.draw.models import Draw, Lot
from openday.registrations.gate.models import CheckIn, TicketKey
from openday.registrations.groups.models import GroupVisit, GroupWish
from openday.registrations.groups.roster.models import GroupRoster
from openday.registrations.identity.models import Identity
from openday.registrations.invitations.models import Invitation
from openday.registrations.mailings.models import Mailing, MailingLetter
from openday.registrations.models.parties import TOKEN_PURPOSE, Consent, Registration, RegistrationQuerySet
from openday.registrations.models.queues import Offer, OtherSession, QueueStep
from openday.registrations.questions.models import Answer, PastWording, Pick, Question

__all__ = [
    "TOKEN_PURPOSE",
    "Absence",
    "AbsenceRule",
    "Answer",
    "Asking",
    "CheckIn",
    "Consent",
    "Draw",
    "GroupRoster",
    "GroupVisit",
    "GroupWish",
    "Identity",
    "Invitation",
    "Lot",
    "Mailing",
    "MailingLetter",
    "Offer",
    "OtherSession",
    "PastWording",
    "Pick",
    "Question",
    "QueueStep",
    "Registration",
    "RegistrationQuerySet",
    "TicketKey",
]
