"""Is everything there that Rotisserie needs? Exits with 1 if anything is wrong."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from webapp.desk.doctor.examine import examine
from webapp.desk.doctor.finding import Finding


class Command(BaseCommand):
    help = "Check Redis, the database, workers, clocks, Twitch, host names and disk."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        findings: list[Finding] = []
        for finding in examine():
            findings.append(finding)
            if not options["json"]:
                self.stdout.write(f"{finding.status:8} {finding.name:11} {finding.sentence}")
        good = all(finding.status != "wrong" for finding in findings)
        if options["json"]:
            checks = [asdict(finding) for finding in findings]
            self.stdout.write(json.dumps({"ok": good, "checks": checks}, indent=2))
        if not good:
            sys.exit(1)
