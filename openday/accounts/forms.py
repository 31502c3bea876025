"""The staff's forms for people and units."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from openday.accounts import roles
from openday.accounts.models import Unit


class UnitChoiceField(forms.ModelChoiceField):
    """Units as a tree: each indented below the one it belongs to."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), **options)

    def __deepcopy__(self, memo: Any) -> "UnitChoiceField":
        # Every form gets its own copy of the field: here, and not when this module is imported, the tree is read.
        copied = super().__deepcopy__(memo)
        copied.queryset = Unit.objects.in_tree_order()
        return copied

    def label_from_instance(self, unit: Unit) -> str:
        return "\N{EM SPACE}" * getattr(unit, "depth", 0) + unit.name


class RolesField(forms.ModelMultipleChoiceField):
    """Groups under the names people know them by."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Group.objects.order_by("name"), required=False, label=_("Roles"), **options)

    def label_from_instance(self, group: Group) -> str:
        return roles.label_of(group.name)


def _unit_field() -> UnitChoiceField:
    return UnitChoiceField(
        label=_("Unit"),
        required=False,
        help_text=_("Organisers, receptionists and case handlers see the rows of this unit and of the units below it."),
    )


def _superuser_field() -> forms.BooleanField:
    # The stock form calls this "Administrator", which here is the name of a role with far fewer rights.
    return forms.BooleanField(
        label=_("Superuser"), required=False, help_text=_("May do everything, including giving rights to others. Two people are enough.")
    )


class StaffCreationForm(UserCreationForm):
    unit = _unit_field()
    groups = RolesField()
    is_superuser = _superuser_field()

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"unit"}


class StaffEditForm(UserEditForm):
    unit = _unit_field()
    groups = RolesField()
    is_superuser = _superuser_field()

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"unit"}


class UnitForm(WagtailAdminModelForm):
    parent = UnitChoiceField(label=_("Belongs to"), required=False)

    class Meta:
        model = Unit
        fields = ["parent", "kind", "code", "name_zh", "name_en"]
