"""Who may manage people and roles."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class SuperuserOnlyPolicy(ModelPermissionPolicy):
    """No permission that a group can hold opens this: whoever may edit users or groups could raise the own rights."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_superuser)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return self.user_has_permission(user, "")

    def users_with_any_permission(self, actions: Any) -> Any:
        return super().users_with_any_permission(actions).filter(is_superuser=True)


class AuditPolicy(ModelPermissionPolicy):
    """Reading takes the permission of the data protection officer; writing is nobody's."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)
