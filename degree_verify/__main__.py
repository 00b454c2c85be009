"""Runs the command line: `python -m degree_verify` and the `degree-verify` command."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """The entry point. Errors of ours become a message in both languages and the exit code of their class."""
    from degree_verify.errors import DegreeVerifyError, StoppedError  # noqa: PLC0415

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Chinese must not stop a run
    try:
        from degree_verify.cli import app  # noqa: PLC0415  (here, so that workers, which import this module, need none)

        app()
    except DegreeVerifyError as error:
        sys.stderr.write(f"{error.zh}\n{error.en}\n")
        sys.exit(error.exit_code)
    except (StoppedError, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # one more Ctrl-C would only break into the end of the process
        sys.stderr.write("已中断；重新运行同一命令即可继续 / interrupted; the same command goes on\n")
        sys.exit(StoppedError.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
