"""Pictures of many files' pages over one executor. A file that cannot be drawn gives none and costs no other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from degree_verify.in_flight import as_done
from degree_verify.load.inbox import InboxFile, SentInbox, read_bytes
from degree_verify.load.sniff import sniff
from degree_verify.load.stores import StoreInbox
from degree_verify.model.file import FileProblem
from degree_verify.model.picture import PagePicture
from degree_verify.model.policy import Limits

IN_FLIGHT = 8
"""Files submitted and not yet answered, for each worker."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """Pages of one file that want a picture. `sha256` is that of the bytes that were read."""

    file: InboxFile
    sha256: str
    pages: tuple[int, ...]


def draw_all(
    wanted: Iterable[Sheets], inbox: Path | StoreInbox, limits: Limits, executor: Executor, workers: int
) -> Iterator[tuple[Sheets, tuple[PagePicture, ...] | None]]:
    """Draws on an executor and yields each file as it is done, in no fixed order. Nothing a file does raises.

    The files of a store must be brought by the executor. A file whose worker ended is tried once more when all others
    are done. None stands for a file that could not be fetched, or whose worker crashed both times: it may have been
    killed from outside.
    """
    again: list[Sheets] = []

    def submit(sheets: Sheets) -> Future[tuple[PagePicture, ...]]:
        return executor.submit(draw_one, inbox, sheets.file, sheets.sha256, sheets.pages, limits)

    for sheets, future in as_done(wanted, submit, IN_FLIGHT * workers):
        failure = future.exception()
        if failure is None:
            yield sheets, future.result()
        elif hasattr(failure, "kind") or isinstance(failure, MemoryError):  # a worker's end
            again.append(sheets)
        elif isinstance(failure, Exception):
            yield sheets, None
        else:
            raise failure
    for sheets in again:
        failure = (future := submit(sheets)).exception()
        if failure is not None and not isinstance(failure, Exception):
            raise failure
        if failure is None:
            yield sheets, future.result()
        else:
            beyond = isinstance(failure, MemoryError) or getattr(failure, "kind", "") == "timeout"
            yield sheets, () if beyond else None


def draw_one(
    inbox: Path | SentInbox | StoreInbox, file: InboxFile, sha256: str, pages: tuple[int, ...], limits: Limits
) -> tuple[PagePicture, ...]:
    """The task: pictures of one file, in a worker; none if the file is not the one that was read."""
    from degree_verify.load.page_picture import draw_pages  # noqa: PLC0415  (brings a reader)

    data = inbox.read(file, limits) if isinstance(inbox, StoreInbox) else read_bytes(inbox, file, limits)
    if isinstance(data, FileProblem) or hashlib.sha256(data).hexdigest() != sha256:
        return ()
    return draw_pages(data, sniff(data[:1024]), pages, limits)
