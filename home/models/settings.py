"""What every page says about the authority: names, numbers, contact. Empty means: not shown."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_LINK_HELP = _("Choose the Chinese page; the other languages follow its translations.")


def _page_link(label: "_StrOrPromise") -> "models.ForeignKey[models.Model | None, models.Model | None]":
    return models.ForeignKey("wagtailcore.Page", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=label)


@register_setting(icon="home")
class SiteSettings(BaseSiteSetting):
    """Names, numbers and contact of the authority that runs the portal."""

    service_zh = models.CharField(_("name of this site in Simplified Chinese"), max_length=40, default="实验室开放日")
    service_en = models.CharField(_("name of this site in English"), max_length=60, default="Laboratory open days")
    authority_zh = models.CharField(_("authority in Simplified Chinese"), max_length=60, blank=True)
    authority_en = models.CharField(_("authority in English"), max_length=120, blank=True)
    undertaker_zh = models.CharField(_("run by, in Simplified Chinese"), max_length=60, blank=True)
    undertaker_en = models.CharField(_("run by, in English"), max_length=120, blank=True)
    site_code = models.CharField(
        _("government site code"), max_length=20, blank=True, help_text=_("The ten digits given by the government website registry.")
    )
    icp_number = models.CharField(_("ICP filing number"), max_length=40, blank=True)
    police_number = models.CharField(_("public security filing number"), max_length=40, blank=True)
    address_zh = models.CharField(_("address in Simplified Chinese"), max_length=200, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    hours_zh = models.CharField(_("office hours in Simplified Chinese"), max_length=100, blank=True)
    hours_en = models.CharField(_("office hours in English"), max_length=100, blank=True)
    banner_zh = models.CharField(
        _("banner on every page in Simplified Chinese"), max_length=200, blank=True, help_text=_("For example: this is a demonstration.")
    )
    banner_en = models.CharField(_("banner on every page in English"), max_length=200, blank=True)
    security_contact = models.CharField(
        _("security contact"), max_length=200, blank=True, help_text=_("An address such as mailto:security@example.org.")
    )
    share_picture = models.ForeignKey(
        "home.SiteImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for shared links"),
        help_text=_("Shown when a page without a picture of its own is shared."),
    )
    about_page = _page_link(_("About"))
    guide_page = _page_link(_("Visit guide"))
    privacy_page = _page_link(pgettext_lazy("page", "Privacy"))
    accessibility_page = _page_link(_("Accessibility"))

    LINKS = ("about_page", "guide_page", "privacy_page", "accessibility_page")

    panels = [
        MultiFieldPanel([FieldPanel("service_zh"), FieldPanel("service_en"), FieldPanel("share_picture")], heading=_("This site")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("authority_zh", "authority_en", "undertaker_zh", "undertaker_en")],
            heading=_("Who is responsible"),
        ),
        MultiFieldPanel([FieldPanel(name) for name in ("site_code", "icp_number", "police_number")], heading=_("Filing numbers")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("address_zh", "address_en", "telephone", "email", "hours_zh", "hours_en", "security_contact")],
            heading=_("Contact"),
        ),
        MultiFieldPanel([FieldPanel("banner_zh"), FieldPanel("banner_en")], heading=_("Banner")),
        MultiFieldPanel([PageChooserPanel(name) for name in LINKS], heading=_("Pages in the footer"), help_text=_LINK_HELP),
    ]

    class Meta:
        verbose_name = _("names and contact")

    class PersonalData:
        none = "Public contact of an office."
