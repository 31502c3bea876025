"""The shape of what a device sends. Anything else is refused as a whole: devices are ours, and send again."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from openday.intake.codes import normalise_code
from openday.registrations.gate import rules
from openday.registrations.gate.facts import Scan
from openday.registrations.gate.states import BRINGS_PEOPLE, Kind, Reason

MOST_SCANS = 500
_KINDS = (*BRINGS_PEOPLE, Kind.UNDONE)
_LARGEST_KEY = 2**63 - 1


class BadScans(ValueError):
    """The body is not what our app sends."""


def read(body: bytes) -> tuple[str, str, list[Scan]]:
    """Give the pass, the name of the device and its scans. Raises BadScans."""
    try:
        sent = json.loads(body)
        scans = sent["scans"]
        if not isinstance(scans, list) or len(scans) > MOST_SCANS:
            raise BadScans("scans")
        return str(sent["pass"])[:400], str(sent.get("device", ""))[:36], [_scan(one) for one in scans]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as fault:
        raise BadScans(str(fault)) from fault


def _scan(sent: dict[str, Any]) -> Scan:
    kind = sent["kind"]
    reason = sent.get("reason", "")
    if kind not in _KINDS or (reason and reason not in Reason.values):
        raise BadScans("kind or reason")
    return Scan(
        scan_id=UUID(sent["scan_id"]),
        kind=Kind(kind),
        at=datetime.fromtimestamp(_number(sent["at"], most=4 * 10**12) / 1000, tz=UTC),
        people=0 if kind == Kind.UNDONE else _number(sent["people"], least=1, most=rules.MOST_PEOPLE),
        party_id=_number(sent.get("party", 0), most=_LARGEST_KEY),
        code=normalise_code(str(sent.get("code", ""))),
        about=UUID(sent["about"]) if kind == Kind.UNDONE else None,
        reason=reason,
    )


def _number(value: Any, *, least: int = 0, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise BadScans("number")
    return value
