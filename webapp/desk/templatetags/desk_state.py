"""How does a template show the state of the installation?"""

from __future__ import annotations

import time

from django import template

from webapp.desk.start.state import Sentence, state
from webapp.store.link import store

register = template.Library()


@register.simple_tag
def installation_state() -> list[Sentence]:
    return state(store(), time.time())
