"""
What it checks
    Whether the file's links hold the printed code and lead to trusted hosts only, as do the addresses printed on it
    (on a picture the one to ask, where it was surely read), and whether the file does anything else by itself or when
    it is clicked on: opens a page, starts a program, runs a script, sends a form.

Why it matters
    A PDF printed from the issuer's page carries its own links; those of another report or site give a forgery away.
    Other actions lead a clerk to a forger's page without any link that a reader would show.

Passes
    Every link is on a trusted host, or on another host of the same domain without a code; every code in one is the
    printed code. A script that does no more than open the print dialogue is no action.

Fails
    A link holds another code, or leads to another site; or there is another action, wherever it leads, or more of them,
    or more deeply nested, than were looked at. So does an address to ask that was covered and written anew, and another
    site that the paper sends its reader to. On a page of the file that belongs to no paper, a link to another site
    counts unless it shows its own address, as links in letters do, and neither imitates the issuer's nor holds a code.

Cannot tell
    The printed code was not read.

Policy parameters
    `hosts.trusted`: the hosts of the issuer's verification pages.

Source
    Addresses of the issuer's pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import ACTIONS, COVERED, Link
from degree_verify.model.geometry import NOWHERE
from degree_verify.model.outcome import Evidence, Fact, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("link-mismatch", "authenticity", "Link differs from the printed code or leads elsewhere", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or not is_evidence(case):
        return not_applicable(RULE)
    links = (*document.links, *(link for other in document.others for link in other.links))
    if not links:
        return not_applicable(RULE)
    foreign = [link for link in links if link.trusted is False and not _idle(link, case.policy.trusted_hosts)]
    if foreign:
        places = tuple(Evidence(link.page, link.box) for link in foreign if link.box != NOWHERE)
        facts: dict[str, Fact] = {"hosts": sorted({link.host or "?" for link in foreign})}
        if all(COVERED in link.problems for link in foreign):
            return Outcome(RULE.name, Status.FAILED, {}, places, "failed.covered")
        actions = sorted({problem for link in foreign for problem in link.problems} & ACTIONS)
        if actions and not any(link.host for link in foreign):
            return Outcome(RULE.name, Status.FAILED, {"actions": list(actions)}, places, "failed.action")
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


def _idle(link: Link, trusted: Sequence[str]) -> bool:
    """Whether a link merely leads to another page of the issuer's domain and holds no code: nothing rests on it."""
    own = link.host is not None and link.host.endswith(tuple(f".{host.removeprefix('www.')}" for host in trusted))
    return own and link.code is None and not set(link.problems) - {"look-alike"}
