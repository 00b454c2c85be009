"""Fuzzes for a given time: `python -m tests.fuzz SECONDS [TARGET…]`. What breaks a reader is kept in the corpus.

The input under test is on the disk before it is tried, so that it survives a crash of the whole process.
"""

from __future__ import annotations

import hashlib
import sys
import time
import traceback

from hypothesis import HealthCheck, given, settings

from tests.fuzz.targets import CORPUS, TARGETS, mutated


def fuzz(target: str, seconds: float) -> bool:
    """Tries one target for some time. Returns whether it held."""
    read, _ = TARGETS[target]
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    trying = folder / "trying"
    end, tried = time.monotonic() + seconds, 0

    @settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(mutated(target))
    def run(data: bytes) -> None:
        nonlocal tried
        if time.monotonic() < end:
            tried += 1
            trying.write_bytes(data)
            read(data)

    held = True
    try:
        while time.monotonic() < end:
            run()
    except Exception:  # whatever it is, it is a find
        held = False
        data = trying.read_bytes()
        found = folder / hashlib.sha256(data).hexdigest()[:12]
        found.write_bytes(data)
        traceback.print_exc(limit=-3)
        print(f"{target}: broken by {found}")
    trying.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
    print(f"{target}: {tried} inputs tried")
    return held


if __name__ == "__main__":
    chosen = sys.argv[2:] or list(TARGETS)
    share = float(sys.argv[1]) / len(chosen)
    sys.exit(sum(not fuzz(target, share) for target in chosen))
