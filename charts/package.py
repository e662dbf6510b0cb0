"""How does the chart become a package that names its images by digest? python -m charts.package --help"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from charts.describe import UMBRELLA

DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def package(helm: str, registry: str, digests: dict[str, str], into: Path) -> Path:
    """The path of the .tgz. ``digests``: of ``web`` and ``worker``. Raises ``ValueError`` for an invalid one."""
    with tempfile.TemporaryDirectory() as folder:
        chart = Path(shutil.copytree(UMBRELLA, Path(folder) / UMBRELLA.name))
        values = chart / "values.yaml"
        values.write_text(pinned(values.read_text(), registry, digests))
        into.mkdir(parents=True, exist_ok=True)
        command = [helm, "package", str(chart), "--destination", str(into)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Path(said.rpartition("saved it to:")[2].strip())


def pinned(values: str, registry: str, digests: dict[str, str]) -> str:
    """``values`` with other defaults, and every comment as it was."""
    chosen = {"imageRegistry": registry, **digests}
    for name, value in chosen.items():
        if name != "imageRegistry" and not DIGEST.fullmatch(value):
            raise ValueError(f"{name}: {value!r} is no digest such as sha256:0123...")
        values, count = re.subn(
            rf'^( +{name}: )""$', rf'\g<1>"{value}"', values, flags=re.MULTILINE
        )
        if count != 1:
            raise ValueError(f"{name} is {count} times in values.yaml")
    return values


def main() -> None:
    parser = argparse.ArgumentParser(prog="charts.package", description=__doc__)
    parser.add_argument("--helm", default="helm", help="the program")
    parser.add_argument("--registry", required=True, help="such as ghcr.io/somebody")
    parser.add_argument("--web", required=True, help="digest of rotisserie-web")
    parser.add_argument("--worker", required=True, help="digest of rotisserie-worker")
    parser.add_argument("--into", type=Path, default=Path("dist"))
    options = parser.parse_args()
    digests = {"web": options.web, "worker": options.worker}
    made = package(options.helm, options.registry, digests, options.into)
    sys.stdout.write(f"{made}\n")


if __name__ == "__main__":
    main()
