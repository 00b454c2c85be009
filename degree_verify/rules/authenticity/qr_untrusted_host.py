"""
What it checks
    Whether every web address in a code on the paper is exactly on one of the trusted hosts.

Why it matters
    Fake sites, short links and look-alike domains that answer as forgers wish are the commonest trick.

Passes
    Every address is on a trusted host, by exact comparison after IDNA decoding.

Fails
    One is not: another host, a look-alike, a port or user name in the address, another scheme.

Cannot tell
    Never.

Policy parameters
    `hosts.trusted`: the hosts of the issuer's verification pages.

Source
    Press reports of fake domains; outward contract.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Evidence, Fact, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, not_applicable, passed

RULE = Rule("qr-untrusted-host", "authenticity", "Code leads to a foreign site", Severity.REJECT)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or document.problem is not None:
        return not_applicable(RULE)
    addresses = [code for code in document.codes if code.trusted is not None]
    if not addresses:
        return not_applicable(RULE)
    foreign = [code for code in addresses if not code.trusted]
    if not foreign:
        return passed(RULE)
    facts: dict[str, Fact] = {
        "hosts": sorted({code.host or "?" for code in foreign}),
        "problems": sorted({problem for code in foreign for problem in code.problems}),
    }
    places = tuple(Evidence(code.page, code.box) for code in foreign)
    alike = any("look-alike" in code.problems or "punycode" in code.problems for code in foreign)
    return Outcome(RULE.name, Status.FAILED, facts, places, "failed.look-alike" if alike else "failed")
