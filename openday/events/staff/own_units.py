"""Staff see and change the rows of their own unit and of the units below it; other rows do not exist for them (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from openday.accounts.models import Unit
from openday.accounts.roles import units_of
from openday.events.models import OpenDay


def own_units(request: HttpRequest | None) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=units_of(request.user)) if request else Unit.objects.none()


def own_open_days(request: HttpRequest | None) -> QuerySet[OpenDay]:
    """The open days of the units that the user works for, by name."""
    if request is None:
        return OpenDay.objects.none()
    return OpenDay.objects.filter(unit__in=units_of(request.user)).order_by("name_zh")


class OwnUnitsPolicy(ModelPermissionPolicy):
    """Django's model permissions, for rows whose unit the user works for. `lookup` leads from the row to the unit."""

    def __init__(self, model: type[Model], *, lookup: str) -> None:
        super().__init__(model)
        self.lookup = lookup

    def visible_to(self, user: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.all()
        return rows if user.is_superuser else rows.filter(**{f"{self.lookup}__in": units_of(user)})

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.user_has_permission(user, action) and (instance.pk is None or self.visible_to(user).filter(pk=instance.pk).exists())

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        allowed: bool = self.user_has_any_permission(user, actions)
        return self.visible_to(user) if allowed else self.model._default_manager.none()


class OwnUnitsIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        visible: QuerySet[Any] = self.permission_policy.visible_to(self.request.user)
        return visible


class OwnUnitsViewSet(ModelViewSet):
    """A viewset whose every view with a row in its address answers 404 for rows of other units.

    The model needs a registered `OwnUnitsPolicy`. Rows are not deleted: others hang from them.
    """

    index_view_class = OwnUnitsIndexView
    copy_view_enabled = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"delete_url_name": self.UNDEFINED, "usage_url_name": self.UNDEFINED, **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in {"delete", "usage"}]

    def construct_view(self, view_class: Any, **kwargs: Any) -> Callable[..., HttpResponse]:
        return self.guarded(super().construct_view(view_class, **kwargs))

    def guarded(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """One gate for every view, also for those that Wagtail adds later."""

        @wraps(view)
        def only_own_rows(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            pk = kwargs.get("pk")
            if pk is not None and not self._is_visible(request, unquote(str(pk))):
                raise Http404
            return view(request, *args, **kwargs)

        return only_own_rows

    def _is_visible(self, request: HttpRequest, pk: str) -> bool:
        # SQLite and PostgreSQL refuse larger numbers with an error of their own.
        if not pk.isdecimal() or int(pk) >= 2**63:
            return False
        found: bool = self.permission_policy.visible_to(request.user).filter(pk=pk).exists()
        return found


class ListedViewSet(OwnUnitsViewSet):
    """A viewset whose rows come from elsewhere: nothing is created or edited by hand, only the list is Wagtail's."""

    inspect_view_enabled = True
    form_fields: ClassVar[list[str]] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{"add_url_name": self.UNDEFINED, "edit_url_name": self.UNDEFINED, "history_url_name": self.UNDEFINED, **kwargs}
        )

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]
