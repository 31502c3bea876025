"""The one kind of letter that no room of ours writes: what a library sends to staff."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from openday.mail import kinds

NOTICE = "staff_notice"
# Editors get one for each page that waits for them; more than this in a day means that somebody asks for passwords in a loop.
_DAILY_LIMIT = 100
_SAMPLE: dict[str, Any] = {
    "zh-hans": {
        "title": "“农药残留检测开放日”已提交审核",
        "text": f"“农药残留检测开放日”已提交审核，请您查看后发布，或者退回修改。\n\n{settings.BASE_URL}/admin/",
    },
    "en": {
        "title": "“Open day: pesticide residues” waits for review",
        "text": "“Open day: pesticide residues” waits for review. Please look at it; then publish it or ask for changes."
        f"\n\n{settings.BASE_URL}/admin/",
    },
}
kinds.register(
    NOTICE,
    _("To staff: notice from the editorial system"),
    ("title",),
    _SAMPLE,
    daily_limit=_DAILY_LIMIT,
    about=_("When a page waits for review or was decided on, and when somebody has forgotten a password."),
)
