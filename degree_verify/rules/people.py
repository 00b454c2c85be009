"""Whose the other papers of a batch are, as the batch rules see it."""

from __future__ import annotations

from collections.abc import Iterable

from degree_verify.model.case import Case, DocumentRef


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
