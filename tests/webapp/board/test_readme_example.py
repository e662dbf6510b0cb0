"""Does the API answer as the README shows?"""

from __future__ import annotations

import json
import re

from tests.docs.commands import README, section
from tests.webapp.boards import row, show


def test_every_field_of_the_example_is_there_and_no_other(client, store):
    address, shown = re.search(
        r"\$ curl -s 'http://localhost:8000([^']+)'\n(.+?)\n\n", section(README, "API"), re.DOTALL
    ).groups()
    example = json.loads(shown)
    show(store, row("one"), row("two"))
    answer = client.get(address).json()
    assert answer.keys() == example.keys()
    assert answer["results"][0].keys() == example["results"][0].keys()
    assert answer["next"].partition("?")[2] == example["next"].partition("?")[2]
