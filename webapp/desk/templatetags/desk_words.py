"""How do admin pages format an age, a share, a number out of many?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def seconds(value: float | None) -> str:
    if value is None:
        return "–"
    if value < 100:
        return f"{value:.0f} s"
    if value < 6000:
        return f"{value / 60:.0f} min"
    return f"{value / 3600:.0f} h"


@register.filter
def percent(share: float) -> str:
    return f"{100 * share:.1f}%"


@register.filter
def of(mapping: Mapping[str, Any], key: str) -> Any:
    return mapping.get(key)


@register.filter
def has(mapping: Mapping[str, Any], key: str) -> bool:
    return key in mapping
