"""All that a rule may look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from degree_verify.model.document import Document
from degree_verify.model.lookup import Answer
from degree_verify.model.policy import Policy
from degree_verify.model.roster import Candidate, Match
from degree_verify.model.schools import SchoolTable


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """Another document of the batch, as far as batch rules need to know it."""

    path: str
    index: int
    candidate_id: str | None
    name: str | None
    birth_date: str | None = None
    statement: str | None = None
    """What the paper says of the qualification (`normalise.statement`), None where nothing of it was read."""


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """Other documents of the same batch that share something with this one (this one is never listed)."""

    same_certificate_number: tuple[DocumentRef, ...] = ()
    same_verification_code: tuple[DocumentRef, ...] = ()
    same_bytes: tuple[DocumentRef, ...] = ()
    same_report_number: tuple[DocumentRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One document with its match, or one candidate without a document (`document` None).

    `batch` is None when a document is judged alone. `online` says that the issuer was to be asked, `answer` what came
    back; it is None when nobody has asked. Rules read nothing else: no clock, file, network, environment.
    """

    document: Document | None
    match: Match
    policy: Policy
    as_of: date
    schools: SchoolTable
    batch: BatchFacts | None = None
    answer: Answer | None = None
    online: bool = False

    @property
    def candidate(self) -> Candidate | None:
        return self.match.candidate

    @property
    def doubtful(self) -> frozenset[str]:
        """The fields that were read with less confidence than the policy asks for."""
        limits = self.policy.thresholds
        return frozenset(
            name
            for name, reading in (self.document.fields if self.document else {}).items()
            if reading.confidence < limits.field_confidence or reading.lowest < limits.character_confidence
        )

    def value(self, field: str) -> str | None:
        """The normalised value of a field of the document, or None when it was not read."""
        if self.document is None:
            return None
        reading = self.document.fields.get(field)
        return reading.value if reading else None
