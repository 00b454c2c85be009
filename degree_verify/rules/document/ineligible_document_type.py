"""
What it checks
    Whether the kind of paper is one that the policy accepts, in its Chinese edition, and does not call itself void.

Why it matters
    Candidates often hand in the report of their student record or degree instead of the one of their qualification.

Passes
    The kind is accepted.

Fails
    It is another paper, or the English edition; or it bears a mark such as 作废, 无效 or 仅供参考, as text, as a
    picture or as outlines, or a second title in brackets that no form has, such as （申请稿）, or says in a sentence
    that the certificate was withdrawn or that it could not be confirmed (以上学历情况不属实); or another page of the
    file, or the letter around a picture of the paper, says that the certificate or record is void or was withdrawn
    (review); or its form of study or major is that of a course without a qualification, such as 预科 or 研修班
    (review).

Cannot tell
    The policy accepts a kind whose fields this version does not check: a person must.

Policy parameters
    `documents.accepted`: the kinds that count.

Source
    Notice 皖招考函〔2023〕83号, section 1; notices of other provinces on papers handed in by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import DocumentType
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.vocabulary import is_other_course
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("ineligible-document-type", "document", "Kind of paper does not count", Severity.REJECT)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or document.problem is not None or document.type is DocumentType.UNKNOWN:
        return not_applicable(RULE)
    kind = document.type.value
    if document.language == "en":
        return Outcome(RULE.name, Status.FAILED, {"type": kind}, message="failed.english")
    if kind in case.policy.accepted_documents:
        if document.void_marks:
            facts: dict[str, Fact] = {"type": kind, "marks": sorted({text for _, text in document.void_marks})}
            return Outcome(RULE.name, Status.FAILED, facts, (), "failed.void", Severity.REVIEW)
        for field in ("study_form", "major"):
            value = case.value(field)
            if value and is_other_course(field, value):
                facts = {"type": kind, "course": value}
                return Outcome(
                    RULE.name, Status.FAILED, facts, evidence_of(case, field), "failed.course", Severity.REVIEW
                )
        return passed(RULE, type=kind) if is_evidence(case) else Outcome(RULE.name, Status.CANNOT_TELL, {"type": kind})
    return Outcome(RULE.name, Status.FAILED, {"type": kind}, message=f"failed.{kind}")
