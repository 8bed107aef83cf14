"""Severity and thresholds of the rules, as ``lempu/data/finding-rules.json`` has them."""

from typing import Any

from lempu.kernel.findings.enums import Severity
from lempu.shared import reference


def limits(part: str) -> Any:
    return reference.read("finding-rules")[part]


def severity_of(rule: str) -> Severity:
    return Severity(limits("severity")[rule])


def kinds(group: str) -> frozenset[str]:
    """Kinds of evidence a rule is about: "dated", "numbered", "signed", "written_anew", "common"."""
    return frozenset(limits("kinds")[group])
