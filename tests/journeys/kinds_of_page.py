"""Every kind of public page that an address shows without a deed or a secret link: name → path below the language."""

from datetime import date, timedelta
from urllib.parse import quote

HOME = {
    "home": "",
    "laboratories": "laboratories/",
    "centre": "laboratories/food/",
    "centre-with-few": "laboratories/industrial/",
    "laboratory": "laboratories/food/pesticide-residue/",
    "laboratory-plain": "laboratories/animal-plant/plant-quarantine/",
    "news": "news/",
    "news-topic": "news/?topic=laboratories",
    "news-topic-empty": "news/?topic=open-days",
    "article": "news/six-hundred-percent/",
    "article-timeline": "news/mobilisation-meeting/",
    # One language shows the page, the other that it is not translated.
    "headline": "news/headline-business-and-team/",
    "guide": "visit-guide/",
    "about": "about/",
    "accessibility": "accessibility/",
    "privacy": "privacy/",
    "search-blank": "search/",
    "search": f"search/?query={quote('食品')}",
    "search-meant": "search/?query=pestcide",
    "search-meant-chinese": f"search/?query={quote('农要残留')}",
    "search-empty": "search/?query=zzzz",
    "sitemap": "sitemap/",
    "style-guide": "style-guide/",
    "missing": "nowhere/",
}
OPEN_DAYS = {
    "open-days": "open-days/",
    "open-days-past": "open-days/?past=1",
    "open-days-filtered": "open-days/?unit=food&language=yue",
    "open-days-none": "open-days/?since=2090-01-01",
    "open-day": "open-days/food-residues/",
    "find-ticket": "visits/find/",
    "ticket-unknown-link": "visits/r/AAAAAAAAAAAAAAAAAAAAAAAAAAA/",
    "waiting-list": "visits/waiting-list/",
    "group-request": "visits/groups/food-residues/",
}
OVERSIGHT = {
    "oversight": "oversight/",
    "procedure": "oversight/procedure/",
    "subject": "oversight/feedback/",
    "subject-unknown": "oversight/feedback/?category=nothing",
    "feedback": "oversight/feedback/?category=quality",
    "feedback-service": "oversight/feedback/?category=service",
    "feedback-personal-data": "oversight/feedback/?category=personal_data",
    "feedback-site": "oversight/feedback/?category=site_error",
    "objection": "oversight/feedback/objection/",
    "misconduct": "oversight/feedback/misconduct/",
    "receipt-gone": "oversight/receipt/",
    "case": "oversight/case/",
    "published": "oversight/published/",
    "satisfaction": "oversight/satisfaction/",
    "commitments": "oversight/commitments/",
    "commitments-board": "oversight/commitments/all-100/",
    "commitment": "oversight/commitments/instruments-calibrated/",
    "commitment-sampled": "oversight/commitments/conclusion-error-rate/",
    "campaign": "oversight/campaign/",
    "findings": "oversight/findings/",
    "six-checks": "oversight/findings/six-checks/",
    "instruments": "oversight/instruments/",
    "capability": "oversight/capability/",
    "statistics": "oversight/statistics/",
    "reports": "oversight/reports/",
    "register": "oversight/register/",
    "open-data": "open-data/",
    "dataset": "open-data/monthly/",
    "dataset-cases": "open-data/cases/",
    # Rows that the demo content makes.
    "instrument": "oversight/instruments/demo-lc-ms/",
}
PAGES = {**HOME, **OPEN_DAYS, **OVERSIGHT}


def dated(today: date) -> dict[str, str]:
    """Pages of the demo content whose addresses tell when they were made."""
    last_month = today.replace(day=1) - timedelta(days=1)
    return {
        "finding": f"oversight/findings/ZG-{today.year}-0004/",
        "finding-closed": f"oversight/findings/ZG-{today.year}-0001/",
        "report": f"oversight/reports/{last_month:%Y-%m}/",
    }
