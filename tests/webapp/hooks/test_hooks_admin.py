"""Who may see and change webhooks, and does any page show what is secret?"""

from __future__ import annotations

import re

import pytest

from tests.webapp.hooks.conftest import DISCORD_PATH, milestone
from tests.webapp.hooks.receiver import Says

LIST = "/admin/hooks/webhook/"
FIELDS = {"name": "ours", "form": "json", "final_ten": "on", "enabled": "on", "pause_seconds": "60"}


def member(client, group):
    from django.contrib.auth.models import Group, User

    user = User.objects.create_user(group, password="x", is_staff=True)
    user.groups.set(Group.objects.filter(name=group))
    client.force_login(user)
    return client


def paths(hook):
    from webapp.hooks.models import Delivery

    log = [f"/admin/hooks/delivery/{each.pk}/change/" for each in Delivery.objects.all()]
    return [LIST, f"{LIST}{hook.pk}/change/", "/admin/hooks/delivery/", *log, "/admin/"]


def added(admin, url, **fields):
    return admin.post(f"{LIST}add/", {**FIELDS, "url": url, **fields})


def test_a_secret_is_shown_once(admin, receiver, caplog):
    from webapp.hooks.models import Webhook

    page = added(admin, f"{receiver.url}/hook?key=0123456789abcdef").content.decode()
    hook = Webhook.objects.get()
    assert hook.secret in page
    assert hook.secret.startswith("whsec_")
    for path in paths(hook):
        assert hook.secret not in admin.get(path).content.decode(), path


def test_no_page_and_no_line_of_the_log_shows_what_is_secret(
    admin, web, hook, discord, receiver, caplog
):
    receiver.says = [Says(500), Says(410)]
    web.happens(milestone())
    web.turn()
    web.turn(web.now + 6)
    admin.post(f"{LIST}{hook.pk}/test/")
    admin.post(f"{LIST}{discord.pk}/change/", {**FIELDS, "form": "discord", "url": ""})
    hidden = [hook.secret, "key=0123456789abcdef", DISCORD_PATH.rpartition("/")[2]]
    seen = [admin.get(path).content.decode() for path in [*paths(hook), *paths(discord)]]
    history = admin.get("/admin/admin/logentry/").content.decode()
    for secret in hidden:
        assert not any(secret in page for page in [*seen, history, caplog.text])


def test_who_changes_a_webhook_need_not_know_its_url(admin, hook, receiver):
    before = hook.url
    answer = admin.post(f"{LIST}{hook.pk}/change/", {**FIELDS, "name": "new", "url": ""})
    assert answer.status_code == 302
    hook.refresh_from_db()
    assert (hook.name, hook.url, hook.final_three) == ("new", before, False)


def test_a_change_leaves_what_the_sender_notes(admin, hook):
    from webapp.hooks.models import Webhook
    from webapp.store.clock import instant

    admin.get(f"{LIST}{hook.pk}/change/")
    Webhook.objects.update(failures=3, busy_until=instant(9e9))
    admin.post(f"{LIST}{hook.pk}/change/", {**FIELDS, "url": ""})
    hook.refresh_from_db()
    assert (hook.failures, hook.busy_until) == (3, instant(9e9))


def test_one_that_was_turned_off_begins_anew_when_it_is_enabled(admin, hook):
    from webapp.hooks.models import Webhook

    Webhook.objects.update(
        enabled=False, failures=3, off_because="The receiver is gone: status 410."
    )
    assert "status 410" in admin.get(LIST).content.decode()
    admin.post(f"{LIST}{hook.pk}/change/", {**FIELDS, "url": ""})
    hook.refresh_from_db()
    assert (hook.enabled, hook.failures, hook.off_because) == (True, 0, "")


@pytest.mark.parametrize(
    ("url", "fields", "sentence"),
    [
        ("", {}, "This field is required"),
        ("https://10.0.0.1/", {}, "private address"),
        ("https://127.0.0.1:1/", {}, "private address"),
        ("http://8.8.8.8/", {}, "Use https"),
        ("ftp://example.org/", {}, "Only http and https"),
        ("https://user:pass@8.8.8.8/", {}, "user name"),
        ("https://8.8.8.8/a b", {}, "spaces"),
        ("https://discord.com/api/webhooks/1/abc", {}, "Choose the format Discord"),
        ("https://8.8.8.8/hook", {"form": "discord"}, "not the URL of a Discord webhook"),
        ("https://8.8.8.8/", {"final_ten": ""}, "at least one event"),
        ("https://8.8.8.8/", {"pause_seconds": "86401"}, "less than or equal to 86400"),
        ("https://8.8.8.8/" + "x" * 2000, {}, "the limit is 2,000"),
    ],
)
def test_what_cannot_work_is_refused_with_a_sentence(admin, url, fields, sentence):
    from webapp.hooks.models import Webhook

    assert sentence in added(admin, url, **fields).content.decode()
    assert not Webhook.objects.exists()


def test_the_result_of_a_test_is_shown(admin, hook, receiver):
    receiver.says = [Says(204), Says(500), Says(302, {"Location": "http://10.0.0.1/"})]
    pages = [admin.post(f"{LIST}{hook.pk}/test/", follow=True).content.decode() for _ in range(3)]
    assert re.search(r"Test delivered \(status 204\) after \d+ ms. Accepted.", pages[0])
    assert re.search(r"Test failed \(status 500\) after \d+ ms", pages[1])
    assert "Redirects are not followed" in pages[2]
    assert len(receiver.got) == 3


def test_a_new_secret_is_shown_once_and_the_old_one_signs_for_a_day(admin, hook):
    before = hook.secret
    page = admin.post(f"{LIST}{hook.pk}/secret/").content.decode()
    hook.refresh_from_db()
    assert hook.secret in page
    assert before not in page
    assert (hook.previous_secret, hook.previous_until is not None) == (before, True)


@pytest.mark.parametrize("group", ["Viewer", "Moderator"])
def test_others_see_webhooks_and_change_none(client, hook, web, receiver, group):
    web.happens(milestone())
    web.turn()
    member(client, group)
    for path in paths(hook):
        page = client.get(path)
        assert page.status_code == 200, path
        assert "key=0123" not in page.content.decode()
        assert hook.secret not in page.content.decode()
    refused = [
        f"{LIST}add/",
        *(f"{LIST}{hook.pk}/{way}/" for way in ("change", "test", "secret", "delete")),
    ]
    assert {client.post(path, {"name": "x"}).status_code for path in refused} == {403}
    assert len(receiver.got) == 1
    assert "Send a test" not in client.get(f"{LIST}{hook.pk}/change/").content.decode()


def test_an_administrator_adds_changes_and_deletes(client, hook, web, receiver):
    from webapp.hooks.models import Webhook

    web.happens(milestone())
    web.turn()
    member(client, "Administrator")
    assert client.get("/admin/hooks/delivery/").status_code == 200
    assert added(client, f"{receiver.url}/b").status_code == 200
    assert client.post(f"{LIST}{hook.pk}/delete/", {"post": "yes"}).status_code == 302
    assert Webhook.objects.count() == 1


def test_the_log_cannot_be_written(admin, hook, web):
    from webapp.hooks.models import Delivery

    web.happens(milestone())
    web.turn()
    pk = Delivery.objects.get().pk
    assert admin.get("/admin/hooks/delivery/add/").status_code == 403
    assert admin.post(f"/admin/hooks/delivery/{pk}/change/", {"state": "failed"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "hooks/webhook/?secret__startswith={secret}",
        "hooks/webhook/?previous_secret__startswith={secret}",
        "hooks/webhook/?url__contains=key%3D",
        "hooks/delivery/?webhook__secret__startswith={secret}",
        "hooks/delivery/?webhook__url__contains=key%3D",
        "catalog/game/?webhook__url__contains=key%3D",
    ],
)
def test_nobody_finds_a_secret_by_filtering(client, hook, path):
    member(client, "Viewer")
    answer = client.get(f"/admin/{path}".format(secret=hook.secret[:7]))
    assert answer.status_code in (302, 400)


def test_nor_by_searching(client, hook):
    member(client, "Viewer")
    for words in (hook.secret, "key=0123456789abcdef"):
        page = client.get(LIST, {"q": words}).content.decode()
        assert f"{LIST}{hook.pk}/change/" not in page
