"""Panels of our own in the page editor."""

from typing import Any

from wagtail.admin.panels import Panel


class ChecklistPanel(Panel):
    """What is worth a look before publishing, as the page was last saved; a page that is new has nothing to look at."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/staff/checklist.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown()) and self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            # Imported here because the models of this room, which are loaded first, have this panel.
            from home import checklist  # noqa: PLC0415

            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"items": checklist.of(self.instance, self.request.user)}
