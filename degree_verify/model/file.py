"""A file as it was handed in: facts about it, its signatures, and why it gave no document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of the file. `intact` is None where it could not be checked, and `problem` says why.

    `changed_after` says that the file was changed later in a way that the signature does not allow. `signer` is the
    name in the certificate; `certificates` are the SHA-256 fingerprints of the certificates that vouch for each other,
    from the signer's own to the last one that the file holds.
    """

    field: str
    intact: bool | None = None
    changed_after: bool = False
    signer: str = ""
    certificates: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Facts about the file that judge nothing by themselves."""

    kind: str  # "pdf", "jpeg", …
    size: int  # bytes
    page_count: int
    producer: str = ""
    creator: str = ""
    revisions: int = 1
    encrypted: bool = False
    extras: tuple[str, ...] = ()  # "javascript", "launch", "embedded-files", "xfa", "portfolio": listed, never run
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Why a file gave no document.

    `kind` is one of: encrypted, damaged, empty, too-large, too-many-pages, overfull, archive, office-file, other-kind,
    unreadable, vanished, timeout, memory, crash, error, ocr-unavailable, heic-unavailable. `tool_failure` is True when
    the fault is this tool's or the machine's, never the candidate's. `attempts` counts how often the file was tried.
    """

    kind: str
    detail: str = ""
    tool_failure: bool = False
    attempts: int = 1

    @property
    def retryable(self) -> bool:
        """Whether another try may read the same bytes: on a calmer machine, with a higher limit or more rights."""
        return self.tool_failure or self.kind in ("too-large", "too-many-pages", "unreadable", "vanished", "memory")
