"""Who may do what: everybody in a group sees submissions, moderators and administrators decide."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

SEES = ["view_submission"]
DECIDES = [*SEES, "change_submission"]
GROUPS = {"Viewer": SEES, "Moderator": DECIDES, "Administrator": DECIDES}


def grant(apps, schema_editor):
    # Django makes the permissions when all migrations are done; these are needed now.
    app = apps.get_app_config("joining")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, wanted in GROUPS.items():
        # An installation may have removed a group.
        for group in Group.objects.filter(name=name):
            found = Permission.objects.filter(
                content_type__app_label="joining", codename__in=wanted
            )
            group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("joining", "0001_submissions"), ("desk", "0002_groups")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
