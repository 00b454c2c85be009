"""The record of a run as a file: whether it is whole, and who has it."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import datetime
from pathlib import Path


def remove_if_damaged(path: Path) -> None:
    """Clears the way for a new file where the old one cannot be read; one that another run has stays."""
    if not path.is_file():
        return
    database = sqlite3.connect(path, timeout=1, isolation_level=None)
    try:
        whole = database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.OperationalError:  # locked: opening it tells by whom
        return
    except sqlite3.DatabaseError:
        whole = False
    finally:
        database.close()
    if not whole:
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)


def leave_note(path: Path) -> Path | None:
    """Leaves a note beside the locked file of who holds it, and gives its place; None where there is none."""
    if str(path) == ":memory:":
        return None
    note = _note_of(path)
    try:
        since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        note.write_text(f"{platform.node()}, PID {os.getpid()}, {since}", encoding="utf-8")
        note.chmod(0o600)
    except OSError:  # the lock holds without it; a full disk is told by what needs the room
        return None
    return note


def holder_of(path: Path) -> str:
    """Who has the file, as far as known: computer, process and since when."""
    try:
        return _note_of(path).read_text(encoding="utf-8")[:200]
    except (OSError, UnicodeDecodeError):
        return "?"


def _note_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.in-use")
