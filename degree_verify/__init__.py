"""degree-verify: reads prior-degree evidence of self-study examinees and judges it against roster and policy.

The public names load on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from degree_verify.api import Verifier, load_policy, read_roster, verify, verify_folder
    from degree_verify.model.outcome import Finding, Severity, Status, Verdict
    from degree_verify.model.policy import Policy
    from degree_verify.model.result import Result
    from degree_verify.model.roster import Candidate, Roster

_WHERE = {
    "Verifier": "api",
    "load_policy": "api",
    "read_roster": "api",
    "verify": "api",
    "verify_folder": "api",
    "Finding": "model.outcome",
    "Severity": "model.outcome",
    "Status": "model.outcome",
    "Verdict": "model.outcome",
    "Policy": "model.policy",
    "Result": "model.result",
    "Candidate": "model.roster",
    "Roster": "model.roster",
}

__all__ = [
    "Candidate",
    "Finding",
    "Policy",
    "Result",
    "Roster",
    "Severity",
    "Status",
    "Verdict",
    "Verifier",
    "load_policy",
    "read_roster",
    "verify",
    "verify_folder",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
