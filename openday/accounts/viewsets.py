"""Staff, roles and units in the Wagtail admin."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.groups import IndexView as GroupIndexView
from wagtail.users.views.users import IndexView as UserIndexView
from wagtail.users.views.users import UserViewSet

from openday.accounts import roles
from openday.accounts.forms import StaffCreationForm, StaffEditForm, UnitForm
from openday.accounts.models import Unit, User
from openday.language.sentences import labels_listed


def _roles_of(user: User) -> str:
    if user.is_superuser:
        return str(_("Superuser"))
    return labels_listed(str(roles.label_of(group.name)) for group in user.groups.all())


class StaffIndexView(UserIndexView):
    """Wagtail's list of users, with unit and role."""

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("unit", label=_("Unit"), accessor=lambda user: user.unit.name if user.unit else ""),
            Column("roles", label=_("Roles"), accessor=_roles_of),
        ]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("unit").prefetch_related("groups")


class StaffViewSet(UserViewSet):
    index_view_class = StaffIndexView

    def get_form_class(self, for_update: bool = False) -> type:
        return StaffEditForm if for_update else StaffCreationForm


class RoleIndexView(GroupIndexView):
    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("label", label=_("Role"), accessor=lambda group: roles.label_of(group.name))]


class RoleViewSet(GroupViewSet):
    index_view_class = RoleIndexView


def _indented(unit: Unit) -> str:
    return format_html("{}{}", "\N{EM SPACE}" * 2 * unit.depth, unit.name)  # type: ignore[attr-defined]


class UnitIndexView(IndexView):
    """All units as a tree; every other order would hide what belongs to what."""

    def get_base_queryset(self) -> Any:
        return Unit.objects.in_tree_order()

    def order_queryset(self, queryset: Any) -> Any:
        return queryset

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("Unit"), accessor=_indented, get_url=self.get_edit_url),
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("code", label=_("Code")),
        ]


class UnitViewSet(ModelViewSet):
    model = Unit
    name = "units"
    icon = "site"
    menu_label = _("Units")
    menu_order = 590
    add_to_settings_menu = True
    index_view_class = UnitIndexView
    search_fields = ["name_zh", "name_en", "code"]
    list_per_page = 200
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        return UnitForm


units = UnitViewSet()
