"""Where the desk joins the staff area."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from openday.oversight.desk.panels import panels_for
from openday.oversight.desk.viewset import CaseDesk, ReadingDesk


@hooks.register("register_admin_viewset")
def register_desks() -> list[ViewSet]:
    return [CaseDesk(), ReadingDesk()]


@hooks.register("construct_homepage_panels")
def add_case_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels.extend(panels_for(request))


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/cases.css"))
