from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """The room of staff users, roles, units."""

    name = "openday.accounts"
    label = "accounts"
    # There are two configurations in this module; "openday.accounts" means this one.
    default = True
    retention = "openday.accounts.retention.sweep"

    def ready(self) -> None:
        # Receivers connect when their module is imported, which needs the models.
        from openday.accounts import sign_ins  # noqa: F401, PLC0415


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user management with our user form, for superusers only."""

    user_viewset = "openday.accounts.viewsets.StaffViewSet"
    group_viewset = "openday.accounts.viewsets.RoleViewSet"

    def ready(self) -> None:
        from django.contrib.auth.models import Group  # noqa: PLC0415
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415

        from openday.accounts.models import User  # noqa: PLC0415
        from openday.accounts.policies import SuperuserOnlyPolicy  # noqa: PLC0415

        # In place of the stock policies, which ask for permissions that a group could be given.
        register_permission_policy(User, SuperuserOnlyPolicy(User))
        register_permission_policy(Group, SuperuserOnlyPolicy(Group))
