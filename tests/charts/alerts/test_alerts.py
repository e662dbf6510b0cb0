"""Does Prometheus load the alerts, does each fire when it must, and does its runbook exist?"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.charts.alerts.cases import CASES, MINUTES, Case
from tests.charts.cluster.helm import ALL_ON, CHART, render
from tests.charts.cluster.programs import program

CHECKOUT = Path(__file__).parents[3]
RUNBOOKS = CHECKOUT / "docs" / "operations.md"
ON = {"web.metrics.prometheusRule.enabled": "true"}
Rule = dict[str, Any]


def promtool(*words: str) -> None:
    done = subprocess.run(
        [program("promtool"), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def spec(values: dict[str, str] = ON) -> dict[str, Any]:
    (rule,) = (m for m in render(values) if m["kind"] == "PrometheusRule")
    found: dict[str, Any] = rule["spec"]
    return found


def rules() -> dict[str, Rule]:
    return {rule["alert"]: rule for rule in spec()["groups"][0]["rules"]}


@pytest.fixture
def rule_file(tmp_path: Path) -> Path:
    file = tmp_path / "rules.yaml"
    file.write_text(yaml.safe_dump(spec()))
    return file


@pytest.mark.parametrize("values", [ON, ALL_ON])
def test_prometheus_loads_the_rules(values: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(yaml.safe_dump(spec(values)))
    promtool("check", "rules", str(file))


def test_every_alert_has_a_case_that_fires_it_and_one_that_does_not() -> None:
    assert CASES.keys() == rules().keys()


def series(given: dict[str, str]) -> list[dict[str, str]]:
    target = '{job="r-web",namespace="here"'
    found = []
    for name, values in given.items():
        metric, _, labels = name.replace("'", '"').rstrip("}").partition("{")
        full = f"{metric}{target},{labels}}}" if labels else f"{metric}{target}}}"
        found.append({"series": full, "values": values})
    return found


def expected(rule: Rule, case: Case) -> dict[str, Any]:
    def filled(text: str) -> str:
        return re.sub(r"\{\{ \$labels\.(\w+) \}\}", lambda label: case.labels[label[1]], text)

    return {
        "exp_labels": {**rule["labels"], **case.labels},
        "exp_annotations": {name: filled(text) for name, text in rule["annotations"].items()},
    }


@pytest.mark.parametrize("alert", CASES)
@pytest.mark.parametrize("fires", [True, False])
def test_an_alert_fires_when_it_must_and_not_otherwise(
    alert: str, fires: bool, rule_file: Path
) -> None:
    case = CASES[alert]
    check = {
        "eval_time": f"{MINUTES}m",
        "alertname": alert,
        "exp_alerts": [expected(rules()[alert], case)] if fires else [],
    }
    given = {
        "interval": "1m",
        "input_series": series(case.fires if fires else case.quiet),
        "alert_rule_test": [check],
    }
    file = rule_file.with_name("test.yaml")
    document = {
        "rule_files": [str(rule_file)],
        "evaluation_interval": "15s",
        "tests": [given],
    }
    file.write_text(yaml.safe_dump(document))
    promtool("test", "rules", str(file))


def anchors(page: Path) -> set[str]:
    """Of its headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("alert", CASES)
def test_every_alert_links_to_a_runbook_that_exists(alert: str) -> None:
    page, _, anchor = rules()[alert]["annotations"]["runbook_url"].partition("#")
    assert CHECKOUT / page == RUNBOOKS
    assert anchor in anchors(RUNBOOKS)


OF_EACH_POD = {"rotisserie_live_clients"}
"""Metrics that may be added up; every web pod tells all others out of the one scoreboard."""


def test_nothing_is_counted_once_per_pod() -> None:
    dashboard = json.loads((CHART / "charts" / "web" / "files" / "dashboard.json").read_text())
    asked = [rule["expr"] for rule in rules().values()]
    asked += [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    ways = [
        (match["how"], match["metric"])
        for text in asked
        for match in re.finditer(
            r"(?P<how>\w+)(?: by \([\w, ]+\) ?)?\((?:rate\(|abs\()*(?P<metric>rotisserie_\w+)", text
        )
    ]
    assert len(ways) == sum(len(re.findall(r"\brotisserie_\w+", text)) for text in asked)
    assert {metric for how, metric in ways if how not in ("max", "min")} == OF_EACH_POD


def test_runbooks_can_be_elsewhere() -> None:
    address = "https://git.example/rotisserie/blob/main/docs/operations.md"
    found = spec({**ON, "web.metrics.prometheusRule.runbookUrl": address})
    links = [rule["annotations"]["runbook_url"] for rule in found["groups"][0]["rules"]]
    assert all(link.startswith(f"{address}#rotisserie") for link in links)


def test_alerts_of_two_releases_are_told_apart() -> None:
    one, other = (
        {
            tuple(sorted(rule["labels"].items()))
            for manifest in render(ON, release)
            if manifest["kind"] == "PrometheusRule"
            for rule in manifest["spec"]["groups"][0]["rules"]
        }
        for release in ("r", "other")
    )
    assert not one & other


def test_no_runbook_is_about_an_alert_that_is_gone() -> None:
    written = re.findall(r"^### (Rotisserie\w+)$", RUNBOOKS.read_text(), re.MULTILINE)
    assert written == list(rules())
