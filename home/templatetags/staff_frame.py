"""What the frame of the staff area says about the person who is signed in: `{% load staff_frame %}`."""

from django import template
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from home.models import HomePage
from openday.accounts import roles
from openday.accounts.models import User

register = template.Library()


@register.filter
def offices(user: User) -> list[str]:
    """The person's roles and unit, in words."""
    held = [_("Superuser")] if user.is_superuser else [roles.label_of(code) for code in roles.ALL if code in roles.roles_of(user)]
    return [*held, *([user.unit.name] if user.unit else [])]


@register.filter
def reads_pages(user: User) -> bool:
    """Whether the staff area has any page to show to this person; else a search of pages finds nothing."""
    return bool(policy_registry.get_by_type(HomePage).user_has_any_permission(user, {"add", "change", "publish", "lock"}))
