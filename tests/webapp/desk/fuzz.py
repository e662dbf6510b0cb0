"""Ask every address under /admin/ with every parameter in strange ways; one JSON line for each server fault.

Run with the environment of a site, on PostgreSQL: it refuses what SQLite takes.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import sys
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import URLPattern, URLResolver, get_resolver  # noqa: E402

STRANGE = (
    "word",
    "",
    "-1",
    "0",
    "1",
    "9" * 30,
    "9" * 5000,
    "²",
    "٣",
    "nan",
    "1e400",
    "\x00",
    "a\x00b",
    "[]",
    "{}",
    "null",
    '{"regions": 5}',
    '{"regions": {"alive": {"x": "a"}}}',
    '{"regions": {"alive": [1, 2]}}',
    "2026-13-45",
    "%",
    "../../x",
    "x" * 3000,
)
NAMES = (
    # Django's own lists
    *("q", "p", "o", "e", "all", "_popup", "_to_field", "_changelist_filters", "_facets", "next"),
    *("id__exact", "id__in", "pk__in", "rule__exact", "featured__exact", "featured__isnull"),
    *("game__id__exact", "game__exact", "game", "won__exact", "ended_at__gte", "ended_at__lt"),
    *(
        "ended_at__year",
        "ended_at__month",
        "ended_at__day",
        "action_time__year",
        "action_time__gte",
    ),
    *("content_type__id__exact", "action_flag__exact", "is_staff__exact", "groups__id__exact"),
    *("app_label", "model_name", "field_name", "term", "action", "_selected_action", "index"),
    *("select_across", "post", "object_id", "_save", "username", "password", "code"),
    # ours
    *("version", "before", "verdict", "alive", "part", "page", "sort", "show", "look", "pause"),
    *("resume", "channel", "words", "frame", "picture", "regions", "correction", "table", "scale"),
    *("state__exact", "kind__exact", "webhook__id__exact", "created_at__gte", "form", "won"),
    *("pause_seconds", "final_three", "enabled"),
    *("name", "url", "rule", "slug", "languages", "final_seconds", "most_players", "stream_limit"),
)


PASSED_OVER = re.compile("logout|password_change|/jsi18n/")


def addresses() -> Iterator[str]:
    for path in _patterns(get_resolver()):
        if path.startswith("admin/"):
            for values in itertools.product(*(_values(part) for part in path.split("/"))):
                yield "/" + "/".join(values)


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        path = before + str(each.pattern).lstrip("^")
        if isinstance(each, URLResolver):
            yield from _patterns(each, path)
        elif isinstance(each, URLPattern) and "(?P" not in path:
            yield path


def _values(part: str) -> tuple[str, ...]:
    if "<int" in part:
        return tuple(
            part[: part.index("<")] + v + part[part.index(">") + 1 :] for v in ("1", "9" * 30)
        )
    if "<" in part:
        return tuple(
            part[: part.index("<")] + v + part[part.index(">") + 1 :]
            for v in ("1", "word", "9" * 30, "a%00b", "_5F")
        )
    return (part,)


def main(asks: int, seed: int) -> None:
    call_command("migrate", verbosity=0)
    from tests.webapp.desk.fuzz_rows import fill

    fill()
    user = User.objects.create_superuser("fuzz", password="fuzz")
    client, chance = Client(raise_request_exception=False), random.Random(seed)
    known = [each for each in sorted(set(addresses())) if not PASSED_OVER.search(each)]
    ours = [each for each in known if re.search("/desk/|/hooks/|regions|picture|export|csv", each)]
    for _ in range(asks):
        client.force_login(user)
        address = chance.choice(ours if chance.random() < 0.6 else known)
        values = {name: chance.choice(STRANGE) for name in chance.sample(NAMES, 2)}
        how = chance.choice(("get", "get", "post", "json"))
        if how == "json":
            values = {"": chance.choice(STRANGE)}
            answer = client.post(address, values[""], "application/json")
        else:
            answer = getattr(client, how)(address, values)
        report(answer, how, address, values)
        if not User.objects.filter(pk=user.pk).exists():
            user = User.objects.create_superuser("fuzz", password="fuzz")


def report(answer: Any, how: str, address: str, values: dict[str, str]) -> None:
    if answer.status_code >= 500 and answer.status_code != 503:
        fault = repr(answer.exc_info[1]) if getattr(answer, "exc_info", None) else ""
        short = {name: value[:40] for name, value in values.items()}
        print(json.dumps([fault[:160], how, address[:90], short]), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
