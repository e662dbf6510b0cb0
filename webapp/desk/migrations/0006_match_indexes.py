"""Matches are found by result, kills and closeness; those won before results were kept say so.

Readers and writers go on: PostgreSQL builds the indexes beside them, and rows change in small batches.
"""

from django.db import migrations, models

AT_ONCE = 2000


class AddIndexBesideReaders(migrations.AddIndex):
    """``CREATE INDEX CONCURRENTLY`` where there is one. What a try that was broken off left behind is replaced."""

    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {self.index.name}")
        schema_editor.add_index(model, self.index, concurrently=True)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
            return
        model = from_state.apps.get_model(app_label, self.model_name)
        schema_editor.remove_index(model, self.index, concurrently=True)


def name_wins(apps, schema_editor):
    """Each batch is a transaction of its own."""
    matches = apps.get_model("desk", "Match").objects.using(schema_editor.connection.alias)
    last = 0
    while True:
        keys = list(
            matches.filter(pk__gt=last, won=True, result="")
            .order_by("pk")
            .values_list("pk", flat=True)[:AT_ONCE]
        )
        if not keys:
            return
        matches.filter(pk__in=keys).update(result="won")
        last = keys[-1]


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('desk', '0005_match_curves'),
    ]

    operations = [
        migrations.RunPython(name_wins, migrations.RunPython.noop, elidable=True),
        AddIndexBesideReaders(
            model_name='match',
            index=models.Index(fields=['result', '-ended_at', '-id'], name='matches_by_result'),
        ),
        AddIndexBesideReaders(
            model_name='match',
            index=models.Index(fields=['game', 'result', '-ended_at'], name='matches_by_game_result'),
        ),
        AddIndexBesideReaders(
            model_name='match',
            index=models.Index(condition=models.Q(('kills__isnull', False)), fields=['-kills', '-ended_at'], name='matches_by_kills'),
        ),
        AddIndexBesideReaders(
            model_name='match',
            index=models.Index(condition=models.Q(('alive__gte', 2), ('result__in', ['', 'placed']), ('won', False)), fields=['alive', '-ended_at'], name='matches_by_closeness'),
        ),
    ]
