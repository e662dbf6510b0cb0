"""Who may do what: viewers see, moderators keep channels and judge doubts, administrators do all."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

VIEWER = ["catalog.view_game", "catalog.view_channel", "desk.view_doubt", "desk.view_match"]
MODERATOR = [*VIEWER, "catalog.add_channel", "catalog.change_channel", "catalog.delete_channel", "desk.change_doubt"]
ADMINISTRATOR = [
    *MODERATOR, "catalog.add_game", "catalog.change_game", "catalog.delete_game", "desk.delete_doubt",
    "desk.delete_match", "auth.view_user", "auth.add_user", "auth.change_user", "auth.delete_user", "auth.view_group",
    "admin.view_logentry",
]
GROUPS = {"Viewer": VIEWER, "Moderator": MODERATOR, "Administrator": ADMINISTRATOR}


def make_groups(apps, schema_editor):
    # Django makes the permissions when all migrations are done; these are needed now.
    for label in ("catalog", "desk", "auth", "admin"):
        app = apps.get_app_config(label)
        app.models_module = True
        create_permissions(app, apps=apps, verbosity=0)
        app.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, wanted in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for dotted in wanted:
            label, codename = dotted.split(".")
            group.permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_doubts_and_matches"), ("catalog", "0003_admins_tools"),
        ("auth", "0012_alter_user_first_name_max_length"), ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
