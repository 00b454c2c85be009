"""
What it checks
    Whether the fields that the oldest generation's symbols hold as text equal the printed ones, and whether anything
    else in a symbol speaks against the paper.

Why it matters
    A forger who changes the print rarely makes new symbols.

Passes
    Every field in every symbol equals the printed one, as often as it stands there.

Fails
    One differs, in whichever symbol.

Cannot tell
    A field of the symbol could not be read on the paper, one of the two gives only the month of the other's day, or a
    word of one is not known. Or a symbol of any kind holds another name, 结业 and the like, or a date that is not
    printed, outside of the fields that are known: behind its code or address, or with a label that is not known.

Policy parameters
    None.

Source
    Issuer's help page: the symbol holds all fields but the photograph.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import Code, CodeKind
from degree_verify.model.outcome import Evidence, Outcome, Severity, Status
from degree_verify.normalise.labelled import read_said
from degree_verify.normalise.symbol_text import agrees, said_besides
from degree_verify.normalise.text import squeeze
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule(
    "qr-content-mismatch", "authenticity", "Text in the symbol differs from the printed fields", Severity.REJECT
)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or not is_evidence(case):
        return not_applicable(RULE)
    carriers = [code for code in document.codes if code.fields]
    values = {squeeze(reading.value) for reading in document.fields.values()}
    besides = [
        (code, text)
        for code in document.codes
        for text in said_besides(code.payload, values, in_fields=code.kind is CodeKind.FIELDS)
    ]
    if not carriers:
        return _cannot_tell(besides) if besides else not_applicable(RULE)
    pairs = [(name, value, case.value(name)) for code in carriers for name, value in _pairs(code)]
    # Each symbol counts: a changed one may stand beside the genuine one.
    answers = [(name, agrees(name, value, printed)) for name, value, printed in pairs if printed is not None]
    if besides and all(agree is not False for _, agree in answers):
        return _cannot_tell(besides)
    different = list(dict.fromkeys(name for name, agree in answers if agree is False))
    open_ones = list(dict.fromkeys(name for name, agree in answers if agree is None))
    places = tuple(Evidence(code.page, code.box) for code in carriers)
    if different or open_ones:
        status, fields = (Status.FAILED, different) if different else (Status.CANNOT_TELL, open_ones)
        return Outcome(RULE.name, status, {"fields": fields}, (*places, *evidence_of(case, *fields)))
    return unread(RULE, case, *(name for name, _, _ in pairs)) or passed(RULE)


def _cannot_tell(besides: list[tuple[Code, str]]) -> Outcome:
    places = tuple(Evidence(page, box) for page, box in dict.fromkeys((code.page, code.box) for code, _ in besides))
    return Outcome(
        RULE.name, Status.CANNOT_TELL, {"texts": [text for _, text in besides]}, places, "cannot-tell.besides"
    )


def _pairs(code: Code) -> list[tuple[str, str]]:
    """The fields of a symbol, also such as stand there once more with another value."""
    again = read_said(code.payload).pairs if code.kind is CodeKind.FIELDS else ()
    return list(dict.fromkeys((*code.fields.items(), *again)))
