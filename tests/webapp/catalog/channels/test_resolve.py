"""Does a name server that does not answer keep an admin waiting?"""

from __future__ import annotations

import socket
import time
from threading import Event

import pytest
from django.urls import reverse


@pytest.fixture
def silent(monkeypatch):
    """A resolver that answers at the end of the test; the names it was asked for."""
    ended, asked = Event(), []

    def getaddrinfo(name, *_, **__):
        asked.append(name)
        ended.wait(30)
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield asked
    ended.set()


def refusal(resolve, host):
    from webapp.catalog.channels.url_check import UrlRefused

    with pytest.raises(UrlRefused) as refused:
        resolve(host)
    return str(refused.value)


def test_a_look_up_has_a_time_limit_and_a_sentence(site, silent):
    from webapp.catalog.channels.resolve import resolve_host

    began = time.monotonic()
    sentence = refusal(lambda host: resolve_host(host, 0.2), "slow.example.org")
    assert time.monotonic() - began < 1
    assert sentence == (
        "DNS does not answer for slow.example.org. Check the host name, or try again later."
    )


def test_a_resolver_that_fails_for_a_moment_says_nothing_of_the_name(site, monkeypatch):
    from webapp.catalog.channels.resolve import resolve_host

    def getaddrinfo(*_, **__):
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert "try again later" in refusal(resolve_host, "moment.example.org")


def test_many_hosts_together_have_a_time_limit_too(site, silent):
    from webapp.catalog.channels.resolve import for_many

    resolve, began = for_many(0.3), time.monotonic()
    for number in range(20):
        assert "DNS does not answer" in refusal(resolve, f"cdn.many{number}.example")
    assert "DNS does not answer" in refusal(resolve, "cdn.many0.example")
    assert time.monotonic() - began < 2
    assert silent.count("cdn.many0.example") == 1


def test_the_form_says_it(admin, silent, monkeypatch):
    from webapp.catalog.channels import resolve
    from webapp.catalog.models import Channel, Game

    monkeypatch.setattr(resolve.resolve_host, "__defaults__", (0.2,))
    row = {"url": "https://slow.example.org/a.m3u8", "rule": "watch", "name": "Slow"}
    row |= {"game": Game.objects.get(slug="pubg").pk}
    answer = admin.post(reverse("admin:catalog_channel_add"), row)
    assert "DNS does not answer for slow.example.org." in answer.content.decode()
    assert not Channel.objects.exists()
