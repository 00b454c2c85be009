"""Runs the command line: `python -m degree_verify` and the `degree-verify` command."""

from __future__ import annotations

import sys


def main() -> None:
    """The entry point. Errors of ours become a message in both languages and the exit code of their class."""
    try:
        _run()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.stderr.write("已中断 / interrupted\n")
        sys.exit(130)


def _run() -> None:
    from degree_verify.cli import app  # noqa: PLC0415  (nothing heavy before it is known what is asked)
    from degree_verify.errors import DegreeVerifyError  # noqa: PLC0415

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Chinese must not stop a run
    try:
        app()
    except DegreeVerifyError as error:
        sys.stderr.write(f"{error.zh}\n{error.en}\n")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
