from openday.registrations.forms.finding import FindForm
from openday.registrations.forms.parties import PARTY_FIELDS, CountField, PartyFields, PartyForm, SmallerPartyForm
from openday.registrations.forms.registering import Offer, RegistrationForm, UntouchedForm, blank_parts, choice_labels

__all__ = [
    "PARTY_FIELDS",
    "CountField",
    "FindForm",
    "Offer",
    "PartyFields",
    "PartyForm",
    "RegistrationForm",
    "SmallerPartyForm",
    "UntouchedForm",
    "blank_parts",
    "choice_labels",
]
