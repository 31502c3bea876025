"""Demo content of oversight: the campaign and the promises of the source, and made-up cases, marked as such.

What the source says is carried over with its source; what it counts without naming stays an empty
slot; readings are not in it, so none are made up (未公布).
"""

from datetime import datetime
from typing import Any

from openday.oversight.demo.cases import fill_cases
from openday.oversight.demo.crowd import fill_crowd
from openday.oversight.demo.desk import fill_desk
from openday.oversight.demo.findings import fill_findings
from openday.oversight.demo.instruments import fill_instruments
from openday.oversight.demo.programme import fill_programme
from openday.oversight.demo.promises import fill_promises
from openday.oversight.demo.ratings import fill_ratings
from openday.oversight.demo.register import fill_register
from openday.oversight.demo.reports import fill_reports
from openday.oversight.demo.wordings import fill_wordings


def fill(*, now: datetime, seed: int, scale: int = 0) -> dict[str, Any]:
    """Fill the room, or leave what is there; `scale` adds that many plain cases for load work."""
    fill_programme()
    fill_promises()
    fill_wordings()
    cases = fill_cases(now=now)
    fill_desk(now=now)
    fill_instruments(now=now)
    fill_findings(now=now)
    fill_ratings(now=now)
    fill_crowd(now=now, seed=seed, count=scale)
    fill_reports(now=now)
    fill_register(now=now)
    return {
        "cases": cases,
        "addresses": {
            "oversight": "/zh-hans/oversight/",
            "feedback": "/zh-hans/oversight/feedback/",
            "tracking": "/zh-hans/oversight/case/",
            "published": "/zh-hans/oversight/published/",
            "satisfaction": "/zh-hans/oversight/satisfaction/",
            "commitments": "/zh-hans/oversight/commitments/",
            "campaign": "/zh-hans/oversight/campaign/",
            "statistics": "/zh-hans/oversight/statistics/",
            "reports": "/zh-hans/oversight/reports/",
            "open_data": "/zh-hans/open-data/",
            "findings": "/zh-hans/oversight/findings/",
            "instruments": "/zh-hans/oversight/instruments/",
            "capability": "/zh-hans/oversight/capability/",
            "register": "/zh-hans/oversight/register/",
        },
    }
