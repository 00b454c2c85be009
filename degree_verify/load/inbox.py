"""The files of an inbox: found without opening links or devices, and read only as they were found."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from degree_verify.errors import UsageError
from degree_verify.load.sniff import foreign_kind, sniff
from degree_verify.model.file import FileProblem
from degree_verify.model.policy import Limits
from degree_verify.model.run import IgnoredFile
from degree_verify.timings import stage

EVIDENCE_ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".heif")
"""A file with one of these endings is meant as evidence whatever it holds; others are only if their content says so."""

_MEGABYTE = 1024 * 1024
_HEAD = 1024
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class InboxFile:
    """One file to read. `key` are the exact bytes of its path below the inbox, `path` the form that is shown.

    `stamp` changes when the file does: size and times of change.
    """

    key: bytes
    path: str
    size: int
    stamp: str


@dataclass(frozen=True, slots=True)
class SentInbox:
    """An inbox that only one file was brought from: its bytes, or why they could not be had."""

    data: bytes | FileProblem

    @property
    def size(self) -> int:
        return len(self.data) if isinstance(self.data, bytes) else 0


def list_inbox(
    inbox: Path, leave_out: Sequence[Path] = (), outputs: Sequence[Path] = ()
) -> tuple[list[InboxFile], list[IgnoredFile]]:
    """The files to read and those that are not, both in the order of their paths.

    `leave_out`: the roster, listed as such, and the output folder, which is passed over. `outputs` are
    files of the tool that lie among the papers where the inbox is the output folder as well; they are passed over too.
    Raises UsageError when the inbox is no folder that can be read.
    """
    if not inbox.is_dir():
        raise UsageError(f"材料文件夹不存在：{inbox}", f"there is no inbox folder {inbox}")
    own = {(status.st_dev, status.st_ino) for path in leave_out if (status := _status(path))}
    made = {(status.st_dev, status.st_ino) for path in outputs if (status := _status(path))}
    files: list[InboxFile] = []
    ignored: list[IgnoredFile] = []
    for key, entry in _walk(os.fsencode(inbox), own, ignored):
        path = shown(key)
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            ignored.append(IgnoredFile(path, "vanished"))
            continue
        if (status.st_dev, status.st_ino) in made:
            continue
        if entry.is_symlink():
            ignored.append(IgnoredFile(path, "symbolic-link"))
        elif not stat.S_ISREG(status.st_mode):
            ignored.append(IgnoredFile(path, "special-file"))
        elif (status.st_dev, status.st_ino) in own:
            ignored.append(IgnoredFile(path, "roster"))
        elif foreign := _foreign(entry):
            ignored.append(IgnoredFile(path, foreign))
        else:
            files.append(InboxFile(key, path, status.st_size, _stamp(status)))
    return sorted(files, key=lambda file: file.path), sorted(ignored, key=lambda file: file.path)


def shown(key: bytes) -> str:
    """A path's bytes as text; bytes that are no UTF-8 are spelled out."""
    return key.decode("utf-8", "backslashreplace")


@stage("load")
def read_bytes(inbox: Path | SentInbox, file: InboxFile, limits: Limits) -> bytes | FileProblem:
    """The bytes of a file that still is what was found, or what is wrong with it. Follows no link."""
    if isinstance(inbox, SentInbox):
        return inbox.data
    if file.size > limits.file_megabytes * _MEGABYTE:
        return FileProblem("too-large", f"{file.size // _MEGABYTE} MB > {limits.file_megabytes} MB")
    try:
        descriptor = os.open(os.path.join(os.fsencode(inbox), file.key), _OPEN)
    except FileNotFoundError:
        return FileProblem("vanished")
    except OSError as error:
        return FileProblem("unreadable", error.strerror or "")
    try:
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return FileProblem("vanished")
            data = stream.read(file.size + 1)
            unchanged = _stamp(os.fstat(descriptor)) == file.stamp and len(data) == file.size
    except OSError as error:
        return FileProblem("unreadable", error.strerror or "")
    return data if unchanged else FileProblem("vanished")


def is_as_found(inbox: Path, file: InboxFile) -> bool:
    """Whether a file is seen here as it was found, which may have been on another machine."""
    try:
        return _stamp(os.lstat(os.path.join(os.fsencode(inbox), file.key))) == file.stamp
    except OSError:
        return False


def _walk(
    inbox: bytes, own: set[tuple[int, int]], ignored: list[IgnoredFile]
) -> Iterator[tuple[bytes, os.DirEntry[bytes]]]:
    """All entries below a folder that are no folders, each with its path below it."""
    folders = [b""]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(os.path.join(inbox, folder)))
        except OSError:
            ignored.append(IgnoredFile(shown(folder) + "/", "unreadable-folder"))
            continue
        for entry in entries:
            key = os.path.join(folder, entry.name)
            if not _is_folder(entry):
                yield key, entry
            elif (status := _status(Path(os.fsdecode(entry.path)))) and (status.st_dev, status.st_ino) not in own:
                folders.append(key)


def _is_folder(entry: os.DirEntry[bytes]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _foreign(entry: os.DirEntry[bytes]) -> str | None:
    """What a file is that is no evidence; None if it is meant as evidence."""
    name = entry.name.lower()
    # A Mac's archives hold a twin of each file, "._name", with the ending but without the content.
    if shown(name).endswith(EVIDENCE_ENDINGS) and not name.startswith(b"._"):
        return None
    try:
        descriptor = os.open(entry.path, _OPEN)
        with os.fdopen(descriptor, "rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return "unreadable"
    return None if sniff(head) else foreign_kind(head)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _stamp(status: os.stat_result) -> str:
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}"
