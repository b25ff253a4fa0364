"""The style sheet of an app under the pilot, which remembers what apps before it have found.

Each app reads the same style sheets, and Textual looks for the rules of all component classes of a widget whenever a
screen opens and with each change of focus. Together, that was a quarter of what tests of the screen cost.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any
from weakref import WeakKeyDictionary

from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.design import ColorSystem
from textual.dom import DOMNode
from textual.widget import Widget

Found = dict[Hashable, tuple[RulesMap, bool]]
"""Rules by the state of a node, and whether it looks otherwise below the mouse pointer."""

_VARIABLES: dict[frozenset[tuple[str, str]], int] = {}  # a number for all of them
_RULES: dict[object, list[RuleSet]] = {}
_SHEETS: dict[object, list[RuleSet]] = {}  # the rules of all sheets of an app
_COLOURS: dict[object, dict[str, str]] = {}
_FOUND: dict[tuple[int, ...], Found] = {}  # by the identity of all rules, which _RULES keeps
_parse_rules, _generate = Stylesheet._parse_rules, ColorSystem.generate


def parsed_once(sheet: Stylesheet, css: str, **where: Any) -> list[RuleSet]:
    """A cache for :meth:`Stylesheet._parse_rules`. Style sheets with a mistake are not cached, because they raise."""
    variables = sheet.variables if isinstance(sheet, RememberedStyles) else _number_of(sheet._variables)
    key = (css, variables, *sorted(where.items()))
    if key not in _RULES:
        _RULES[key] = _parse_rules(sheet, css, **where)
    return _RULES[key]


def _number_of(variables: dict[str, str]) -> int:
    return _VARIABLES.setdefault(frozenset(variables.items()), len(_VARIABLES))


def generated_once(system: ColorSystem) -> dict[str, str]:
    """A cache for :meth:`ColorSystem.generate`, which each app calls three times at its start."""
    key = (*(value for name, value in vars(system).items() if name != "variables"), *sorted(system.variables.items()))
    if key not in _COLOURS:
        _COLOURS[key] = _generate(system)
    return {**_COLOURS[key]}


class RememberedStyles(Stylesheet):
    """Looks for the rules of a node once for each state that it and the nodes around it can be in."""

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self.variables = _number_of(variables)
        self._of_rules: list[RuleSet] = []
        self._found: Found = {}
        self._states: WeakKeyDictionary[DOMNode, Hashable] = WeakKeyDictionary()  # in which nodes were styled
        self._widget: tuple[DOMNode | None, Hashable] = (None, None)  # whose component classes are being styled
        self._replacing: RulesMap = {}

    def set_variables(self, variables: dict[str, str]) -> None:
        """Also notes which they are."""
        super().set_variables(variables)
        self.variables = _number_of(variables)

    def parse(self) -> None:
        """Takes the rules that the same sheets had in an app before."""
        sheets = (self.variables, *self.source.items())
        if sheets in _SHEETS and not self._invalid_css:
            self._rules, self._rules_map, self._require_parse = _SHEETS[sheets], None, False
            return
        super().parse()
        if not self._invalid_css:
            _SHEETS[sheets] = self._rules

    def apply(self, node: DOMNode, *, animate: bool = False, cache: object = None) -> None:
        """Styles a node and its component classes, for each of which Textual makes a plain node."""
        if self.rules is not self._of_rules:
            self._of_rules, self._states = self.rules, WeakKeyDictionary()
            self._found = _FOUND.setdefault(tuple(id(rule) for rule in self.rules), {})
        if type(node) is DOMNode and node._parent is self._widget[0]:
            self._apply_component(node)
            return
        state = _state(node)
        if self._states.get(node) == state and (node._component_styles or not node._get_component_classes()):
            return
        self._states[node], self._widget = state, (node, state)
        if state in self._found:
            self._replacing, node._has_hover_style = self._found[state]
            node._has_focus_within = node._has_order_style = node._has_odd_or_even = False
            self.replace_rules(node, self._replacing, animate=animate)
            self._process_component_classes(node)
            return
        self._replacing = {}
        super().apply(node, animate=animate)
        if _depends_on_others(node):
            del self._states[node]
        else:
            self._found[state] = self._replacing, node._has_hover_style

    def _apply_component(self, node: DOMNode) -> None:
        state = (self._widget[1], node.classes)
        if state in self._found:
            node._css_styles._rules.update(self._found[state][0])
            return
        super().apply(node)
        if not _depends_on_others(node):
            self._found[state] = node._css_styles._rules.copy(), False

    def replace_rules(self, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:  # type: ignore[override]
        """Replaces the rules of a node that have changed. Textual has a class method here, and replaces all."""
        if type(node) is not DOMNode:
            self._replacing = rules
        if "transitions" in rules:
            super().replace_rules(node, rules, animate)
            return
        base = node.styles.base
        before = base._rules
        changed = [key for key in before.keys() | rules.keys() if before.get(key) is not rules.get(key)]
        for key in changed:
            setattr(base, key, rules.get(key))
        if changed or not animate:
            node.notify_style_update()


def _depends_on_others(node: DOMNode) -> bool:
    return node._has_focus_within or node._has_order_style or node._has_odd_or_even


def _state(node: DOMNode) -> Hashable:
    """All of a node and those around it that rules can name, except for what depends on other nodes."""
    app = node.app
    states: list[Hashable] = [
        (app.app_focus, app.native_ansi_color, app.no_color, app.is_inline, app.current_theme.dark)
    ]
    for one in node.css_path_nodes:
        states.append((type(one), one._id, one.classes))
        if isinstance(one, Widget):
            states.append((one.mouse_hover, one.has_focus, one.disabled, one.can_focus))
    return tuple(states)
