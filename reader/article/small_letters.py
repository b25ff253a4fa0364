"""Text above or below the line in Unicode's small letters, where it has them all."""

from __future__ import annotations

_RAISED = dict(zip(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
    strict=True,
)) | {"′": "′", "″": "″", "*": "*", "†": "†", "‡": "‡", "°": "°", "ª": "ª", "º": "º", "β": "ᵝ", "γ": "ᵞ", "δ": "ᵟ",
      "θ": "ᶿ", "φ": "ᵠ", "χ": "ᵡ", "®": "®", "™": "™", "©": "©", "℠": "℠", "#": "#", "§": "§"}  # fmt: skip
_LOWERED = dict(zip(
    "0123456789+-−=()aehijklmnoprstuvxβγρφχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
    strict=True,
))  # fmt: skip
_LONGEST = 12  # characters of something above or below the line; more is small print
_OWN_BRACKETS = tuple("[(")


def raised(text: str) -> str | None:
    """The text in superscript letters, or None."""
    return _small(text, _RAISED)


def lowered(text: str) -> str | None:
    """The text in subscript letters, or None."""
    return _small(text, _LOWERED)


def _small(text: str, letters: dict[str, str]) -> str | None:
    return "".join([letters[letter] for letter in text]) if all(letter in letters for letter in text) else None


def script(text: str, sign: str) -> str:
    """Text above (``sign`` is ``^``) or below (``_``) the line: in small letters, else behind the sign."""
    small = raised(text) if sign == "^" else lowered(text)
    return small if small is not None else f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"


def script_of_prose(text: str, sign: str) -> str:
    """As :func:`script`; a text that is longer than an exponent or has brackets is left as it is."""
    if len(text) > _LONGEST or text.startswith(_OWN_BRACKETS) or not text.strip() or " " in text or "\n" in text:
        return text
    return script(text, sign)
