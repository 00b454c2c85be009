"""
What it checks
    Whether what can be seen of a field and what programs read there are one text, and whether two readers agree on it.

Why it matters
    A value that only a program sees, or one drawn over another, is how a changed paper deceives whoever trusts the
    text. So is a font that draws other shapes than those of the characters it names, be it in a value, a label or the
    title.

Passes
    No field's place holds hidden text, text upon text, or text that the second reader reads otherwise; and where the
    fields, the title and the labels were compared with the picture of the page, none shows something else.

Fails
    One does. What the page shows is compared wherever the file gives any sign (annotations, hidden text, earlier
    states, mixed fonts, unusual drawing, glyphs that do not look like their characters), on a share of the rest that
    the policy sets, and of all with `--thorough`; never with `--ocr never`. Only clear differences count: another
    character is surely seen, and next to nothing of the right one. Of a scan with searchable text, that text says
    another value than the picture, which a scanner's misreading does not explain; of a page of text over which a
    picture of it was laid, any other value. Or letters stand below what was laid over a value, in whatever font.

Cannot tell
    Never: a field that cannot be read for other reasons is a matter of `low-confidence-reading`.

Policy parameters
    `comparison.share`: the share of papers without a sign that are compared with their picture.

Source
    Descriptions of forged papers; measured differences between readers.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import Document, UnreadReason
from degree_verify.model.outcome import Evidence, Fact, Outcome, Severity, Status
from degree_verify.normalise.text import squeeze
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("text-layer-mismatch", "authenticity", "Page and text layer differ", Severity.REVIEW)

_DIFFERS = frozenset(
    {UnreadReason.HIDDEN, UnreadReason.OVERLAID, UnreadReason.READERS_DISAGREE, UnreadReason.DRAWN_OTHERWISE}
)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or document.facts.kind != "pdf" or not document.has_text or not is_evidence(case):
        return not_applicable(RULE)
    differing = [name for name, missing in document.unread.items() if missing.reason in _DIFFERS]
    differing += [name for name in document.hidden if name not in differing]
    scanned = not differing
    differing += [name for name in document.layered if name not in differing]
    # What an annotation covers is told by `annotation-over-field`.
    places = [
        place
        for place in evidence_of(case, *differing)
        if not any(overlay.page == place.page and overlay.box.overlaps(place.box) for overlay in document.overlays)
    ]
    fields = [place.field for place in places if place.field]
    form = document.drawn_form
    places += [Evidence(words.page, words.box) for words in form]
    if not places:
        return passed(RULE)
    facts: dict[str, Fact] = {"fields": fields}
    if scanned and fields and not form:
        facts["text"] = [document.layered[name] for name in fields]
        facts["shown"] = [_shown(document, name) for name in fields]
        return Outcome(RULE.name, Status.FAILED, facts, tuple(places), message="failed.layer")
    if not document.drawn and not form:
        return Outcome(RULE.name, Status.FAILED, facts, tuple(places))
    facts["text"] = [squeeze(document.unread[name].raw) for name in document.drawn] + [words.text for words in form]
    facts["shown"] = [*document.drawn.values(), *(words.shown for words in form)]
    message = "failed.drawn" if fields else "failed.form"
    return Outcome(RULE.name, Status.FAILED, facts, tuple(places), message=message)


def _shown(document: Document, name: str) -> str:
    reading = document.fields.get(name)
    return reading.value if reading else squeeze(document.unread[name].raw)
