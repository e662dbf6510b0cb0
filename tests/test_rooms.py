"""Does every folder fit on one screen, and do imports run one way through them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

CHECKOUT = Path(__file__).parent.parent
PACKAGES = ("scoreboard", "workers", "webapp", "arena", "training", "bench", "demo")
MAX_MODULES = 12
MAX_CHAIN = 9
FLAT = {"scoreboard/store"}
"""The store is a file for each kind of key."""
Imports = Mapping[str, set[str]]


@pytest.fixture(scope="module")
def imports() -> Imports:
    """What each module imports, the tests' own included; an import inside a function counts as well."""
    graph = grimp.build_graph(*PACKAGES, "tests", cache_dir=None)
    return {
        module: graph.find_modules_directly_imported_by(module) for module in sorted(graph.modules)
    }


def test_no_folder_holds_more_modules_than_one_takes_in() -> None:
    sizes: dict[str, int] = defaultdict(int)
    for package in (*PACKAGES, "tests"):
        for file in (CHECKOUT / package).rglob("*.py"):
            if file.name != "__init__.py" and not {"migrations", "node_modules"} & {*file.parts}:
                sizes[str(file.parent.relative_to(CHECKOUT))] += 1
    crowded = {folder: size for folder, size in sizes.items() if size > MAX_MODULES}
    assert crowded.keys() <= FLAT, crowded


def test_no_two_folders_import_each_other(imports: Imports) -> None:
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for module, imported in imports.items():
        for other in sorted(imported):
            arrows[folder_of(module), folder_of(other)].append(f"{module} -> {other}")
    both = {
        f"{one} <-> {other}": [*arrows[one, other], *arrows[other, one]]
        for one, other in list(arrows)
        if one < other and (other, one) in arrows
    }
    assert not both, "\n".join(line for pair, lines in both.items() for line in (pair, *lines))


def test_no_chain_of_imports_is_long(imports: Imports) -> None:
    ours = {module: imported for module, imported in imports.items() if not is_test(module)}
    chain = longest_chain(ours)
    assert len(chain) <= MAX_CHAIN, " -> ".join(chain)


def folder_of(module: str) -> str:
    path = CHECKOUT / module.replace(".", "/")
    return str((path if path.is_dir() else path.parent).relative_to(CHECKOUT))


def is_test(module: str) -> bool:
    return module.split(".")[0] == "tests"


def longest_chain(imports: Imports) -> list[str]:
    """From a module to one that imports nothing of ours. Raises CycleError."""
    chains: dict[str, list[str]] = {}
    for module in TopologicalSorter(imports).static_order():
        below = (chains[imported] for imported in imports.get(module, ()))
        chains[module] = [module, *max(below, key=len, default=[])]
    return max(chains.values(), key=len)
