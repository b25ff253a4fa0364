"""A keyring in memory, for the keyring library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class MemoryRing:
    """``backend``: for ``keyring.set_keyring``. ``locked``: it refuses; ``before`` is called before each answer."""

    def __init__(self, before: Callable[[], None] = lambda: None) -> None:
        from keyring.backend import KeyringBackend
        from keyring.errors import KeyringLocked

        self.locked = False
        self.stored: dict[tuple[str, str], str] = {}

        def answer() -> dict[tuple[str, str], str]:
            before()
            if self.locked:
                raise KeyringLocked("no horse today")
            return self.stored

        class Backend(KeyringBackend):
            priority: Any = 9

            def get_password(self, service: str, username: str) -> str | None:
                return answer().get((service, username))

            def set_password(self, service: str, username: str, password: str) -> None:
                answer()[service, username] = password

            def delete_password(self, service: str, username: str) -> None:
                del answer()[service, username]

        self.backend = Backend()
