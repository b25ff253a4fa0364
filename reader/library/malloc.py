"""What is freed goes back to the system.

The keys of a million entries are two arrays of 4 MB, which are made anew with each list. glibc raises the size
from which a block is given back with each such block that is freed (mallopt(3), M_MMAP_THRESHOLD), and after some
lists holds twice what is used. With a threshold of our own it stays as it is.
"""

from __future__ import annotations

_M_MMAP_THRESHOLD = -3  # malloc.h of glibc
_LARGE = 128 * 1024  # bytes; what glibc itself begins with


def give_back_large_blocks() -> bool:
    """From now on; False where the system's library has no such switch, or does well without."""
    try:
        import ctypes  # not before the first paint

        return bool(ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE))
    except (ImportError, AttributeError, OSError, TypeError):
        return False
