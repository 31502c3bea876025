"""Make the roles and give them what Django and Wagtail guard; each room adds its own permissions later."""

from django.db import migrations

from openday.accounts import roles

ACCESS = "wagtailadmin.admin.access_admin"
TRANSLATE = "wagtail_localize.translation.submit_translation"
PICTURES = ["add_image", "change_image", "choose_image"]
DOCUMENTS = ["add_document", "change_document", "choose_document"]
# The admin frame and what every role may open there.
GRANTS = {
    roles.EDITOR: [
        ACCESS,
        TRANSLATE,
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ],
    roles.ORGANISER: [ACCESS, TRANSLATE],
    roles.RECEPTION: [ACCESS],
    roles.QUALITY_OFFICE: [ACCESS],
    roles.HANDLER: [ACCESS],
    roles.HEAD: [ACCESS],
    roles.REVIEWER: [ACCESS],
    roles.DATA_PROTECTION: [ACCESS, "accounts.view_auditentry"],
    roles.ADMINISTRATOR: [ACCESS, "accounts.add_unit", "accounts.change_unit", "accounts.view_unit"],
}
# On the root of the page tree. Organisers get theirs below the open-day index, once that page exists.
EDITOR_PAGE_PERMISSIONS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
ON_ROOT_COLLECTION = {
    roles.EDITOR: [*PICTURES, "delete_image", *DOCUMENTS, "delete_document"],
    roles.ORGANISER: [*PICTURES, *DOCUMENTS],
}


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for role, permissions in GRANTS.items():
        Group.objects.get_or_create(name=role)
        roles.grant_in_migration(apps, schema_editor, role, permissions)
    _open_the_page_tree_to_editors(apps)
    _open_the_root_collection(apps)
    _let_editors_moderate(apps)
    # Wagtail's own two groups would be a second, unlabelled way to the whole tree.
    Group.objects.filter(name__in=["Moderators", "Editors"], user=None).delete()


def _open_the_page_tree_to_editors(apps):
    editor = apps.get_model("auth", "Group").objects.get(name=roles.EDITOR)
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    for codename in EDITOR_PAGE_PERMISSIONS:
        apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
            group=editor, page=root, permission=_permission(apps, "wagtailcore", "page", codename)
        )


def _open_the_root_collection(apps):
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for role, codenames in ON_ROOT_COLLECTION.items():
        group = apps.get_model("auth", "Group").objects.get(name=role)
        for codename in codenames:
            model = codename.partition("_")[2]
            app_label = {"image": "wagtailimages", "document": "wagtaildocs"}[model]
            apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
                group=group, collection=root, permission=_permission(apps, app_label, model, codename)
            )


def _let_editors_moderate(apps):
    """One workflow for the whole tree: an editor approves. It replaces the one Wagtail made for its own groups."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Task = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow.objects.filter(name="Moderators approval").delete()
    Task.objects.filter(name="Moderators approval").delete()
    content_type, _ = ContentType.objects.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    task, made = Task.objects.get_or_create(name="编辑审核 Editor's approval", defaults={"content_type": content_type, "active": True})
    if made:
        task.groups.add(apps.get_model("auth", "Group").objects.get(name=roles.EDITOR))
    workflow, made = Workflow.objects.get_or_create(name="发布审核 Moderation", defaults={"active": True})
    if made:
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
        root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
        apps.get_model("wagtailcore", "WorkflowPage").objects.update_or_create(page=root, defaults={"workflow": workflow})


def _permission(apps, app_label, model, codename):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
