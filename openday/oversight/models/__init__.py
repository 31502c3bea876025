from openday.oversight.models.append_only import WrittenOnce
from openday.oversight.models.cases import Case
from openday.oversight.models.indicators import Indicator, Measurement, Target
from openday.oversight.models.programmes import PlanItem, Programme
from openday.oversight.models.records import CaseEvent, CaseMessage, Evidence
from openday.oversight.models.standards import CaseCounter, CheckItem, ServiceStandard

__all__ = [
    "Case",
    "CaseCounter",
    "CaseEvent",
    "CaseMessage",
    "CheckItem",
    "Evidence",
    "Indicator",
    "Measurement",
    "PlanItem",
    "Programme",
    "ServiceStandard",
    "Target",
    "WrittenOnce",
]
