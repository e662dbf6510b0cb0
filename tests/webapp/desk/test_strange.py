"""Is nonsense in a parameter the caller's mistake, wherever it is sent?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import postgres

CHECKOUT = Path(__file__).parents[3]
ASKS = 250


@pytest.mark.parametrize(
    "path",
    [
        "catalog/channel/export/?game__id__exact=word",
        "catalog/channel/export/?game__id__exact=²",
        "catalog/channel/export/?featured__exact=maybe",
        "catalog/channel/export/?rule__exact=burn",
        "desk/match/csv/?alive__exact=word",
        "desk/match/csv/?ended_at__gte=yesterday",
        "desk/match/csv/?nothing=1",
        "desk/doubts/more/?before=word",
        "desk/doubts/more/?before=" + "9" * 5000,
    ],
)
def test_words_for_numbers_are_refused(admin, path):
    assert admin.get(f"/admin/{path}").status_code == 400


@pytest.mark.parametrize("version", ["word", "", "-1", "²", "9" * 5000, "1.5", "\x00"])
def test_a_version_of_the_regions_is_a_number(admin, version):
    from webapp.catalog.models import Game

    pk = Game.objects.values_list("pk", flat=True).first()
    answer = admin.post(f"/admin/catalog/game/{pk}/regions/back/", {"version": version})
    assert answer.status_code == 400
    answer = admin.post(f"/admin/catalog/game/{pk}/regions/back/", {"version": "987654321"})
    assert answer.status_code == 404


def test_filters_that_make_sense_still_do(admin):
    from webapp.catalog.models import Channel, Game

    game = Game.objects.first()
    Channel.objects.create(channel="one", rule=Channel.Rule.BLOCK)
    Channel.objects.create(channel="two", rule=Channel.Rule.ALLOW, game=game, featured=True)
    for query, names in (
        ("", {"one", "two"}),
        ("?rule__exact=block", {"one"}),
        ("?featured__exact=1", {"two"}),
        (f"?game__id__exact={game.pk}", {"two"}),
        ("?q=one", {"one"}),
    ):
        lines = (
            admin.get(f"/admin/catalog/channel/export/{query}").content.decode().splitlines()[1:]
        )
        assert {line.split(",")[0] for line in lines} == names, query


def test_no_address_of_the_admin_site_fails_at_nonsense(redis_url):
    """On PostgreSQL, which refuses what SQLite takes."""
    with postgres() as database:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "webapp.settings",
            "DATABASE_URL": database,
            "REDIS_URL": redis_url,
            "SECRET_KEY": "for tests",
            "ALLOWED_HOSTS": "*",
        }
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tests.webapp.desk.fuzz", str(ASKS), "7"],
            cwd=CHECKOUT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout == ""


@pytest.fixture
def administrator(client):
    from django.contrib.auth.models import Group, User

    user = User.objects.create_user("adam", password="seven brown owls", is_staff=True)
    user.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(user)
    return user


def change(client, user, **values):
    form = {
        "username": user.username,
        "is_active": "on",
        "is_staff": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00:00",
        **values,
    }
    return client.post(f"/admin/auth/user/{user.pk}/change/", form)


def test_an_administrator_cannot_become_a_superuser(client, administrator):
    from django.contrib.auth.models import Permission, User

    permission = Permission.objects.get(codename="delete_group")
    change(client, administrator, is_superuser="on", user_permissions=[permission.pk])
    changed = User.objects.get(pk=administrator.pk)
    assert not changed.is_superuser
    assert not changed.user_permissions.exists()
    assert not changed.has_perm("auth.delete_group")


def test_an_administrator_cannot_give_what_an_administrator_has_not(client, administrator):
    from django.contrib.auth.models import Group, Permission, User

    mighty = Group.objects.create(name="Mighty")
    mighty.permissions.add(Permission.objects.get(codename="delete_group"))
    other = User.objects.create_user("other", is_staff=True)
    viewer = Group.objects.get(name="Viewer")
    for groups, kept in (([mighty.pk], set()), ([viewer.pk], {"Viewer"})):
        change(client, other, groups=groups)
        assert set(other.groups.values_list("name", flat=True)) == kept
    mighty.delete()


@pytest.mark.parametrize("path", ["change/", "password/", "delete/"])
def test_an_administrator_cannot_change_a_superuser(client, administrator, path):
    from django.contrib.auth.models import User

    root = User.objects.create_superuser("root", password="an old secret")
    form = {"username": "mine", "password1": "x1y2z3!!", "password2": "x1y2z3!!", "post": "yes"}
    answer = client.post(f"/admin/auth/user/{root.pk}/{path}", form)
    assert answer.status_code == 403
    root.refresh_from_db()
    assert (root.username, root.check_password("an old secret")) == ("root", True)


def test_an_administrator_cannot_take_a_superusers_second_factor(client, administrator):
    from django.contrib.auth.models import User
    from django_otp.plugins.otp_totp.models import TOTPDevice

    root = User.objects.create_superuser("root")
    TOTPDevice.objects.create(user=root, confirmed=True)
    form = {"action": "forget_second_factor", "_selected_action": [root.pk]}
    client.post("/admin/auth/user/", form)
    assert TOTPDevice.objects.count() == 1
    client.post(
        "/admin/auth/user/",
        {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"},
    )
    assert User.objects.filter(pk=root.pk).exists()


def test_groups_are_the_superusers_matter(client, administrator):
    from django.contrib.auth.models import Group

    group = Group.objects.get(name="Viewer")
    assert client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "x"}).status_code == 403
