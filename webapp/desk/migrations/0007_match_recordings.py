from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0006_match_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='match',
            name='recorded_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='match',
            name='recording',
            field=models.CharField(blank=True, db_default='', max_length=20),
        ),
    ]
