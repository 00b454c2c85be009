"""The memory of a worker: its bound, and that large blocks are given back."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

LARGEST_ENGINE = 700 * 1024 * 1024
"""Bytes of address space by which a bound may rise when something large is loaded for good."""

LARGE_BLOCK, KEPT = 4 * 1024 * 1024, 16 * 1024 * 1024
"""Bytes from which on a block of memory is the system's own and goes back to it when it is free; and free bytes at the
end of the heap that are kept for the next. The picture of a page has nearly 4 MB: with less, the memory of each was
taken from the system anew, which took as long as drawing it; with more, workers grow from file to file."""

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h of the GNU C library


def give_large_blocks_back() -> None:
    """Has every large block of memory returned to the system when it is freed. Does nothing where it is not to be had.

    The GNU C library keeps freed blocks of up to 32 MB in its heap once it has seen some, and small ones that settle
    there keep the next large one from fitting: each picture that was read grew a worker by 25 MB, for good.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(_M_MMAP_THRESHOLD, LARGE_BLOCK)
        libc.mallopt(_M_TRIM_THRESHOLD, KEPT)


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
