import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0006_accept_at_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(max_length=64)),
                (
                    "platform",
                    models.CharField(
                        choices=[("twitch", "Twitch"), ("kick", "Kick"), ("youtube", "YouTube")],
                        max_length=20,
                    ),
                ),
                ("login", models.CharField(max_length=64, verbose_name="name on the platform")),
                ("name", models.CharField(max_length=80)),
                ("url", models.TextField(max_length=2000, verbose_name="URL")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="submitted")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "Being checked"),
                            ("waiting", "Waiting for a moderator"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("missing", "No such channel"),
                            ("duplicate", "Duplicate"),
                            ("removed", "Removed"),
                        ],
                        default="checking",
                        max_length=9,
                    ),
                ),
                (
                    "decided_by",
                    models.CharField(
                        blank=True,
                        help_text="Empty if the game accepts channels at once.",
                        max_length=150,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "added",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="submission",
                        to="catalog.channel",
                    ),
                ),
                (
                    "game",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="catalog.game"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "default_permissions": ("view", "change"),
                "indexes": [
                    models.Index(fields=["state", "asked_at"], name="submissions_by_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("checking", "waiting", "accepted"))),
                        fields=("channel",),
                        name="one_open_submission_a_channel",
                    )
                ],
            },
        ),
    ]
