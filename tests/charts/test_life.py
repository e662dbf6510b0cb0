"""What does helm do to a cluster from install to uninstall? The server only keeps objects; no pod ever runs."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.charts.cluster.fake_api import Cluster, serve
from tests.charts.cluster.helm import CHART, given, program
from tests.charts.cluster.kubeconfig import environment

Helm = Callable[..., str]


@pytest.fixture
def cluster() -> Cluster:
    return Cluster()


@pytest.fixture
def helm(cluster: Cluster, tmp_path: Path) -> Iterator[Helm]:
    server = serve(cluster)
    variables = environment(tmp_path, server.server_port)

    def run(*words: str) -> str:
        cluster.changed.clear()
        more = ["--disable-openapi-validation"] if words[0] in ("install", "upgrade") else []
        done = subprocess.run(
            [program(), *words, *more, "--timeout", "60s"],
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    yield run
    server.shutdown()
    server.server_close()


def secrets(cluster: Cluster) -> dict[str, str]:
    return {
        f"{name}/{key}": base64.b64decode(value).decode()
        for (kind, name), standing in cluster.objects.items()
        if kind == "Secret" and name.startswith("r-")
        for key, value in standing["given"]["data"].items()
    }


def of_ours(cluster: Cluster) -> list[tuple[str, str, str]]:
    return sorted(change for change in cluster.changed if not change[2].startswith("sh.helm."))


def test_from_install_to_uninstall(cluster: Cluster, helm: Helm) -> None:
    notes = helm("install", "r", str(CHART), *given({"arena.enabled": "true"}))
    assert "port-forward service/r-proxy" in notes
    before = secrets(cluster)
    assert len(before["r-web/SECRET_KEY"]) >= 48
    assert before["r-postgres/POSTGRES_PASSWORD"] in before["r-postgres/DATABASE_URL"]
    assert all(value not in notes for value in before.values())
    assert ("Deployment", "r-ocr") in cluster.objects

    helm("upgrade", "r", str(CHART), "--reuse-values", *given({"ocr.replicas": "4"}))
    assert secrets(cluster) == before
    assert cluster.objects["Deployment", "r-ocr"]["given"]["spec"]["replicas"] == 4
    hook = [("deleted", "Job", "r-migrate"), ("made", "Job", "r-migrate")]
    assert of_ours(cluster) == [("changed", "Deployment", "r-ocr"), *hook]

    helm("upgrade", "r", str(CHART), "--reuse-values", *given({"ocr.replicas": "4"}))
    assert of_ours(cluster) == hook

    helm("rollback", "r", "1")
    assert secrets(cluster) == before
    assert cluster.objects["Deployment", "r-ocr"]["given"]["spec"]["replicas"] == 2

    helm("uninstall", "r")
    assert not [key for key in cluster.objects if not key[1].startswith("sh.helm.")]


def jobs(cluster: Cluster) -> list[str]:
    return [
        name
        for action, kind, name in of_ours(cluster)
        if kind == "Job" and "migrate" in name and action == "made"
    ]


def test_migrations_are_a_hook_unless_the_upgrade_brings_another_database(
    cluster: Cluster, helm: Helm
) -> None:
    helm("install", "r", str(CHART))
    assert len(jobs(cluster)[0]) == len("r-migrate-01234567")
    first = jobs(cluster)[0]
    helm("upgrade", "r", str(CHART), "--reuse-values")
    assert jobs(cluster) == ["r-migrate"]
    (owner,) = cluster.dropped["Job", "r-migrate"]["given"]["metadata"]["ownerReferences"]
    assert owner["uid"] == cluster.objects["Deployment", "r-web"]["uid"], "it goes with the release"
    assert ("Job", first) in cluster.objects
    helm("upgrade", "r", str(CHART), "--reuse-values", *given({"global.imageTag": "abc1234"}))
    assert jobs(cluster) == ["r-migrate"]
    assert ("Job", first) not in cluster.objects
    for address in ("db.example", "other.example"):
        own = {
            "postgres.enabled": "false",
            "global.databaseUrl": f"postgres://u:p@{address}:5432/d",
        }
        helm("upgrade", "r", str(CHART), "--reuse-values", *given(own))
        assert len(jobs(cluster)[0]) == len("r-migrate-01234567")
        helm("upgrade", "r", str(CHART), "--reuse-values")
        assert jobs(cluster) == ["r-migrate"]


def test_the_last_version_is_upgraded_and_rolled_back(cluster: Cluster, helm: Helm) -> None:
    """Kubernetes refuses a change of selectors, and of a StatefulSet's volumes."""
    (last,) = (Path(__file__).parent / "previous").glob("rotisserie-*.tgz")
    persistent = given({f"{role}.persistence.enabled": "true" for role in ("postgres", "redis")})
    helm("install", "r", str(last), *given({"arena.enabled": "true"}), *persistent)
    before, kept = immutable(cluster), secrets(cluster)
    names = cluster.objects.keys()

    helm("upgrade", "r", str(CHART), "--reset-then-reuse-values")
    after = immutable(cluster)
    assert {key: after.get(key) for key in before} == before
    assert secrets(cluster) == kept
    gone = {key for key in names if key not in cluster.objects}
    assert not {key for key in gone if key[0] != "Job"}

    helm("rollback", "r", "1")
    assert immutable(cluster) == before
    assert secrets(cluster) == kept
    helm("upgrade", "r", str(CHART), "--reset-then-reuse-values")
    assert secrets(cluster) == kept


IMMUTABLE = {
    "Deployment": ("selector",),
    "StatefulSet": ("selector", "serviceName", "volumeClaimTemplates"),
}


def immutable(cluster: Cluster) -> dict[tuple[str, str], Any]:
    """What the API server refuses to change, of everything that is there."""
    return {
        (kind, name): [standing["given"]["spec"].get(field) for field in IMMUTABLE[kind]]
        for (kind, name), standing in cluster.objects.items()
        if kind in IMMUTABLE
    }


def test_no_migration_waits_for_a_database_that_the_upgrade_brings_back(
    cluster: Cluster, helm: Helm
) -> None:
    helm("install", "r", str(CHART))
    cluster.drop("StatefulSet", "r-postgres")
    helm(
        "upgrade",
        "r",
        str(CHART),
        "--reuse-values",
        *given({"postgres.persistence.enabled": "true"}),
    )
    assert jobs(cluster) == []
    assert ("made", "StatefulSet", "r-postgres") in of_ours(cluster)


def test_a_commit_of_digits_alone_stays_what_it_is(cluster: Cluster, helm: Helm) -> None:
    helm("install", "r", str(CHART), *given({"global.imageTag": "1234567"}))
    helm("upgrade", "r", str(CHART), "--reuse-values", *given({"ocr.replicas": "4"}))
    pod = cluster.objects["Deployment", "r-ocr"]["given"]["spec"]["template"]["spec"]
    assert pod["containers"][0]["image"] == "rotisserie-worker:1234567"
    assert not [
        change for change in of_ours(cluster) if change[1] == "Deployment" and change[2] != "r-ocr"
    ]


def test_the_password_outlives_an_uninstall_where_the_volume_does(
    cluster: Cluster, helm: Helm
) -> None:
    helm("install", "r", str(CHART), *given({"postgres.persistence.enabled": "true"}))
    before = secrets(cluster)
    helm("uninstall", "r")
    helm("install", "r", str(CHART), *given({"postgres.persistence.enabled": "true"}))
    after = secrets(cluster)
    assert after["r-postgres/DATABASE_URL"] == before["r-postgres/DATABASE_URL"]
    assert after["r-web/SECRET_KEY"] != before["r-web/SECRET_KEY"]


def test_a_rollback_brings_a_rotated_secret_back_unless_it_is_an_existing_one(
    cluster: Cluster, helm: Helm
) -> None:
    """The first half is Helm's way, and why docs/operations.md warns of it."""
    helm("install", "r", str(CHART))
    before = secrets(cluster)["r-web/SECRET_KEY"]
    cluster.drop("Secret", "r-web")
    helm("upgrade", "r", str(CHART), "--reuse-values")
    assert secrets(cluster)["r-web/SECRET_KEY"] != before
    helm("rollback", "r", "1")
    assert secrets(cluster)["r-web/SECRET_KEY"] == before
    helm("uninstall", "r")

    helm("install", "r", str(CHART), *given({"global.existingSecret": "all"}))
    metadata = {"name": "all", "namespace": "here"}
    rotated = {"kind": "Secret", "metadata": metadata, "data": {"SECRET_KEY": "bmV3"}}
    cluster.put("Secret", "all", rotated)
    helm("upgrade", "r", str(CHART), "--reuse-values", *given({"ocr.replicas": "3"}))
    helm("rollback", "r", "1")
    assert cluster.objects["Secret", "all"]["given"]["data"] == {"SECRET_KEY": "bmV3"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "X-Forwarded-For is ignored. If you put an ingress controller"),
        ({"proxy.service.type": "LoadBalancer"}, "Kept (externalTrafficPolicy=Local)"),
        (
            {"proxy.service.type": "NodePort", "proxy.service.externalTrafficPolicy": "Cluster"},
            "WARNING: externalTrafficPolicy=Cluster",
        ),
        ({"proxy.ingress.enabled": "true", "proxy.hosts": "{a.example}"}, "proxy.trustedHops=1"),
        (
            {"proxy.service.type": "LoadBalancer", "proxy.trustedHops": "2"},
            "entry 2 from the right",
        ),
    ],
)
def test_the_notes_say_whose_address_is_seen(
    values: dict[str, str], words: str, helm: Helm
) -> None:
    assert words in helm("install", "r", str(CHART), *given(values))
