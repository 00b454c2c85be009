"""One document to its result. Opens nothing, and loads none of the libraries that read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from degree_verify.model.case import BatchFacts, Case
from degree_verify.model.document import Document
from degree_verify.model.lookup import Answer
from degree_verify.model.result import Result
from degree_verify.model.roster import Match
from degree_verify.model.tools import Tools
from degree_verify.rules import registry
from degree_verify.timings import stage
from degree_verify.verdict import fold


@stage("check")
def judge(
    document: Document | None,
    match: Match,
    tools: Tools,
    as_of: date,
    batch: BatchFacts | None,
    rules: Mapping[str, registry.RegisteredRule],
    answer: Answer | None = None,
    *,
    online: bool = False,
) -> Result:
    """The result of one document, or of a candidate without one.

    `answer` is what the issuer said about its code, `online` whether the issuer was to be asked.
    """
    case = Case(document, match, tools.policy, as_of, tools.schools, batch, answer, online)
    outcomes = registry.run(case, rules)
    findings = registry.findings(outcomes, tools.policy)
    checks = {outcome.rule: outcome.status for outcome in outcomes}
    return Result(document, match, checks, findings, fold(outcomes, findings), answer)
