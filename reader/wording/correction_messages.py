"""What the user said of people, in words, for the screens and the command line."""

from __future__ import annotations

from reader.person import Correction, Said
from reader.wording.catalogue import _


def correction_message(correction: Correction) -> str:
    """What the user said, as a sentence without its period."""
    names = {"name": correction.name, "other": correction.other}
    match correction.said:
        case Said.FOLLOW:
            return _("Following {name}").format(**names)
        case Said.UNFOLLOW:
            return _("No longer following {name}").format(**names)
        case Said.RENAME if correction.other:
            return _("Renamed {name} to {other}").format(**names)
        case Said.RENAME:
            return _("{name} has the name of the articles again").format(**names)
        case Said.MERGE:
            return _("{name} and {other} are the same person").format(**names)
        case Said.SPLIT:
            return _("{name} at {other} is somebody else").format(**names)
        case Said.NOBODY:
            return _("{name} is not a person").format(**names)
        case Said.SOMEBODY:
            return _("{name} is a person").format(**names)
