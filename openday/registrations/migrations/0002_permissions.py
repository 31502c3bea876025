"""Give the roles their rights on registrations; which rows are theirs, their unit decides."""

from functools import partial

from django.db import migrations

from openday.accounts import roles

_REGISTRATIONS = ["registrations.view_registration", "registrations.change_registration"]
_GROUPS = ["registrations.view_groupvisit", "registrations.change_groupvisit"]
_INVITATIONS = ["registrations.view_invitation", "registrations.add_invitation", "registrations.change_invitation"]
_ABSENCES = ["registrations.view_absence", "registrations.change_absence"]
_RULES = ["registrations.view_absencerule", "registrations.add_absencerule", "registrations.change_absencerule"]

GRANTS = {
    # Names and documents: the office that receives the visitors, and nobody above it.
    roles.ORGANISER: [*_REGISTRATIONS, *_GROUPS, *_INVITATIONS, *_ABSENCES, *_RULES, "registrations.view_identity"],
    # Reads with masks, and sees who looked; changes and reveals nothing.
    roles.DATA_PROTECTION: ["registrations.view_registration", "registrations.view_groupvisit", "registrations.view_invitation", "registrations.view_absence"],
    roles.ADMINISTRATOR: [*_REGISTRATIONS, *_GROUPS, *_INVITATIONS, *_ABSENCES, *_RULES],
}


class Migration(migrations.Migration):
    dependencies = [("registrations", "0001_initial"), ("accounts", "0002_roles")]
    operations = [
        migrations.RunPython(partial(roles.grant_in_migration, role=role, permissions=permissions), migrations.RunPython.noop)
        for role, permissions in GRANTS.items()
    ]
