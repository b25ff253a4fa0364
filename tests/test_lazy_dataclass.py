"""The reader's ``dataclass`` beside the standard one: whatever can be seen of a class is the same."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import field
from typing import Any

import pytest

from reader import lazy_dataclass


def classes(dataclass: Callable[..., Any]) -> dict[str, Any]:
    """Classes of every form that the reader uses."""

    @dataclass(frozen=True, slots=True)
    class Plain:
        """Values."""

        number: int
        word: str = "none"
        all: tuple[int, ...] = ()

    @dataclass(frozen=True, slots=True)
    class Chosen:
        """Fields with wishes."""

        shown: int
        made: dict[str, int] = field(default_factory=dict, compare=False)
        hidden: str = field(default="", repr=False)
        fixed: int = field(default=7, init=False)
        named: int = field(default=1, kw_only=True)

    @dataclass(frozen=True, slots=True)
    class Own:
        """Methods of its own."""

        number: int

        def __repr__(self) -> str:
            return "own"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own)

        def __hash__(self) -> int:
            return 5

    @dataclass(frozen=True, slots=True, eq=False)
    class Same:
        """Equal to itself only."""

        number: int

    @dataclass(slots=True)
    class Loose:
        """Can change."""

        number: int
        rest: list[int] = field(default_factory=list)

    @dataclass(frozen=True, slots=True)
    class Longer(Plain):
        """Inherits fields."""

        more: int = 3

    @dataclass(frozen=True, slots=True)
    class Empty:
        """No fields."""

    return {cls.__name__: cls for cls in (Plain, Chosen, Own, Same, Loose, Longer, Empty)}


STANDARD, LAZY = classes(dataclasses.dataclass), classes(lazy_dataclass.dataclass)
VALUES: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("Plain", (1,), {}), ("Plain", (1, "none"), {}), ("Plain", (1, "two", (3,)), {}), ("Plain", (), {"number": 1}),
    ("Chosen", (1,), {}), ("Chosen", (1, {"a": 1}, "x"), {"named": 2}), ("Chosen", (1, {"b": 2}, "x"), {"named": 2}),
    ("Own", (1,), {}), ("Own", (2,), {}), ("Same", (1,), {}), ("Loose", (1,), {}), ("Loose", (1, [2]), {}),
    ("Longer", (1,), {}), ("Longer", (1,), {"more": 4}), ("Empty", (), {}),
]  # fmt: skip


def outcome(action: Callable[..., object], *given: Any, **named: Any) -> object:
    """The result, or the error's kind and message."""
    try:
        return action(*given, **named)
    except (TypeError, AttributeError) as error:
        return type(error), str(error).split("__init__")[-1]


def facts(kinds: dict[str, Any]) -> list[object]:
    """The observable facts of the classes and their values."""
    values = [kinds[name](*given, **named) for name, given, named in VALUES]
    seen: list[object] = [[left == right for left in values] for right in values]
    for value in values:
        kind = type(value)
        seen += [
            repr(value),
            [(one.name, one.type, getattr(value, one.name)) for one in dataclasses.fields(value)],
            kind.__match_args__,
            hasattr(value, "__dict__"),
            repr(copy.deepcopy(value)),
            [(one.name, one.kind, one.annotation) for one in inspect.signature(kind).parameters.values()],
            repr(outcome(dataclasses.replace, value)),
            outcome(kind, 1, 2, 3, 4, 5, 6),
            outcome(kind, nothing=1),
        ]
        for field_ in dataclasses.fields(value):
            seen.append(outcome(setattr, copy.copy(value), field_.name, 3))
            seen.append(outcome(delattr, copy.copy(value), field_.name))
        if kind.__name__ != "Same":  # its hash is that of the object
            seen.append(outcome(hash, value))
    return seen


def test_classes_and_their_values_are_the_same_as_with_the_standard_decorator():
    for standard, lazy in zip(facts(STANDARD), facts(LAZY), strict=True):
        assert lazy == standard


@pytest.mark.parametrize(("given", "named"), [
    ((1,), {}), ((), {"number": 1}), ((1,), {"named": 3, "shown": 2}), ((), {}), ((1, 2, 3, 4, 5, 6), {}),
    ((1,), {"number": 2}), ((1,), {"nothing": 3}), ((1, {}, "x"), {"fixed": 1}), ((1,), {"self": 2}),
    ((1, {}, "x", 7, 2), {}), ((), {"shown": 1, "made": {"a": 2}}),
])  # fmt: skip
def test_the_first_objects_are_made_like_the_later_ones(given: tuple[Any, ...], named: dict[str, Any]):
    def made(kinds: dict[str, Any]) -> list[object]:
        return [repr(outcome(kind, *given, **named)) for kind in kinds.values()]

    lazy, standard = classes(lazy_dataclass.dataclass), made(STANDARD)
    assert [made(lazy) for _ in range(12)] == [standard] * 12


@lazy_dataclass.dataclass(frozen=True, slots=True)
class Kept:
    """At the top of a module, so that it can be pickled."""

    number: int
    words: tuple[str, ...] = ()


def test_a_value_that_was_pickled_is_equal_and_one_that_is_frozen_stays_so():
    value = Kept(1, ("a", "b"))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(value, protocol)) == value
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'number'"):
        value.number = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'number'"):
        del value.number
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'other'"):
        value.other = 2  # type: ignore[attr-defined]


def test_methods_are_made_once():
    value = [Kept(1) for _ in range(12)][-1]
    assert type(value).__init__ is type(value).__init__
    assert {Kept(1): "found"}[value] == "found"
    assert all(inspect.isfunction(Kept.__dict__[name]) for name in ("__init__", "__eq__", "__hash__"))
