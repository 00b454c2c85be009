"""All errors this package raises on purpose, under one base class.

A bad *document* is never an error: it becomes a result with findings. These errors are for misuse
(arguments, policy, roster, layout files) and for a run that cannot go on.
Each class carries the exit code of the command line, so that the outermost layer needs no table.
Every error is constructed from plain strings and survives pickling.
"""

from __future__ import annotations

from typing import ClassVar


class DegreeVerifyError(Exception):
    """Base of all errors of this package.

    `zh` and `en` say the same thing in Chinese and English: what is wrong, where, and what to do next.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class UsageError(DegreeVerifyError):
    """The caller asked for something that cannot be done (missing inbox, unknown rule name …)."""


class PolicyError(DegreeVerifyError):
    """A policy file cannot be used; names the file, the key and the nearest valid one."""


class RosterError(DegreeVerifyError):
    """A roster cannot be used at all; single bad rows are reported in the roster instead."""


class LayoutError(DegreeVerifyError):
    """A document layout file is malformed; names the file, the key and what was expected."""


class SchoolTableError(DegreeVerifyError):
    """A school list cannot be read or imported."""


class RunFolderError(DegreeVerifyError):
    """The output folder cannot be used (locked by another run, not ours, not writable)."""


class InterruptedRunError(DegreeVerifyError):
    """The run was interrupted; the same command resumes it."""

    exit_code: ClassVar[int] = 130


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that there was no memory, as Python does or MuPDF ("code=2: malloc (9 bytes) failed").

    Such an error tells of a limit, never of damage: whoever takes errors of a reader for damage must let it pass.
    Compiled code that could not even make its error leaves Python to say that there is none.
    """
    lost = isinstance(error, SystemError) and "exception" in (said := str(error)) and "without" in said
    return lost or isinstance(error, MemoryError) or "alloc" in str(error)


class StoppedError(BaseException):
    """The command was told to stop at once. No Exception: nothing on the way may take it for a fault of a file."""

    exit_code: ClassVar[int] = 130
