"""What the user said of stories, in words, for the screens and the command line."""

from __future__ import annotations

from reader.wording.catalogue import _


def story_message(title: str, other_title: str = "") -> str:
    """What the user said, as a sentence without its period. ``other_title``: of the story that the article is in now.

    Without it, the article was taken out of its story.
    """
    if other_title:
        return _("“{title}” now belongs to the story of “{other}”").format(title=title, other=other_title)
    return _("“{title}” is no longer part of its story").format(title=title)
