"""Whether a value on the paper and the issuer's value of the same field say the same."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from degree_verify.model.document import ReadFrom, Reading
from degree_verify.model.policy import Thresholds
from degree_verify.model.schools import SchoolTable
from degree_verify.normalise.agreement import Agreement, compared


def agreement(paper: Reading, issuer: Reading, schools: SchoolTable, limits: Thresholds) -> Agreement:
    """Compares one field. A difference that rests on an unsure reading of the paper is doubtful: one of low confidence,
    or one from a picture in which a single character differs."""
    found = compared(paper.field, paper.value, issuer.value, schools)
    unsure = paper.confidence < limits.field_confidence or paper.lowest < limits.character_confidence
    if paper.read_from is ReadFrom.OCR:
        unsure = unsure or Levenshtein.distance(paper.value, issuer.value, score_cutoff=1) <= 1
    return Agreement.DOUBTFUL if found is Agreement.DIFFERENT and unsure else found
