from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0005_platforms_of_games'),
    ]

    operations = [
        migrations.AddField(
            model_name='game',
            name='accept_at_once',
            field=models.BooleanField(db_default=False, default=False, help_text='Channels that streamers add are watched without a moderator, if the platform knows them.', verbose_name='accept submissions at once'),
        ),
    ]
