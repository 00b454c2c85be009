"""
What it checks
    Whether every web address in a code is exactly on one of the trusted hosts, and whether a code in words names the
    issuer's app.

Why it matters
    Fake sites, short links and look-alike domains that answer as forgers wish are the commonest trick.

Passes
    Every address is on a trusted host, by exact comparison after IDNA decoding.

Fails
    One is not: another host, a look-alike, a port or user name in the address, another scheme, another address in its
    query or fragment. Where only words name another service, or where the code stands on a page of the file that
    belongs to no paper, a person must look: that may be an office's own.

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
from degree_verify.model.document import Document
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
    foreign = [code for code in addresses if not code.trusted]
    if not foreign:
        return _beside(document) or (passed(RULE) if addresses else not_applicable(RULE))
    facts: dict[str, Fact] = {
        "hosts": sorted({code.host or "?" for code in foreign}),
        "problems": sorted({problem for code in foreign for problem in code.problems}),
    }
    places = tuple(Evidence(code.page, code.box) for code in foreign)
    alike = any("look-alike" in code.problems or "punycode" in code.problems for code in foreign)
    official = all(code.host in case.policy.trusted_hosts for code in foreign)
    message = "failed.look-alike" if alike else "failed.oddly-written" if official else "failed"
    return Outcome(RULE.name, Status.FAILED, facts, places, message)


def _beside(document: Document) -> Outcome | None:
    """Failed, for a person to look at, where a code in words names another service than the issuer's, or one on another
    page leads to a foreign site."""
    elsewhere = [code for other in document.others for code in other.codes]
    if elsewhere:
        facts: dict[str, Fact] = {
            "hosts": sorted({code.host or "?" for code in elsewhere}),
            "pages": sorted({str(code.page) for code in elsewhere}),
        }
        places = tuple(Evidence(code.page, code.box) for code in elsewhere)
        return Outcome(RULE.name, Status.FAILED, facts, places, "failed.elsewhere", Severity.REVIEW)
    places = tuple(Evidence(code.page, code.box) for code in document.codes if "service" in code.problems)
    return Outcome(RULE.name, Status.FAILED, {}, places, "failed.service", Severity.REVIEW) if places else None
