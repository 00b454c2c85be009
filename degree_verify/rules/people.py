"""Whose the other papers of a batch are, as the batch rules see it, and what they say otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from degree_verify.model.case import Case, DocumentRef
from degree_verify.model.outcome import Fact, Outcome, Status
from degree_verify.normalise.statement import contradicted, statement_of
from degree_verify.rules.definition import Rule, evidence_of


def of_others(case: Case, papers: Iterable[DocumentRef]) -> list[DocumentRef]:
    """Those papers that are not known to be the same person's as the case's own.

    Candidates decide where both are known; without a roster, or where nobody fits, name and date of birth on the paper
    do, as far as they were read.
    """
    mine = case.candidate.id if case.candidate else None
    name, born = case.value("name"), case.value("birth_date")

    def same(paper: DocumentRef) -> bool:
        if mine is not None or paper.candidate_id is not None:
            return mine == paper.candidate_id
        return name is not None and name == paper.name and (born or paper.birth_date) == (paper.birth_date or born)

    return [paper for paper in papers if not same(paper)]


def shared_with(rule: Rule, case: Case, papers: Iterable[DocumentRef], field: str, listed: int) -> Outcome | None:
    """Failed where papers that share a field's value with the case's own are somebody else's, or are the same person's
    and cannot be right together with it; None where neither is so. `listed` papers are named at most."""
    shared = list(papers)
    others = of_others(case, shared)
    if others:
        facts: dict[str, Fact] = {
            "files": [ref.path for ref in others[:listed]],
            "candidates": sorted({ref.candidate_id or "?" for ref in others})[:listed],
        }
        return Outcome(rule.name, Status.FAILED, facts, evidence_of(case, field))
    if case.document is None:
        return None
    own = statement_of(case.document)
    found = [(ref.path, contradicted(own, ref.statement, case.schools)) for ref in shared]
    differing = [(path, fields) for path, fields in found if fields]
    if not differing:
        return None
    fields = list(dict.fromkeys(name for _, names in differing for name in names))
    told: dict[str, Fact] = {"files": [path for path, _ in differing[:listed]], "fields": fields}
    return Outcome(rule.name, Status.FAILED, told, evidence_of(case, field, *fields), "failed.differs")
