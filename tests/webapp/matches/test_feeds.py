"""Do feed readers learn which matches have ended?"""

import xml.etree.ElementTree as ET

from tests.webapp.matches.made import made

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content).findall(f"{ATOM}entry")


def titles(client, path):
    return [entry.findtext(f"{ATOM}title") for entry in entries(client, path)]


def test_finishes_are_entries_the_newest_first(client):
    made("one", minutes_ago=5, result="won", kills=1, picture=b"\xff\xd8")
    made("two", minutes_ago=4, game="apex", result="placed", place=3, kills=None)
    made("three", minutes_ago=3, result="lost")
    assert titles(client, "/matches/feed/") == ["Two: Finished 3rd", "One: Won with 1 kill"]
    assert titles(client, "/matches/feed/?game=apex") == ["Two: Finished 3rd"]
    assert titles(client, "/matches/feed/?result=won") == ["One: Won with 1 kill"]
    assert titles(client, "/channels/one/feed/") == ["One: Won with 1 kill"]
    assert client.get("/matches/feed/?game=chess").status_code == 404


def test_an_entry_leads_to_its_match_and_is_dated(client):
    match = made(picture=b"\xff\xd8")
    (entry,) = entries(client, "/channels/one/feed/")
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/matches/{match.pk}/"
    assert entry.findtext(f"{ATOM}id").startswith("tag:testserver,")
    assert entry.findtext(f"{ATOM}id").endswith(f":/matches/{match.pk}/")
    assert entry.findtext(f"{ATOM}updated") == match.ended_at.isoformat()
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "One"
    assert f'src="http://testserver/matches/{match.pk}/finish.jpg"' in entry.findtext(
        f"{ATOM}summary"
    )


def test_a_name_that_xml_cannot_hold_breaks_no_feed(client):
    made(name="A\x0b<b>&\x1b[0m")
    assert titles(client, "/matches/feed/") == ["A<b>&[0m: Eliminated with 3 kills, 12 alive"]


def test_a_reader_that_asks_again_gets_nothing_twice(client):
    made()
    etag = client.get("/matches/feed/")["ETag"]
    assert client.get("/matches/feed/", headers={"If-None-Match": etag}).status_code == 304
    made("two")
    assert client.get("/matches/feed/", headers={"If-None-Match": etag}).status_code == 200
