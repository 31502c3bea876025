"""What the home room adds to the Wagtail admin: the site's colours and our own checks of a page's content."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail_localize.wagtail_hooks import TranslationsReportMenuItem

from home import films, staff, translations
from home.front_page import PagesPanel
from home.glossary.desk import GlossaryViewSet
from home.synonym_desk import SynonymViewSet
from openday.accounts.roles import EDITOR, has_role
from openday.language.names import SIMPLIFIED


class PageCheck(ContentCheckerItem):
    """Wagtail's checks in the preview, and ours: pictures say what they show, lists get their summary."""

    axe_run_only = [*ContentCheckerItem.axe_run_only, "image-alt", "link-in-text-block", "list"]
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        "empty-meta-description": {
            "error_name": _("The summary is missing"),
            "help_text": _("Write one or two plain sentences: lists, search results and shared links show them."),
        },
        "image-alt": {
            "error_name": _("A picture has no alternative text"),
            "help_text": _("Say what the picture shows, or mark it as decorative."),
        },
    }


@hooks.register("construct_wagtail_userbar")
def use_our_checks(request: HttpRequest, items: list[Any], page: Any) -> None:
    items[:] = [PageCheck(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items]


register_snippet(SynonymViewSet)


@hooks.register("insert_global_admin_css")
def site_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_admin_viewset")
def words_for_traditional_pages() -> ViewSet:
    return GlossaryViewSet()


class StyleGuideMenuItem(MenuItem):
    """For those who write pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"})


@hooks.register("register_settings_menu_item")
def style_guide() -> MenuItem:
    # Outside the admin: its own styles would lie over the site's. The page has a switch of languages.
    with translation.override(SIMPLIFIED):
        address = reverse("home:style_guide")
    return StyleGuideMenuItem(_("Style guide"), address, name="style-guide", icon_name="view", order=900)


# Before those of wagtail-localize, two of which stand at the same address.
@hooks.register("register_admin_urls", order=-1)
def addresses() -> list[URLPattern]:
    return [*translations.urlpatterns, path("translations/<int:pk>/ask-to-publish/", staff.ask_to_publish, name="ask_to_publish")]


# After Wagtail's own, which asks whether this visitor may have the file.
hooks.register("before_serve_document", films.answer_player, order=100)


@hooks.register("construct_page_action_menu")
def no_aliases(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """An English page that is an alias would show Chinese as if it were English (home/translations.py)."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


@hooks.register("construct_reports_menu")
def translations_for_translators(request: HttpRequest, menu_items: list[Any]) -> None:
    if not request.user.has_perm(translations.SUBMIT):
        menu_items[:] = [item for item in menu_items if not isinstance(item, TranslationsReportMenuItem)]


@hooks.register("construct_help_menu")
def help_for_our_staff(request: HttpRequest, menu_items: list[Any]) -> None:
    """No news of the software, which nobody here chose; its guide for those who write pages."""
    writes = page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"})
    menu_items[:] = [
        item for item in menu_items if not item.name.startswith("whats-new-in-wagtail") and (writes or item.name != "editor-guide")
    ]


@hooks.register("construct_homepage_panels")
def pages_of_editors(request: HttpRequest, panels: list[Any]) -> None:
    if has_role(request.user, EDITOR):
        panels.append(PagesPanel())
