"""(f) What the search finds: recall and precision at 10 over a judged collection, beside Wagtail's own backend."""

import json

from tests.bench.installation import Workshop, kinds, run
from tests.bench.report import Figure, Report

SECTION = "searching"


def measure(report: Report, workshop: Workshop, *, quick: bool) -> None:
    for kind in kinds():
        with workshop.database(kind) as database:
            told = json.loads(run(database, "-m", "tests.bench.judged_search").splitlines()[-1])
        ours, stock = told["ours"], told["stock"]
        facts = {"texts": told["texts"], "queries": told["queries"], "without a hit": ours["without_a_hit"]}
        name = f"{told['queries']} queries over {told['texts']} texts, {kind.name}"
        for figure, aim in (("recall", 0.95), ("precision", 0.9)):
            words = f"at least {aim}"
            report.add(
                Figure(SECTION, f"{figure} at 10, {name}", ours[figure], "", stock[figure], "stock", words, ours[figure] >= aim, facts)
            )
        for figure, aim in (("recall", 0.95), ("precision", 0.9)):
            widened, without = told["widened"][figure], told["unwidened"][figure]
            name = f"{figure} at 10 where words stand for others, {kind.name}"
            report.add(Figure(SECTION, name, widened, "", without, "without synonyms", f"at least {aim}", widened >= aim, facts))
        offered, facts["milliseconds for an offer"] = told["offered"], told["offer_milliseconds"]
        name = f"what was meant is offered first, {told['slips']} slips, {kind.name}"
        report.add(Figure(SECTION, name, offered, "", aim="at least 0.8", met=offered >= 0.8, facts=facts))
        report.add(Figure(SECTION, f"processor time of a query, {kind.name}", told["milliseconds"], "ms", facts=facts))
