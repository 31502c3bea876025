from home.models.base import BasePage
from home.models.glossary import GlossaryEntry
from home.models.images import SiteDocument, SiteImage, SiteRendition
from home.models.labs import LabIndexPage, LabPage
from home.models.news import NewsIndexPage, NewsPage, Topic
from home.models.pages import HomePage, StandardPage
from home.models.search import SearchWord, SynonymGroup
from home.models.settings import SiteSettings

__all__ = [
    "BasePage",
    "GlossaryEntry",
    "HomePage",
    "LabIndexPage",
    "LabPage",
    "NewsIndexPage",
    "NewsPage",
    "SearchWord",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "StandardPage",
    "SynonymGroup",
    "Topic",
]
