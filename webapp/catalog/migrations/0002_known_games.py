"""Which games are in the catalog from the start?"""

from django.db import migrations


def add_known_games(apps, schema_editor):
    from scoreboard.games import known_games

    Game = apps.get_model("catalog", "Game")
    for game in known_games().values():
        Game.objects.get_or_create(slug=game.slug, defaults={
            "name": game.name, "enabled": game.enabled, "twitch_category": game.twitch_category,
            "stream_limit": game.stream_limit, "languages": ", ".join(game.languages), "mature": game.mature,
            "rank_by": game.rank_by, "final_seconds": game.final_seconds, "playing_seconds": game.playing_seconds,
            "waiting_seconds": game.waiting_seconds, "most_players": game.most_players, "profile": game.profile,
        })


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(add_known_games, migrations.RunPython.noop)]
