"""
What it checks
    Whether the file says that an editor of pictures, documents or PDF files made it.

Why it matters
    The issuer's site makes its papers by itself. A candidate may have printed, converted or shrunk his paper, so this
    decides nothing; it tells where to look first.

Passes
    Neither producer nor creator names an editor that is known, or the file names none.

Fails
    One does.

Cannot tell
    Never.

Policy parameters
    `editors`: parts of names, compared without regard to case.

Source
    Names as these programs write them into their files.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, is_evidence, not_applicable, passed

RULE = Rule("unusual-producer", "authenticity", "Made by an editor", Severity.INFO)

EDITORS = (
    "photoshop", "illustrator", "indesign", "coreldraw", "gimp", "inkscape", "canva", "affinity",
    "microsoft® word", "microsoft word", "microsoft excel", "powerpoint", "libreoffice", "openoffice", "wps",
    "pdfelement", "wondershare", "foxit phantom", "foxit pdf editor", "foxit editor", "pdf-xchange", "nitro",
    "ilovepdf", "sejda", "smallpdf", "pdfescape", "pdf24", "acrobat pro", "acrobat standard", "pdffiller", "dochub",
    "infix", "master pdf editor", "万兴", "福昕", "迅捷", "金山",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Params:
    editors: tuple[str, ...] = EDITORS
    """Parts of names, compared without regard to case."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or document.facts.kind != "pdf" or not is_evidence(case):
        return not_applicable(RULE)
    for name in (document.facts.producer, document.facts.creator):
        if any(editor.lower() in name.lower() for editor in params.editors):
            return Outcome(RULE.name, Status.FAILED, {"name": name[:100]})
    return passed(RULE)
