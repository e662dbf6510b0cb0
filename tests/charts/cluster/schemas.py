"""Does a version of Kubernetes take an object, and know each of its fields?"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

kubernetes_validate = pytest.importorskip("kubernetes_validate")
# Megabytes of JSON, which the package parses again for every object.
kubernetes_validate.utils.schema_contents = cache(kubernetes_validate.utils.schema_contents)


def check(manifest: dict[str, Any], version: str) -> None:
    """Raises ``kubernetes_validate.ValidationError``."""
    kubernetes_validate.validate(manifest, version, strict=True)
