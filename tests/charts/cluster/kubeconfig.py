"""How does helm find the API server of a test?"""

from __future__ import annotations

import os
from pathlib import Path

import yaml


def environment(folder: Path, port: int) -> dict[str, str]:
    """Of a helm that talks to ``port`` about the namespace ``here`` and keeps its files in ``folder``."""
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "it",
        "clusters": [{"name": "it", "cluster": {"server": f"http://127.0.0.1:{port}"}}],
        "contexts": [{"name": "it", "context": {"cluster": "it", "namespace": "here"}}],
    }
    file = folder / "kubeconfig"
    file.write_text(yaml.safe_dump(config))
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "KUBECONFIG": str(file)}
