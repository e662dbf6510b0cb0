"""How does a template show the state of the installation?"""

from __future__ import annotations

from django import template

from webapp.desk.start.state import Sentence, state
from webapp.store.clock import now as site_now
from webapp.store.link import store

register = template.Library()


@register.simple_tag
def installation_state() -> list[Sentence]:
    return state(store(), site_now())
