from openday.oversight.disputes.models import AssignmentDispute
from openday.oversight.models.append_only import WrittenOnce
from openday.oversight.models.cases import Case
from openday.oversight.models.indicators import Indicator, Measurement, Target
from openday.oversight.models.programmes import PlanItem, Programme
from openday.oversight.models.records import CaseEvent, CaseMessage, Evidence
from openday.oversight.models.standards import CaseCounter, CheckItem, ServiceStandard
from openday.oversight.notes.models import CaseNote
from openday.oversight.notices.models import ClosingNotice
from openday.oversight.originals.models import SealedOriginal
from openday.oversight.own_data.models import Correction
from openday.oversight.recusal.models import NamedPerson
from openday.oversight.redaction.models import RedactedPicture
from openday.oversight.register.models import (
    CaseSalt,
    RegisterCheck,
    RegisterEnd,
    RegisterEntry,
    RegisterSeal,
    SealingKey,
    Subtree,
    Unentered,
)
from openday.oversight.satisfaction.models import CallAttempt, CallBack, Rating, SatisfactionStandard
from openday.oversight.wordings.models import Wording

# Alcoves last: their rows point to those above.
from openday.oversight.monthly_reports.models import MonthlyReport  # isort: skip
from openday.oversight.findings.models import CorrectiveAction, Finding, FindingCounter, FindingEvent, Proof, Verification  # isort: skip
from openday.oversight.instruments.models import Calibration, Instrument, InstrumentHours  # isort: skip
from openday.oversight.capability.models import CapabilityLine  # isort: skip

__all__ = [
    "AssignmentDispute",
    "Calibration",
    "CallAttempt",
    "CallBack",
    "CapabilityLine",
    "Case",
    "CaseCounter",
    "CaseEvent",
    "CaseMessage",
    "CaseNote",
    "CaseSalt",
    "CheckItem",
    "ClosingNotice",
    "Correction",
    "CorrectiveAction",
    "Evidence",
    "Finding",
    "FindingCounter",
    "FindingEvent",
    "Indicator",
    "Instrument",
    "InstrumentHours",
    "Measurement",
    "MonthlyReport",
    "NamedPerson",
    "PlanItem",
    "Programme",
    "Proof",
    "Rating",
    "RedactedPicture",
    "RegisterCheck",
    "RegisterEnd",
    "RegisterEntry",
    "RegisterSeal",
    "SatisfactionStandard",
    "SealedOriginal",
    "SealingKey",
    "ServiceStandard",
    "Subtree",
    "Target",
    "Unentered",
    "Verification",
    "Wording",
    "WrittenOnce",
]
