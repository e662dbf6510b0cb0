
import django.core.validators
import django.db.models.deletion
import webapp.catalog.hud_regions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Game',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='In the address of its page: pubg.', max_length=40, unique=True, verbose_name='short name')),
                ('name', models.CharField(max_length=80)),
                ('enabled', models.BooleanField(default=True, help_text='Off: none of its streams is watched or shown.')),
                ('twitch_category', models.CharField(blank=True, help_text='As Twitch writes it. Empty: only the channels that you add by URL.', max_length=140, verbose_name='Twitch category')),
                ('stream_limit', models.PositiveIntegerField(default=100, help_text='How many Twitch streams to watch at most.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='streams')),
                ('languages', models.CharField(blank=True, help_text='Codes with commas between, such as en, de. Empty: all languages.', max_length=120, validators=[django.core.validators.RegexValidator('^\\s*([a-z]{2,5}(\\s*,\\s*[a-z]{2,5})*)?\\s*$', 'Write language codes with commas between: en, de.')])),
                ('mature', models.BooleanField(default=False, help_text='Also show what is marked as mature.', verbose_name='mature streams')),
                ('rank_by', models.CharField(choices=[('alive', 'Fewest alive'), ('kills', 'Most kills')], default='alive', max_length=5, verbose_name='who leads')),
                ('final_seconds', models.FloatField(default=4.0, help_text='Seconds.', validators=[django.core.validators.MinValueValidator(1.0), django.core.validators.MaxValueValidator(3600.0)], verbose_name='look in the final ten every')),
                ('playing_seconds', models.FloatField(default=10.0, help_text='Seconds.', validators=[django.core.validators.MinValueValidator(1.0), django.core.validators.MaxValueValidator(3600.0)], verbose_name='look during a match every')),
                ('waiting_seconds', models.FloatField(default=30.0, help_text='Seconds.', validators=[django.core.validators.MinValueValidator(1.0), django.core.validators.MaxValueValidator(3600.0)], verbose_name='look in a lobby every')),
                ('most_players', models.PositiveIntegerField(default=100, help_text='Players at the start of a match; a higher number is a misread.', validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(1000)])),
                ('profile', models.SlugField(blank=True, help_text='The trained profile that reads this HUD. Empty: the digits stand alone in the regions.', max_length=40, verbose_name='HUD profile')),
                ('regions', models.JSONField(blank=True, default=dict, help_text='Where to read, as fractions of the frame. hud: a generous region that the profile searches; or alive and kills: the digits alone. Empty: the built-in ones, which get better with each version.', validators=[webapp.catalog.hud_regions.check_regions], verbose_name='HUD regions')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(blank=True, help_text='As it stands on the board: twitch-LOGIN for Twitch. Empty: made from the URL or the name.', max_length=64, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9_-]{0,63}$', 'Use small letters, digits, - and _; 64 at most.')])),
                ('rule', models.CharField(choices=[('watch', 'Watch its URL at all times'), ('allow', 'Take it past the filters'), ('block', 'Never show it')], default='watch', max_length=5)),
                ('name', models.CharField(blank=True, help_text='As viewers see it.', max_length=80)),
                ('url', models.TextField(blank=True, help_text='What to watch: a Twitch page, an HLS playlist, or what else streamlink opens.', max_length=2000, verbose_name='URL')),
                ('note', models.CharField(blank=True, help_text='For other admins: why.', max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='added')),
                ('game', models.ForeignKey(blank=True, help_text='Needed for a channel that is watched.', null=True, on_delete=django.db.models.deletion.CASCADE, to='catalog.game')),
            ],
            options={
                'ordering': ['channel'],
            },
        ),
    ]
