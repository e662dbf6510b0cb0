"""Does every page of the admin site open for those alone who may open it, by its URL too?"""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("db")


def member(client, *groups):
    from django.contrib.auth.models import Group, User

    user = User.objects.create_user("-".join(groups) or "nobody", password="x", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    client.force_login(user)
    return client


def addresses():
    """Every address below /admin/, with 1 where it wants a name or number."""
    from django.contrib import admin
    from django.urls import get_resolver
    from django.urls.resolvers import URLPattern

    def walk(patterns, prefix):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield route
            else:
                yield from walk(pattern.url_patterns, route)

    assert admin.site.urls
    import re

    found = [
        route for route in walk(get_resolver().url_patterns, "/") if route.startswith("/admin/")
    ]
    return sorted({re.sub(r"<[^>]+>|\(\?P.*?\)\$?|\^|\$|\.\*", "1", route) for route in found})


OPEN = {"/admin/login/"}
GONE_ALREADY = {"/admin/logout/"}


def test_every_address_leads_to_the_login_without_one(client):
    found = addresses()
    assert len(found) > 40
    for address in found:
        answer = client.get(address)
        if address in OPEN:
            assert answer.status_code == 200
        elif address not in GONE_ALREADY:
            assert answer.status_code == 302, address
            assert "/admin/login/" in answer["Location"] or answer["Location"].startswith(
                address
            ), address


@pytest.mark.parametrize(
    "address",
    [
        "desk/frames/",
        "desk/ask/frame/",
        "desk/ask/reading/",
        "desk/ask/category/",
        "desk/live/act/",
        "desk/doubts/1/",
    ],
)
def test_nothing_is_done_without_a_login(client, address):
    answer = client.post(f"/admin/{address}", {})
    assert answer.status_code == 302
    assert "/admin/login/" in answer["Location"]


def statuses(client, *paths):
    return [client.get(f"/admin/{path}").status_code for path in paths]


def game_pk():
    from webapp.catalog.models import Game

    return Game.objects.get(slug="pubg").pk


def test_a_viewer_sees_and_changes_nothing(client, store):
    member(client, "Viewer")
    pk = game_pk()
    seen = statuses(
        client,
        "",
        "desk/live/",
        "desk/doubts/",
        "desk/match/",
        "desk/health/",
        "catalog/channel/",
        "catalog/game/",
        f"catalog/game/{pk}/change/",
        f"catalog/game/{pk}/regions/",
    )
    assert set(seen) == {200}
    refused = [
        client.post(f"/admin/{path}", {}).status_code
        for path in (
            "catalog/channel/add/",
            "desk/live/act/",
            "desk/ask/frame/",
            "desk/ask/reading/",
            "desk/frames/",
            f"catalog/game/{pk}/regions/",
            f"catalog/game/{pk}/regions/back/",
            f"catalog/game/{pk}/change/",
        )
    ]
    assert set(refused) == {403}


def test_a_moderator_keeps_channels_and_doubts_alone(client, store):
    from webapp.catalog.models import Game

    member(client, "Moderator")
    pk = game_pk()
    assert set(
        statuses(client, "catalog/channel/add/", "desk/doubts/", f"catalog/game/{pk}/regions/")
    ) == {200}
    for path in (
        f"catalog/game/{pk}/regions/",
        f"catalog/game/{pk}/regions/back/",
        f"catalog/game/{pk}/change/",
        f"catalog/game/{pk}/delete/",
        "catalog/game/add/",
        "desk/ask/category/",
        "auth/user/add/",
    ):
        assert client.post(f"/admin/{path}", {"name": "x"}).status_code == 403, path
    assert set(
        statuses(client, "auth/user/", "auth/group/", "admin/logentry/", "catalog/game/add/")
    ) == {403}
    assert Game.objects.get(pk=pk).name == "PUBG: Battlegrounds"
    assert "Users" not in client.get("/admin/").content.decode()


def test_an_administrator_may_do_it_all(client, store):
    member(client, "Administrator")
    pk = game_pk()
    assert set(
        statuses(
            client,
            "auth/user/",
            "admin/logentry/",
            "catalog/game/add/",
            "catalog/channel/add/",
            f"catalog/game/{pk}/regions/",
            "desk/health/",
        )
    ) == {200}


def test_somebody_without_a_group_sees_no_page(client):
    member(client)
    assert set(
        statuses(
            client, "desk/live/", "desk/doubts/", "desk/health/", "catalog/game/", "desk/match/"
        )
    ) == {403}


def test_the_refusal_is_a_page_of_ours(client):
    member(client)
    assert "Permission denied" in client.get("/admin/desk/health/").content.decode()


def test_the_pages_hold_no_script_of_their_own(admin, store):
    """What the policy of the pages would refuse anyway."""
    import re

    for path in (
        "desk/live/",
        "desk/doubts/",
        "desk/health/",
        f"catalog/game/{game_pk()}/regions/",
        "catalog/game/add/",
        "catalog/channel/add/",
    ):
        html = admin.get(f"/admin/{path}").content.decode()
        assert not re.search(r"<script(?![^>]*(src=|application/json))", html), path
        assert not re.search(r'\s(style|onclick|onload)="', html), path


def test_each_pages_folder_lists_its_own_addresses(site):
    from pathlib import Path

    from webapp.desk import urls

    folders = {file.parent.name for file in Path(urls.__file__).parent.glob("*/urls.py")}
    assert {"accounts", "doubts", "health", "imports", "live", "matches", "regions"} <= folders
    assert not any(folder in Path(urls.__file__).read_text() for folder in folders - {"live"})
    names = [pattern.name for pattern in urls.urlpatterns]
    assert len(names) == len(set(names))
