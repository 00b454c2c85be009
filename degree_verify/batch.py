"""Many files over one executor: bounded work in flight, every file answered, a second try for the unlucky."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from degree_verify.in_flight import as_done
from degree_verify.load.inbox import InboxFile, SentInbox, read_bytes
from degree_verify.load.layouts import load_layouts
from degree_verify.load.schools import load_schools
from degree_verify.load.stores import StoreInbox
from degree_verify.model.document import Document
from degree_verify.model.file import FileProblem
from degree_verify.model.ocr import Ocr
from degree_verify.model.policy import Limits, Policy
from degree_verify.model.tools import Tools
from degree_verify.pipeline import read_file, unreadable

IN_FLIGHT = 8
"""Files submitted and not yet answered, for each worker: enough to keep all busy, few enough to stay small."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What became of one file."""

    file: InboxFile
    documents: tuple[Document, ...]


def read_files(
    files: Iterable[InboxFile],
    inbox: Path | StoreInbox,
    policy: Policy,
    ocr: Ocr,
    executor: Executor,
    workers: int,
    stopping: Callable[[], bool],
) -> Iterator[ReadFile]:
    """Reads files on an executor and yields each as it is done, in no fixed order.

    A file whose worker ended is tried once more when all others are done, so that it cannot pull others down with it;
    then it stands as a problem of the tool. Nothing a file does raises. Once `stopping` says so, what is in flight is
    finished and no more is begun.
    """
    again: list[InboxFile] = []

    def submit(file: InboxFile) -> Future[tuple[Document, ...]]:
        return executor.submit(read_one, inbox, file, policy, ocr)

    for file, future in as_done(files, submit, IN_FLIGHT * workers, stopping):
        failure = future.exception()
        if failure is None:
            yield ReadFile(file, future.result())
        elif isinstance(failure, Exception):
            again.append(file)
        else:
            raise failure
    for file in () if stopping() else again:
        failure = (future := submit(file)).exception()
        if failure is not None and not isinstance(failure, Exception):
            raise failure
        yield ReadFile(file, future.result() if failure is None else (_failed(file, failure, policy.limits),))


def read_one(
    inbox: Path | SentInbox | StoreInbox, file: InboxFile, policy: Policy, ocr: Ocr = Ocr.AUTO
) -> tuple[Document, ...]:
    """The task: one file to its documents, in a worker. A file that vanished or changed is a problem of its own."""
    limits = policy.limits
    data = inbox.read(file, limits) if isinstance(inbox, StoreInbox) else read_bytes(inbox, file, limits)
    if isinstance(data, FileProblem):
        return (unreadable(file.path, data, file.size),)
    return read_file(data, file.path, tools_for(policy, ocr))


def tools_for(policy: Policy, ocr: Ocr) -> Tools:
    """The tools of a policy; layouts and schools are loaded once in each process."""
    return Tools(load_layouts(), load_schools(), policy, ocr)


def prepare_worker() -> None:
    """Loads in a new worker what every file needs, before its time is counted."""
    load_layouts()
    load_schools()


def _failed(file: InboxFile, failure: Exception, limits: Limits) -> Document:
    """The document that stands for a file on which the tool failed twice."""
    if isinstance(failure, MemoryError):
        kind, detail = "memory", f"{limits.memory_megabytes} MB"
    else:
        kind = getattr(failure, "kind", "error")
        detail = getattr(failure, "detail", type(failure).__name__)
    return unreadable(file.path, FileProblem(kind, detail, tool_failure=True, attempts=2), file.size)
