"""The pictures of a run's pages in its output folder: drawn where they are missing, removed with what they show."""

from __future__ import annotations

import contextlib
import os
import re
from concurrent.futures import Executor
from pathlib import Path

from degree_verify.errors import RunFolderError, UsageError
from degree_verify.fetching import FetchingExecutor
from degree_verify.load.stores import StoreInbox, open_inbox
from degree_verify.model.picture import PagePicture
from degree_verify.model.policy import Limits
from degree_verify.pictures.ledger import picture_name
from degree_verify.run import Progress
from degree_verify.store import Store
from degree_verify.timings import stage

FOLDER = "pages"

_OWN = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}-\d+\.(?:jpg|part)")
"""Names of pictures below their folder."""


@stage("draw")
def draw_missing(store: Store, out: Path, limits: Limits, executor: Executor, workers: int, tell: Progress) -> None:
    """Draws the pages that have no picture yet, those that a person must see first.

    A page that cannot be drawn is not tried again until the run is started over; one that could not be fetched is, and
    one whose workers crashed: they may have been killed from outside.
    Raises RunFolderError when a picture cannot be saved.
    """
    from degree_verify.pictures.draw import draw_all  # noqa: PLC0415  (brings a reader)

    inbox = _inbox(store)
    wanted = store.pictures.undrawn() if inbox else []
    if not inbox or not wanted:
        return
    tell("draw", 0, len(wanted))
    if isinstance(inbox, StoreInbox):
        executor = FetchingExecutor(executor, limits)
    for done, (sheets, pictures) in enumerate(draw_all(wanted, inbox, limits, executor, workers), start=1):
        if pictures is not None:
            for picture in pictures:
                _save(out, sheets.sha256, picture)
            store.pictures.save(sheets.sha256, sheets.pages, pictures)
        tell("draw", done, len(wanted))


def missing(store: Store) -> bool:
    """Whether there is anything that could be drawn."""
    return _inbox(store) is not None and bool(store.pictures.undrawn())


def tidy(store: Store, out: Path) -> None:
    """Removes the pictures of files that are no longer part of the run."""
    kept = store.pictures.keep_only_of_run()
    for path in own_pictures(out):
        if f"{FOLDER}/{path.parent.name}/{path.name}" not in kept:
            path.unlink(missing_ok=True)


def remove(store: Store, out: Path) -> None:
    """Removes all pictures; as long as the inbox is there they can be drawn again."""
    store.pictures.forget()
    remove_files(out)


def own_pictures(out: Path) -> list[Path]:
    """The pictures that lie in their folder, whole or in the making; whatever else is there is somebody's own."""
    if (out / FOLDER).is_symlink():
        return []
    return [path for path in (out / FOLDER).glob("*/*") if _OWN.fullmatch(f"{path.parent.name}/{path.name}")]


def remove_files(out: Path) -> None:
    """Removes the pictures, and their folders as far as nothing else is in them."""
    for path in own_pictures(out):
        path.unlink(missing_ok=True)
    shards = () if (out / FOLDER).is_symlink() else (out / FOLDER).glob("[0-9a-f][0-9a-f]")
    for folder in (*shards, out / FOLDER):
        with contextlib.suppress(OSError):  # it is not there, or holds something else
            folder.rmdir()


def _inbox(store: Store) -> Path | StoreInbox | None:
    """The inbox that was read, if it is still there."""
    where = store.meta("inbox") or ""
    try:
        inbox = open_inbox(where)
    except UsageError:
        return None
    return inbox if isinstance(inbox, StoreInbox) or (inbox.is_absolute() and inbox.is_dir()) else None


def _save(out: Path, sha256: str, picture: PagePicture) -> None:
    path = out / picture_name(sha256, picture.page)
    part = path.with_suffix(".part")
    try:
        with os.fdopen(_opened(part), "wb") as stream:
            stream.write(picture.jpeg)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise RunFolderError(
            f"{path} 无法写入：{error.strerror}；腾出空间后重新运行同一命令，或用 --no-images 不保存图片",
            f"{path} cannot be written: {error.strerror}; run the same command again when there is room, "
            "or leave pictures out with --no-images",
        ) from None


def _opened(path: Path) -> int:
    """A file to write, with its two folders where it is the first in them."""
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except FileNotFoundError:
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
