"""The standard ``dataclass``, with methods that are compiled when they are first used.

The standard decorator compiles six functions for each frozen class and looks at it for what none of ours has. The
reader, its worker and a parser define a hundred classes each before they can begin, use few of them soon, and spent a
fifth of their start on this. Many classes have few objects at first, so ``__init__`` is compiled later still.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    import reprlib

    def dataclass(*, frozen=False, slots=True, eq=True):
        """Like :func:`dataclasses.dataclass` for classes with slots and without ``InitVar`` or ``__post_init__``."""
        assert slots

        def decorate(body):
            given = {name for name in ("__init__", "__repr__", "__eq__") if name in body.__dict__}
            cls = _with_slots(body)
            for name, make in _MAKERS.items():
                if name not in given and (eq or name != "__eq__"):
                    setattr(cls, name, _Later(cls, name, make, frozen))
            if frozen:
                cls.__setattr__, cls.__delattr__ = _refuse_to_set, _refuse_to_delete
                cls.__getstate__, cls.__setstate__ = _state, _set_state
            if eq and cls.__dict__.get("__hash__") is None:
                cls.__hash__ = _Later(cls, "__hash__", _hash, frozen) if frozen else None
            return cls

        return decorate

    @dataclasses.dataclass
    class _Sample:
        field: int

    # Marks what is a field, and neither ClassVar nor InitVar. The tests compare the classes with the standard's.
    _KIND = dataclasses.fields(_Sample)[0]._field_type  # noqa: SLF001

    def _with_slots(body):
        """The class with slots and with what :func:`dataclasses.fields` and :func:`dataclasses.replace` read."""
        contents = dict(body.__dict__)
        fields = {}
        for base in reversed(body.__mro__[1:]):
            fields |= base.__dict__.get("__dataclass_fields__", {})
        inherited = frozenset(fields)
        for name, type_ in contents.get("__annotations__", {}).items():
            fields[name] = _field(name, type_, contents.pop(name, dataclasses.MISSING))
        contents.pop("__dict__", None)
        contents.pop("__weakref__", None)
        contents["__slots__"] = tuple(name for name in fields if name not in inherited)
        contents["__dataclass_fields__"] = fields
        contents["__match_args__"] = tuple(name for name, one in fields.items() if one.init and not one.kw_only)
        contents["__replace__"] = dataclasses.replace  # copy.replace of Python 3.13
        cls = type(body)(body.__name__, body.__bases__, contents)
        cls.__qualname__ = body.__qualname__
        return cls

    def _field(name, type_, value):
        if isinstance(value, dataclasses.Field):
            made = value
        else:
            assert type(value).__hash__ is not None, f"mutable default of {name}: use default_factory"
            made = dataclasses.field(default=value)
        made.name, made.type, made._field_type = name, type_, _KIND  # noqa: SLF001
        if made.kw_only is dataclasses.MISSING:
            made.kw_only = False
        return made

    class _Later:
        """A method that is made when it is looked up first, and replaces this."""

        def __init__(self, cls, name, make, frozen):
            self._cls, self._name, self._make, self._frozen = cls, name, make, frozen
            self._without = _OBJECTS if make is _init else 0  # objects for which no method is made

        def __get__(self, instance, owner=None):
            if self._without and instance is not None:
                self._without -= 1
                return lambda *given, **named: self._fill(instance, given, named)
            return self._made().__get__(instance, owner)

        def _fill(self, instance, given, named):
            """Sets the fields of an object. A wrong call is left to the method, for its error."""
            names = self._cls.__match_args__
            values = dict(zip(names, given, strict=False)) | named
            if len(values) < len(given) + len(named):
                return self._made()(instance, *given, **named)
            assign = object.__setattr__ if self._frozen else setattr
            for field in dataclasses.fields(self._cls):
                if field.init and field.name in values:
                    assign(instance, field.name, values.pop(field.name))
                elif field.default_factory is not dataclasses.MISSING:
                    assign(instance, field.name, field.default_factory())
                elif field.default is not dataclasses.MISSING:
                    assign(instance, field.name, field.default)
                else:
                    return self._made()(instance, *given, **named)
            return self._made()(instance, *given, **named) if values else None

        def _made(self):
            method = self._make(self._cls, self._frozen)
            method.__qualname__, method.__module__ = f"{self._cls.__qualname__}.{self._name}", self._cls.__module__
            setattr(self._cls, self._name, method)
            return method

    def _init(cls, frozen):
        scope, parameters, keywords, lines = {"missing": dataclasses.MISSING}, [], [], []
        for field in dataclasses.fields(cls):
            name, value = field.name, field.name
            if field.default_factory is not dataclasses.MISSING:
                scope[f"make_{name}"] = field.default_factory
                value = f"make_{name}() if {name} is missing else {name}" if field.init else f"make_{name}()"
                parameter = f"{name}=missing"
            elif field.default is not dataclasses.MISSING:
                scope[f"default_{name}"] = field.default
                value = name if field.init else f"default_{name}"
                parameter = f"{name}=default_{name}"
            else:
                parameter = name
            if field.init:
                (keywords if field.kw_only else parameters).append(parameter)
            scope[f"set_{name}"] = getattr(cls, name).__set__
            lines.append(f"set_{name}(self, {value})" if frozen else f"self.{name} = {value}")
        head = ", ".join(["self", *parameters, *(["*", *keywords] if keywords else [])])
        method = _compiled(f"__init__({head})", lines or ["pass"], scope)
        method.__annotations__ = {field.name: field.type for field in dataclasses.fields(cls)} | {"return": None}
        return method

    def _repr(cls, _):
        shown = ", ".join(f"{field.name}={{self.{field.name}!r}}" for field in dataclasses.fields(cls) if field.repr)
        line = f"return f'{{self.__class__.__qualname__}}({shown})'"
        return reprlib.recursive_repr()(_compiled("__repr__(self)", [line], {}))

    def _eq(cls, _):
        names = [field.name for field in dataclasses.fields(cls) if field.compare]
        lines = [
            "if other.__class__ is self.__class__:",
            f" return {_tuple('self', names)} == {_tuple('other', names)}",
            "return NotImplemented",
        ]
        return _compiled("__eq__(self, other)", lines, {})

    def _hash(cls, _):
        chosen = (
            (field.name, field.compare if field.hash is None else field.hash) for field in dataclasses.fields(cls)
        )
        names = [name for name, counts in chosen if counts]
        return _compiled("__hash__(self)", [f"return hash({_tuple('self', names)})"], {})

    def _tuple(of, names):
        return "(" + "".join(f"{of}.{name}, " for name in names) + ")"

    def _compiled(head, lines, scope):
        source = "\n ".join([f"def {head}:", *lines])
        exec(source, scope)  # noqa: S102 - made of the names of fields
        return scope[head.partition("(")[0]]

    def _refuse_to_set(_, name, __):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_to_delete(_, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def _state(self):
        return [getattr(self, field.name) for field in dataclasses.fields(self)]

    def _set_state(self, state):
        for field, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, field.name, value)

    _OBJECTS = 8
    _MAKERS = {"__init__": _init, "__repr__": _repr, "__eq__": _eq}
