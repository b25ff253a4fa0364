"""Freed memory is returned to the system where it supports that; `make bench` measures how much."""

from __future__ import annotations

import platform

from reader.library.readers import give_back_large_blocks


def test_it_is_told_where_that_can_be_told() -> None:
    assert give_back_large_blocks() is (platform.libc_ver()[0] == "glibc")
