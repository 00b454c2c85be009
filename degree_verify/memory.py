"""The bound of a process's memory."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

LARGEST_ENGINE = 700 * 1024 * 1024
"""Bytes of address space by which a bound may rise when something large is loaded for good."""


def address_space() -> int:
    """Bytes of address space that this process uses; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123  (no path of a user's)
        return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def limit_address_space(allowance: int) -> None:
    """Bounds the address space to what is in use now plus `allowance` bytes. No bound where that is not to be had."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415  (not on every platform)

    most = address_space() + allowance
    resource.setrlimit(resource.RLIMIT_AS, (most, most + LARGEST_ENGINE))


@contextmanager
def allow_what_was_loaded() -> Iterator[None]:
    """Raises the bound by what is loaded within: the allowance is for a file, not for the tool's own parts."""
    if sys.platform != "linux":
        yield
        return
    import resource  # noqa: PLC0415  (not on every platform)

    before = address_space()
    yield
    bound, most = resource.getrlimit(resource.RLIMIT_AS)
    if bound != resource.RLIM_INFINITY:
        grown = bound + max(0, address_space() - before)
        resource.setrlimit(resource.RLIMIT_AS, (min(grown, most) if most != resource.RLIM_INFINITY else grown, most))
