from home.models.base import BasePage
from home.models.images import SiteDocument, SiteImage, SiteRendition
from home.models.settings import SiteSettings

__all__ = ["BasePage", "SiteDocument", "SiteImage", "SiteRendition", "SiteSettings"]
