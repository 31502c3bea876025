"""Where the letters desk joins the staff area."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from openday.mail.desk.summary import FailingLetters
from openday.mail.desk.viewset import LettersDesk


@hooks.register("register_admin_viewset")
def register_desk() -> ViewSet:
    return LettersDesk()


@hooks.register("construct_homepage_summary_items")
def add_failing_letters(request: HttpRequest, items: list[Any]) -> None:
    items.append(FailingLetters(request))


@hooks.register("register_deed_words")
def deed_words() -> dict[str, Any]:
    return {"mail.try_again": _("Sent a letter again"), "mail.change_words": _("Changed the words of a letter")}
