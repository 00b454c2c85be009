"""
What it checks
    Whether link annotations hold the printed code and lead to trusted hosts only.

Why it matters
    A PDF printed from the issuer's page carries its own links; those of another report or site give a forgery away.

Passes
    Every link is on a trusted host, and every code in one is the printed code.

Fails
    A link holds another code, or leads to another site.

Cannot tell
    The printed code was not read.

Policy parameters
    `hosts.trusted`: the hosts of the issuer's verification pages.

Source
    Addresses of the issuer's pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Evidence, Fact, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("link-mismatch", "authenticity", "Link differs from the printed code or leads elsewhere", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or not is_evidence(case) or not document.links:
        return not_applicable(RULE)
    foreign = [link for link in document.links if link.trusted is False]
    if foreign:
        facts: dict[str, Fact] = {"hosts": sorted({link.host or "?" for link in foreign})}
        places = tuple(Evidence(link.page, link.box) for link in foreign)
        return Outcome(RULE.name, Status.FAILED, facts, places, "failed.host")
    carriers = [link for link in document.links if link.code]
    if not carriers:
        return passed(RULE)
    lacking = unread(RULE, case, "verification_code")
    if lacking:
        return lacking
    printed = (case.value("verification_code") or "").upper()
    different = [link for link in carriers if (link.code or "").upper() != printed]
    if different:
        places = tuple(Evidence(link.page, link.box) for link in different)
        return Outcome(RULE.name, Status.FAILED, {}, (*places, *evidence_of(case, "verification_code")), "failed.code")
    return passed(RULE)
