"""A run over a folder, as the reports see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from degree_verify.model.document import Document
from degree_verify.model.picture import KeptPicture
from degree_verify.model.policy import Policy
from degree_verify.model.result import Result
from degree_verify.model.roster import Candidate, RowProblem


@dataclass(frozen=True, slots=True)
class IgnoredFile:
    """A file of the inbox that was not opened. `reason`: archive, office-file, other-kind, symbolic-link, special-file,
    roster, unreadable-folder, vanished."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What was judged, by which rules and when. `as_of` is the day for which everything was judged.

    `policy` and `rules` (names) are what a later judgement by the same measure needs; `online` says that the issuer
    was asked. `select` and `ignore` are the rules and families that were asked for and left out, as they were named.
    """

    tool_version: str
    inbox: str
    as_of: date
    policy_id: str
    policy_title_zh: str
    policy_title_en: str
    policy_fingerprint: str
    roster_source: str | None = None  # None: no roster was given, identity was not compared
    roster_fingerprint: str | None = None
    roster_problems: tuple[RowProblem, ...] = ()
    ignored: tuple[IgnoredFile, ...] = ()
    policy: Policy | None = None
    rules: tuple[str, ...] = ()
    online: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def no_pictures(document: Document) -> tuple[KeptPicture, ...]:
    """The pictures of a run that keeps none."""
    return ()


@dataclass(frozen=True, slots=True)
class Run:
    """A judged run. Results and candidates are streamed anew at each call, so that a province fits in memory.

    `results` come in the order of results.jsonl: documents by path and index, then candidates without a document.
    `pictures` gives the pictures of a document's pages, `size` is the number of results, 0 where nobody counted them.
    """

    info: RunInfo
    results: Callable[[], Iterator[Result]]
    candidates: Callable[[], Iterator[Candidate]]
    pictures: Callable[[Document], tuple[KeptPicture, ...]] = no_pictures
    size: int = 0
